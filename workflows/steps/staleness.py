"""What has happened to a case since a page showed it: a step is done on what its person has read."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.dateparse import parse_date

from cases.errors import Refused
from cases.models import Case, CaseEvent, User
from cases.text.numbers import whole_number
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import Notifies
from workflows.steps import refusals

Kind = CaseEvent.Kind
# They change nothing that a step is about.
QUIET = (
    Kind.DUE_SOON,
    Kind.LATE,
    Kind.UNASSIGNED,
    Kind.REPLY_LATE,
    Kind.REOPEN_DUE,
    Kind.DELAY_DUE,
    Kind.UNANSWERED,
    Kind.SUBTASK_LATE,
    Kind.OUTSIDE_REMINDER,
    Kind.STEP_PHOTO,
    Kind.FINDING_CHANGED,
    Kind.PASSWORD_CHANGED,
    Kind.EMAIL_CHANGED,
    Kind.CONTACT_CHANGED,
    Kind.PERSON_CORRECTED,
    Kind.RATED,
    Kind.WORDS_CLEARED,
    Kind.WORDS_TAKEN_BACK,
    Kind.PUBLISHED,
    Kind.UNPUBLISHED,
    Kind.HELD,
    Kind.HOLD_LIFTED,
    Kind.CONTACT_REMOVED,
)
# Said, but nothing moved: whoever writes to the citizen or ends the case has to read it first.
SAID = (Kind.NOTED, Kind.MESSAGE)


class Changed(Refused):
    """The case has changed since the page showed it, by whomever."""

    def __init__(self) -> None:
        super().__init__(str(refusals.CHANGED))


@dataclass(frozen=True)
class Seen:
    """The case as a page showed it: the last event, 0 where that is not known, and the due date."""

    event: int = 0
    due_on: datetime.date | None = None

    @classmethod
    def read(cls, typed: Mapping[str, object]) -> "Seen":
        """From what the page's form carried; nothing of what makes no sense."""
        event, due = str(typed.get("after", "")), str(typed.get("seen_due", ""))
        number = whole_number(event) or 0
        try:
            return cls(number, parse_date(due))
        except ValueError:
            return cls(number)


def news(events: Iterable[CaseEvent], seen: Seen, *, by: User) -> list[CaseEvent]:
    """What has happened since, of these events; nothing where it is not known what was seen. One's own words
    are no news, but one's own steps are: a page from before them asks for what may be done already."""
    if not seen.event:
        return []
    return [
        one for one in events if one.pk > seen.event and one.kind not in QUIET and not _own_words(one, by)
    ]


def _own_words(event: CaseEvent, by: User) -> bool:
    return event.by_id == by.pk and event.kind in SAID


def refuse_if_changed(case: Case, verb: Verb, after: int, *, by: User) -> None:
    """Raise Changed where something was done since the event `after` that this step must not
    pass over; call it with the case locked. An internal note passes over nothing."""
    if verb == Verb.NOTE or not after:
        return
    tells = STEPS[verb].notifies is Notifies.CITIZEN
    since = news(case.events.filter(pk__gt=after), Seen(after), by=by)
    if any(tells or one.kind not in SAID for one in since):
        raise Changed
