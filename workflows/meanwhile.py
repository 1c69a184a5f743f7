"""What has happened to a case since a page showed it: a step is done on what its person has read."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.dateparse import parse_date

from cases.errors import Refused
from cases.models import Case, CaseEvent, User
from workflows import words
from workflows.rights import Verb

Kind = CaseEvent.Kind
# They change nothing that a step is about.
QUIET = (
    Kind.DUE_SOON,
    Kind.LATE,
    Kind.UNASSIGNED,
    Kind.REPLY_LATE,
    Kind.DELAY_DUE,
    Kind.UNANSWERED,
    Kind.PART_LATE,
    Kind.PASSWORD_CHANGED,
    Kind.EMAIL_CHANGED,
    Kind.CONTACT_CHANGED,
    Kind.RATED,
    Kind.WORDS_CLEARED,
    Kind.WORDS_TAKEN_BACK,
)
# Said, but nothing moved: whoever writes to the citizen or ends the case has to read it first.
SAID = (Kind.NOTED, Kind.MESSAGE)


class Changed(Refused):
    """Somebody else has changed the case since the page showed it."""

    def __init__(self) -> None:
        super().__init__(str(words.CHANGED))


@dataclass(frozen=True)
class Seen:
    """The case as a page showed it: the last event, 0 where that is not known, and the due date."""

    event: int = 0
    due_on: datetime.date | None = None

    @classmethod
    def read(cls, typed: Mapping[str, object]) -> "Seen":
        """From what the page's form carried; nothing of what makes no sense."""
        event, due = str(typed.get("after", "")), str(typed.get("seen_due", ""))
        number = int(event) if event.isascii() and event.isdigit() and len(event) < 10 else 0
        try:
            return cls(number, parse_date(due))
        except ValueError:
            return cls(number)


def news(events: Iterable[CaseEvent], seen: Seen, *, by: User) -> list[CaseEvent]:
    """What others have done since, of these events; nothing where it is not known what was seen."""
    if not seen.event:
        return []
    return [one for one in events if one.pk > seen.event and one.by_id != by.pk and one.kind not in QUIET]


def refuse_if_changed(case: Case, verb: Verb, after: int, *, by: User) -> None:
    """Raise Changed where somebody else has done something since the event `after` that this step must not
    pass over; call it with the case locked. An internal note passes over nothing."""
    if verb == Verb.NOTE or not after:
        return
    since = news(case.events.filter(pk__gt=after), Seen(after), by=by)
    if any(verb in words.TOLD or one.kind not in SAID for one in since):
        raise Changed
