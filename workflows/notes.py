"""Internal notes: written once, though the button was pressed twice."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases import actions
from cases.errors import AlreadyDone
from cases.models import Case, CaseEvent, User
from workflows import rights
from workflows.rights import Verb


@transaction.atomic
def write(case: Case, *, by: User, text: str, after: int) -> CaseEvent:
    """Write a note, unless this person wrote the very same after the event `after`, which the page showed as
    the last one. Raises PermissionDenied or AlreadyDone."""
    case = actions.locked(case)
    if not rights.may(by, Verb.NOTE, case):
        raise PermissionDenied
    notes = case.events.filter(kind=CaseEvent.Kind.NOTED, by=by, message=text, pk__gt=after)
    if notes.exists():
        raise AlreadyDone
    return actions.note(case, by=by, text=text)
