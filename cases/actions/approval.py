"""The head's approval: a kind can ask that the head reads the result before the citizen hears of it."""

import copy
import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import field_changes, proposal_state, subtask_state
from cases.actions.lifecycle import begun, told
from cases.errors import Refused
from cases.events import Kind, record
from cases.files import evidence
from cases.models import Attachment, Case, Proposal, ResultCode, User

State = Proposal.State


@transaction.atomic
def propose(
    case: Case,
    *,
    by: User,
    result: ResultCode,
    details: str,
    on: datetime.date | None = None,
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> Case:
    """Put a result before the head; the citizen does not hear of it. Raises whatever `resolve` would."""
    case, now, before = begun(case, now)
    subtask_state.refuse_result(case)
    proposal_state.refuse_while_open(case)
    if not case.request_type.needs_approval:
        raise Refused(_("This result needs no approval any more. Please report it to the citizen."))
    evidence.require(case, result, photos)
    field_changes.resolved(copy.copy(case), result=result, details=details, on=on, now=now)
    on = on or timezone.localdate(now)
    proposal = Proposal(case=case, by=by, at=now, result=result, details=details, on=on)
    proposal_state.opened(proposal)
    reference = str(proposal.pk)
    return told(
        case,
        Kind.PROPOSED,
        by=by,
        now=now,
        before=before,
        message=details,
        reference=reference,
        photos=photos,
    )


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
    case, now, before = begun(case, now)
    proposal = _waiting(case)
    photos, words = list(evidence.proposed(proposal)), details or proposal.details
    record(case, Kind.PROPOSAL_APPROVED, by=by, now=now, before=before)
    field_changes.resolved(case, result=proposal.result, details=words, on=proposal.on, now=now)
    proposal_state.decide(proposal, State.APPROVED, by=by, now=now)
    said: dict[str, Any] = {"message": words, "letter_words": letter_words}
    return told(case, Kind.RESOLVED, by=proposal.by, now=now, before=before, photos=photos, **said)


@transaction.atomic
def return_result(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """Send the proposed result back to the officer, who works on; `reason` is for the staff alone."""
    case, now, before = begun(case, now)
    proposal_state.decide(_waiting(case), State.RETURNED, by=by, now=now, words=reason)
    return told(case, Kind.PROPOSAL_RETURNED, by=by, now=now, before=before, message=reason)


@transaction.atomic
def take_back(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """The officer takes the proposed result back, to work on."""
    case, now, before = begun(case, now)
    proposal_state.decide(_waiting(case), State.VOID, by=by, now=now)
    return told(case, Kind.PROPOSAL_WITHDRAWN, by=by, now=now, before=before)


def _waiting(case: Case) -> Proposal:
    proposal = proposal_state.open_proposal(case)
    if proposal is None:
        raise Refused(_("No result waits for approval any more."))
    return proposal
