"""Which approvals a result needs, and who may not give one: nobody approves own work, nor for the one who did
it, as substitute or deputy; and one person gives one approval of a result alone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from cases.actions import proposal_state, stages
from cases.actions.own_work import workers
from cases.errors import Refused
from cases.models import Case, Doer, StepKind, Subtask, User
from cases.work_plans.document import PlanStep

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


def is_own_work(subtask: Subtask, by: User) -> bool:
    """Whether this person, or somebody for whom they stand in or decide today, has done what the approval is
    about (`workflows.rights.decided_steps` asks the database the same)."""
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


def _by_head() -> PlanStep:
    """The approval of a request type whose results the head approves, without a plan."""
    with override("th"):
        name = _(APPROVE)
    return PlanStep(key="", name_th=name, name_en=APPROVE, kind=StepKind.APPROVE, doer=Doer.HEAD, days=DAYS)
