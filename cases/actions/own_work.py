"""Whose own work an approval would be, and who else has the office to give it."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
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


def waits_for_one_of(office: Doer, before: set[int], after: set[int]) -> bool:
    """Whether a step waits for the clerk's or an executive's office that one of the people `before` could do,
    and none of those `after`, who stay: by the plan, or since an approval of heads who did the work goes to
    an executive."""
    waiting = Subtask.objects.decided().select_related("case__request_type", "proposal")
    own = waiting.filter(doer=office)
    if not after and own.exclude(kind=StepKind.APPROVE).exists():
        return True
    rows = own.filter(kind=StepKind.APPROVE)
    if after:
        # Whoever has no part in the case may approve it.
        rows = rows.filter(
            Q(case__officer__in=after) | Q(proposal__by__in=after) | _worked(ended_by__in=after)
        )
    found = chain(rows.iterator(), _of_heads(waiting) if office == Doer.EXECUTIVE else ())
    return any(_needs(row, before, after) for row in found)


def _of_heads(waiting: QuerySet[Subtask]) -> Iterator[Subtask]:
    """The approvals of steps that no head can give today who has not done the work."""
    heads = Membership.objects.filter(
        user=OuterRef("ended_by"), role=Membership.Role.HEAD, department=OuterRef(OuterRef("department"))
    )
    rows = waiting.filter(_worked(Exists(heads)), doer=Doer.HEAD, kind=StepKind.APPROVE, proposal=None)
    rows = rows.filter(case__request_type__restricted=False)
    return (row for row in rows.iterator() if not can_be_given(row, barred(row.case)))


def _worked(*whose: Any, **named: Any) -> Exists:
    """Whether such a person has done a step of the same case."""
    done = Subtask.objects.filter(*whose, case=OuterRef("case"), state=Subtask.State.DONE, **named)
    return Exists(done)


def _needs(row: Subtask, before: set[int], after: set[int]) -> bool:
    did = barred(row.case, row.proposal)
    return bool(before - did) and not after - did


def _people(row: Subtask) -> QuerySet[User]:
    return clerks() if row.doer == Doer.CLERK else executives()
