"""Internal notes: written once, though the button was pressed twice."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases import actions
from cases.actions.step import holding, locked
from cases.errors import AlreadyDone
from cases.models import Attachment, Case, CaseEvent, User
from cases.views.idempotency import NOT_SENT, Sent
from workflows import rights
from workflows.rights.catalogue import Verb
from workflows.steps import mentions


@transaction.atomic
def write(
    case: Case,
    *,
    by: User,
    text: str,
    after: int,
    mentioned: Iterable[User] = (),
    photos: Sequence[Attachment] = (),
    sent: Sent = NOT_SENT,
) -> CaseEvent:
    """Write a note, with photos or papers, unless this person wrote the very same after the event `after`,
    which the page showed as the last one; `sent` is the form that asks for it. Whom the text names, or who
    was picked as `mentioned`, is told. Raises SentBefore, PermissionDenied, AlreadyDone, or Refused for
    people who cannot be mentioned."""
    sent.use()
    case = locked(case)
    if not rights.may(by, Verb.NOTE, case):
        raise PermissionDenied
    text = mentions.with_names(text, mentioned)
    notes = case.events.filter(kind=CaseEvent.Kind.NOTED, by=by, message=text, pk__gt=after)
    if notes.exists():
        raise AlreadyDone
    named = mentions.named(case, text, by=by)
    with holding(case):
        return actions.note(case, by=by, text=text, mentioned=named, photos=photos)
