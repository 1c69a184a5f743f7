"""Undoing one's own last step on a case, while its letters still wait."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases.actions.step import holding, locked
from cases.actions.undo import undo_step
from cases.events import Kind, as_deputy
from cases.models import Case, User
from cases.views.idempotency import NOT_SENT, Sent
from workflows import rights
from workflows.rights.catalogue import Verb

# The steps that have an inverse, by what they record.
UNDOABLE = {
    Kind.ASSIGNED: Verb.ASSIGN,
    Kind.HANDED_BACK: Verb.HAND_BACK,
    Kind.DUPLICATE: Verb.MARK_DUPLICATE,
    Kind.EXTENDED: Verb.EXTEND,
    Kind.TIME_CORRECTED: Verb.CORRECT_TIME,
    Kind.DETAILS_CORRECTED: Verb.CORRECT_DETAILS,
}


@transaction.atomic
def perform(case: Case, sent: Sent = NOT_SENT, *, event: int, by: User) -> Case:
    """Undo the step that this event has recorded, for who may do that step; `sent` is the form that asks for
    it. Raises SentBefore where this form was done, PermissionDenied without the right, and Refused
    where the step can no longer be undone (`cases.actions.undo`)."""
    sent.use()
    case = locked(case)
    recorded = case.events.filter(pk=event).values_list("kind", flat=True).first()
    # What has no inverse is refused by the action itself.
    verb = UNDOABLE.get(Kind(recorded), Verb.ASSIGN) if recorded else Verb.ASSIGN
    with holding(case), as_deputy(rights.delegated(by, verb, case)):
        case = undo_step(case, event=event, by=by)
    # By the case as it was: who gave it back to the head has it again.
    if not rights.may(by, verb, case):
        raise PermissionDenied
    return case
