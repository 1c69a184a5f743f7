"""The head's approval: a request type can ask that the head reads the result before the citizen hears of
it."""

import copy
import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import causes, field_changes, proposal_state, stages, subtask_state
from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.files import evidence
from cases.models import Attachment, Case, Cause, Proposal, ResultCode, User
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
    """Put a result before the head; the citizen does not hear of it. Raises whatever `resolve` would."""
    case, step = lock_for_step(case, now)
    subtask_state.refuse_result(case)
    stages.refuse_result(case)
    proposal_state.refuse_while_open(case)
    if not case.request_type.needs_approval:
        raise Refused(_("This result needs no approval any more. Please report it to the citizen."))
    evidence.require(case, result, photos)
    causes.require(case, cause)
    field_changes.resolved(copy.copy(case), result=result, details=details, on=on, now=step.now)
    said: dict[str, Any] = {"result": result, "details": details, "cause": cause, "on": on or step.today}
    proposal = Proposal(case=case, by=by, at=step.now, **said)
    proposal_state.opened(proposal)
    content = ProposedResult(proposal.pk)
    return step.commit(Kind.PROPOSED, by=by, message=details, content=content, photos=photos)


@transaction.atomic
def approve(
    case: Case,
    *,
    by: User,
    details: str = "",
    letter_words: str = "",
    now: datetime.datetime | None = None,
) -> Case:
    """Let the proposed result go out, in these words where the head has changed them. It is the officer's
    result: the history names both, the officer as the one who reported it."""
    case, step = lock_for_step(case, now)
    proposal = _waiting(case)
    photos, words = list(evidence.proposed(proposal)), details or proposal.details
    step.record(Kind.PROPOSAL_APPROVED, by=by)
    field_changes.resolved(
        case, result=proposal.result, details=words, on=proposal.on, now=step.now, cause=proposal.cause
    )
    proposal.approve(by=by, now=step.now)
    proposal_state.closed(proposal)
    return step.commit(Kind.RESOLVED, by=proposal.by, message=words, letter_words=letter_words, photos=photos)


@transaction.atomic
def return_result(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """Send the proposed result back to the officer, who works on; `reason` is for the staff alone."""
    case, step = lock_for_step(case, now)
    proposal = _waiting(case)
    proposal.send_back(by=by, reason=reason, now=step.now)
    proposal_state.closed(proposal)
    return step.commit(Kind.PROPOSAL_RETURNED, by=by, message=reason)


@transaction.atomic
def take_back(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """The officer takes the proposed result back, to work on."""
    case, step = lock_for_step(case, now)
    proposal = _waiting(case)
    proposal.void(by=by, now=step.now)
    proposal_state.closed(proposal)
    return step.commit(Kind.PROPOSAL_WITHDRAWN, by=by)


def _waiting(case: Case) -> Proposal:
    proposal = proposal_state.open_proposal(case)
    if proposal is None:
        raise Refused(_("No result waits for approval any more."))
    return proposal
