"""Whose own work an approval would be, and who else has the office to give it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases.access import delegations
from cases.access.absences import away_on
from cases.access.decision_makers import known_deciders
from cases.access.offices import clerks, executives
from cases.models import Case, Doer, Membership, Proposal, StepKind, Subtask, User
from cases.work_plans.document import NOT_WORK


def workers(case: Case, proposal: Proposal | None = None) -> set[int]:
    """Who has done the steps of the plan so far, `NOT_WORK` left out; of a proposed result besides the
    officer in charge, who has proposed it, and who has approved it before. No statement where the page has
    read the subtasks."""
    done = [row for row in case.subtasks.all() if row.state == Subtask.State.DONE]
    found = {row.ended_by_id for row in done if row.is_planned and row.kind not in NOT_WORK}
    if proposal is not None:
        found |= {case.officer_id, proposal.by_id}
        found |= {row.ended_by_id for row in done if row.proposal_id == proposal.pk}
    return {one for one in found if one is not None}


def barred(case: Case, proposal: Proposal | None = None) -> set[int]:
    """Who may not approve today: whoever has done the work, stands in for such a person or decides for one.
    At most two statements."""
    did, today = workers(case, proposal), timezone.localdate()
    instead = {substitute for away, substitute in away_on(today).items() if away in did}
    return did | instead | {one.deputy_id for one in delegations.in_force(today) if one.user_id in did}


def can_be_given(row: Subtask, barred: set[int]) -> bool:
    """Whether somebody has the office for an approval, and is not `barred`."""
    if row.doer == Doer.HEAD:
        deciders = known_deciders(row.case.request_type, row.department_id)
        return any(one.pk not in barred for one in deciders)
    return not row.case.request_type.restricted and _people(row).exclude(pk__in=barred).exists()


def goes_to_executive(row: Subtask) -> bool:
    """Whether all who could give this approval of a step have done the work, and an executive could give it
    instead."""
    if row.kind != StepKind.APPROVE or row.approves_result or row.doer == Doer.EXECUTIVE:
        return False
    did = barred(row.case)
    asked = Subtask(case=row.case, doer=Doer.EXECUTIVE)
    return not can_be_given(row, did) and can_be_given(asked, did)


def wait_for_executive() -> bool:
    """Whether a head's approval of a step is an executive's to give, because the heads have done the work,
    whether or not there is an executive. Only where a head has done some of it people are asked for."""
    heads = Membership.objects.filter(
        user=OuterRef("ended_by"), role=Membership.Role.HEAD, department=OuterRef(OuterRef("department"))
    )
    done = Subtask.objects.filter(Exists(heads), case=OuterRef("case"), state=Subtask.State.DONE)
    work = done.exclude(step="").exclude(kind__in=NOT_WORK)
    rows = Subtask.objects.decided().filter(doer=Doer.HEAD, kind=StepKind.APPROVE, proposal=None)
    rows = rows.filter(Exists(work), case__request_type__restricted=False)
    found = rows.select_related("case__request_type").iterator()
    return any(not can_be_given(row, barred(row.case)) for row in found)


def _people(row: Subtask) -> QuerySet[User]:
    return clerks() if row.doer == Doer.CLERK else executives()
