"""The approval of a result: it is proposed, those whom the plan names say yes one after the other, and the
last yes lets it go out; a kind without a plan can ask for the head's.

Each approval is a subtask of the case, with a process of its own; a no ends the proposal.
"""

import copy
import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.actions import approvals, causes, field_changes, own_work, proposal_state, stages, subtask_state
from cases.actions.step import Step, lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.files import evidence
from cases.models import Attachment, Case, Cause, Doer, Proposal, ResultCode, Subtask, User
from cases.models.case.event_content import ProposedResult


@transaction.atomic
def propose(
    case: Case,
    *,
    by: User,
    result: ResultCode,
    details: str,
    cause: Cause | None = None,
    on: datetime.date | None = None,
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> Case:
    """Put a result before those who approve it, the first of them first; the citizen does not hear of it.
    Raises whatever `resolve` would, and Refused where nobody could approve it."""
    case, step = lock_for_step(case, now)
    subtask_state.refuse_result(case)
    stages.refuse_result(case)
    proposal_state.refuse_while_open(case)
    if not approvals.needed(case):
        raise Refused(_("This result needs no approval any more. Please report it to the citizen."))
    evidence.require(case, result, photos)
    causes.require(case, cause)
    field_changes.resolved(copy.copy(case), result=result, details=details, on=on, now=step.now)
    said: dict[str, Any] = {"result": result, "details": details, "cause": cause, "on": on or step.today}
    proposal = Proposal(case=case, by=by, at=step.now, **said)
    proposal_state.opened(proposal)
    first = _open_next(proposal, case, step, by=by)
    content = ProposedResult(proposal.pk)
    return step.commit(Kind.PROPOSED, by=by, message=details, content=content, photos=photos, subtask=first)


@transaction.atomic
def approve(
    case: Case,
    *,
    by: User,
    details: str = "",
    letter_words: str = "",
    now: datetime.datetime | None = None,
) -> Case:
    """Say yes to the proposed result. The last yes lets it go out, in these words where the approver has
    changed them: it is the officer's result, and the history names both. Raises Refused for own work, and
    where nobody could give the next approval."""
    case, step = lock_for_step(case, now)
    proposal, row = _waiting(case)
    approvals.refuse_own_work(row, by)
    row.finish()
    _end(row, step, by=by)
    step.record(Kind.PROPOSAL_APPROVED, by=by, subtask=row)
    if following := _open_next(proposal, case, step, by=by):
        return step.commit(Kind.STEP_OPENED, by=by, subtask=following, message=proposal.details)
    photos, words = list(evidence.proposed(proposal)), details or proposal.details
    field_changes.resolved(
        case, result=proposal.result, details=words, on=proposal.on, now=step.now, cause=proposal.cause
    )
    proposal.approve(by=by, now=step.now)
    proposal_state.closed(proposal)
    return step.commit(Kind.RESOLVED, by=proposal.by, message=words, letter_words=letter_words, photos=photos)


@transaction.atomic
def return_result(
    case: Case, *, by: User, reason: str, to: str = "", now: datetime.datetime | None = None
) -> Case:
    """Send the proposed result back to the officer, who works on, or `to` an earlier step of the plan, named
    by its key; `reason` is for the staff alone."""
    case, step = lock_for_step(case, now)
    proposal, row = _waiting(case)
    approvals.refuse_own_work(row, by)
    row.send_back()
    _end(row, step, by=by, words=reason)
    proposal.send_back(by=by, reason=reason, now=step.now)
    proposal_state.closed(proposal)
    case = step.commit(Kind.PROPOSAL_RETURNED, by=by, message=reason, subtask=row)
    if to:
        stages.return_to(case, step, to, by=by)
    return case


@transaction.atomic
def take_back(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """The officer takes the proposed result back, to work on."""
    case, step = lock_for_step(case, now)
    proposal, row = _waiting(case)
    row.cancel()
    _end(row, step, by=by)
    proposal.void(by=by, now=step.now)
    proposal_state.closed(proposal)
    return step.commit(Kind.PROPOSAL_WITHDRAWN, by=by, subtask=row)


def _open_next(proposal: Proposal, case: Case, step: Step, *, by: User) -> Subtask | None:
    """Store the next approval of the proposal; None after the last one. Those that nobody could give who has
    not done the work are passed over; where only such are left, an executive gives the last of them. Raises
    Refused where no executive can."""
    left = approvals.to_come(case, list(proposal.approvals.all()))
    barred = own_work.barred(case, proposal) if left else set()
    for place, planned in enumerate(left, start=1):
        row = stages.new_row(case, step, planned, by=by, proposal=proposal)
        if not own_work.can_be_given(row, barred) and place == len(left):
            row.doer = Doer.EXECUTIVE
        if own_work.can_be_given(row, barred):
            row.save(force_insert=True)
            return row
        if place < len(left):
            _pass_over(row, step)
    if left:
        raise Refused(_("Nobody could approve this result who has not done or approved a part of it."))
    return None


def _pass_over(row: Subtask, step: Step) -> None:
    with override("th"):
        words = _("Whoever could approve here has done or approved a part of it: the next approval counts.")
    row.skip()
    row.result, row.ended_at = words, step.now
    row.save(force_insert=True)
    step.record(Kind.STEP_SKIPPED, subtask=row, message=words)


def _end(row: Subtask, step: Step, *, by: User, words: str = "") -> None:
    row.result, row.ended_at, row.ended_by = words, step.now, by
    row.save()


def _waiting(case: Case) -> tuple[Proposal, Subtask]:
    """The proposal that is open, and its approval, both of the locked case."""
    proposal = proposal_state.open_proposal(case)
    waiting: list[Subtask] = []
    if proposal is not None:
        waiting = list(proposal.approvals.open().select_related("department"))
    if proposal is None or not waiting:
        raise Refused(_("No result waits for approval any more."))
    waiting[0].case = case
    return proposal, waiting[0]
