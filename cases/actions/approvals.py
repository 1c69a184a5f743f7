"""Which approvals a result needs, and who may not give one: nobody approves own work, nor for the one who did
it, as substitute or deputy; and one person gives one approval of a result alone."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from cases.access.decision_makers import known_deciders
from cases.access.delegations import in_force
from cases.access.offices import clerks, executives
from cases.actions import proposal_state, stages
from cases.errors import Refused
from cases.models import Case, Doer, Proposal, StepKind, Subtask, User
from cases.work_plans.document import NOT_WORK, PlanStep

# Working days for the head's approval where no plan says how many.
DAYS = 2
APPROVE = gettext_noop("Approve the result")


def planned(case: Case) -> list[PlanStep]:
    """The approvals of the result that the plan of the case asks for, in order."""
    found = stages.plan(case)
    return found.result_approvals if found else []


def needed(case: Case) -> bool:
    """Whether the result is proposed instead of reported."""
    return case.request_type.needs_approval or bool(planned(case))


def to_come(case: Case, given: list[Subtask]) -> list[PlanStep]:
    """The approvals that the plan asks for after those that were opened for a proposal; without any in the
    plan, one by the head of the department."""
    steps = planned(case) or [_by_head()]
    opened = {row.step for row in given}
    return [one for one in steps if one.key not in opened]


def is_last(case: Case) -> bool:
    """Whether the approval that is open lets the result go out."""
    proposal = proposal_state.open_proposal(case)
    rows = [row for row in case.subtasks.all() if proposal and row.proposal_id == proposal.pk]
    return not to_come(case, rows)


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


def is_own_work(subtask: Subtask, by: User) -> bool:
    """Whether this person, or somebody for whom they stand in or decide today, has done what the approval is
    about (`workflows.rights.own_steps` asks the database the same)."""
    if subtask.kind != StepKind.APPROVE:
        return False
    case = subtask.case
    proposal = proposal_state.open_proposal(case) if subtask.approves_result else None
    return bool(workers(case, proposal) & selves(by))


def selves(by: User) -> set[int]:
    """This person, and those for whom they stand in or decide today."""
    return {by.pk, *by.acting_for, *(one.principal for one in by.access_profile.delegated)}


def refuse_own_work(subtask: Subtask, by: User) -> None:
    """Raise Refused where `is_own_work` holds."""
    if is_own_work(subtask, by):
        raise Refused(own_work_words(subtask))


def own_work_words(subtask: Subtask) -> str:
    """Why somebody may not approve."""
    if subtask.approves_result:
        return _(
            "You have done or approved a part of this yourself. Somebody else has to approve the result."
        )
    return _("You have done a part of this work yourself. Somebody else has to approve it.")


def can_be_given(row: Subtask, barred: set[int]) -> bool:
    """Whether somebody has the office for an approval, and is not `barred`."""
    if row.doer == Doer.HEAD:
        deciders = known_deciders(row.case.request_type, row.department_id)
        return any(one.pk not in barred for one in deciders)
    return not row.case.request_type.restricted and _people(row).exclude(pk__in=barred).exists()


def barred(case: Case, proposal: Proposal, by: User) -> set[int]:
    """Who may not approve the result today. At most one statement."""
    did = workers(case, proposal)
    instead = {substitute for away, substitute in by.away_today.items() if away in did}
    return did | instead | {one.deputy_id for one in in_force(timezone.localdate()) if one.user_id in did}


def _people(row: Subtask) -> QuerySet[User]:
    return clerks() if row.doer == Doer.CLERK else executives()


def _by_head() -> PlanStep:
    """The approval of a request type whose results the head approves, without a plan."""
    with override("th"):
        name = _(APPROVE)
    return PlanStep(key="", name_th=name, name_en=APPROVE, kind=StepKind.APPROVE, doer=Doer.HEAD, days=DAYS)
