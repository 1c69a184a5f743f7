"""Undoing one's own last step on a case, while its letters still wait."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases.actions.step import holding, locked
from cases.actions.undo import undo_assignment
from cases.events import as_deputy
from cases.models import Case, User
from cases.views.idempotency import NOT_SENT, Sent
from workflows import rights
from workflows.rights.catalogue import Verb


@transaction.atomic
def perform(case: Case, sent: Sent = NOT_SENT, *, event: int, by: User) -> Case:
    """Undo the assignment that this event has recorded, for who may assign the case; `sent` is the form that
    asks for it. Raises SentBefore where this form was done, PermissionDenied without the right, and Refused
    where the step can no longer be undone (`cases.actions.undo`)."""
    sent.use()
    case = locked(case)
    if not rights.may(by, Verb.ASSIGN, case):
        raise PermissionDenied
    with holding(case), as_deputy(rights.delegated(by, Verb.ASSIGN, case)):
        return undo_assignment(case, event=event, by=by)
