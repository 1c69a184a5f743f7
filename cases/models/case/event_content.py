"""What an event of some kinds holds besides its words: one dataclass for each shape of `CaseEvent.data`.

Which content a kind has stands in `CONTENT`; the database refuses an event without the content of its kind.
"""

import datetime
from dataclasses import dataclass, fields
from typing import Any, Self

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models.reference_data import in_reader_language
from cases.models.setup.request_types import Urgency
from cases.text.dates import long_date


@dataclass(frozen=True)
class Content:
    """Values that JSON can hold: words, whole numbers and days."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the content that `to_json` wrote; what a later release has written besides is left out."""
        known = {field.name: data[field.name] for field in fields(cls)}
        days = [field.name for field in fields(cls) if field.type is datetime.date]
        return cls(**known | {name: datetime.date.fromisoformat(data[name]) for name in days})

    def to_json(self) -> dict[str, Any]:
        """Return the content as the event stores it; equal contents are equal there."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in values.items()
        }


@dataclass(frozen=True)
class DueDateChange(Content):
    """The due date moved from one day to another."""

    was: datetime.date
    to: datetime.date


@dataclass(frozen=True)
class Recalculation(DueDateChange):
    """The due date moved with a day off that was added or removed: the key of the `CalendarChange`."""

    change: int


@dataclass(frozen=True)
class DueDateFromArrival(DueDateChange):
    """The due date was counted from the day on which the case came to the department that has it."""

    since: datetime.date

    @property
    def words(self) -> str:
        """Return from when it was counted, in the reader's language."""
        return _("Counted from %(day)s, when it came here.") % {"day": long_date(self.since)}


@dataclass(frozen=True)
class Reminder(Content):
    """The escalation rule that was followed, by its values, since rules are removed and made again; and the
    date that it was followed for: the due date, that of the first reply or of an outside party's step, or the
    day of arrival."""

    when: str
    days: int
    to: str
    date: datetime.date


@dataclass(frozen=True)
class DelayPeriod(Content):
    """The seven days that one explanation of a delay is for: the due date, and how many sevens have passed
    since."""

    date: datetime.date
    number: int


@dataclass(frozen=True)
class BatchPosition(Content):
    """Which one of how many cases that came back from an officer at once, counted from 1."""

    number: int
    count: int


@dataclass(frozen=True)
class UnansweredTransfer(Content):
    """The transfer that was not answered in time, by its key."""

    transfer: int


@dataclass(frozen=True)
class ProposedResult(Content):
    """The proposal that was put before the head, by its key."""

    proposal: int


@dataclass(frozen=True)
class StageBegun(Content):
    """The stage of the work plan that has begun: its number, how many there are, and its names."""

    number: int
    count: int
    name_th: str
    name_en: str

    @property
    def words(self) -> str:
        """Which stage it is, in the reader's language."""
        text = _("Stage %(number)s of %(count)s: %(name)s")
        name = in_reader_language(self.name_th, self.name_en)
        return text % {"number": self.number, "count": self.count, "name": name}


@dataclass(frozen=True)
class PlanMoved(Content):
    """The versions of the work plan before and after, by their keys, and the stages before and after."""

    was: int
    to: int
    stage: int
    then: int


@dataclass(frozen=True)
class FindingChanged(Content):
    """What stood at a step of the plan before, and what stands there now: the finding's name and its words in
    both languages. Nothing stands there now where it was removed."""

    name_th: str
    name_en: str
    was_th: str
    was_en: str
    to_th: str
    to_en: str

    @property
    def words(self) -> str:
        """Return the change in the reader's language."""
        name = in_reader_language(self.name_th, self.name_en)
        was = in_reader_language(self.was_th, self.was_en)
        to = in_reader_language(self.to_th, self.to_en)
        return _("%(name)s: %(was)s → %(to)s") % {"name": name, "was": was, "to": to or "–"}


@dataclass(frozen=True)
class OutsideAsked(Content):
    """The outside party that was asked, by its names: the citizen reads them."""

    name_th: str
    name_en: str

    @property
    def words(self) -> str:
        """Who was asked, in the reader's language."""
        name = in_reader_language(self.name_th, self.name_en)
        return _("We have asked %(party)s to do its part") % {"party": name}


@dataclass(frozen=True)
class PartyDay(Content):
    """The day that an outside party has named."""

    day: datetime.date


@dataclass(frozen=True)
class Informed(Content):
    """What the citizen was told at a step of the plan: whether by a letter, or by the line alone."""

    letter: bool


@dataclass(frozen=True)
class Undone(Content):
    """The event whose step was undone, by its key."""

    event: int


@dataclass(frozen=True)
class RequestTypeCorrected(Content):
    """The request type before and now, by its names, and the due date before and now."""

    was_th: str
    was_en: str
    to_th: str
    to_en: str
    was_due: datetime.date
    to_due: datetime.date

    @property
    def words(self) -> str:
        """Return the change in the reader's language."""
        was = in_reader_language(self.was_th, self.was_en)
        to = in_reader_language(self.to_th, self.to_en)
        said = _("Kind of request: %(was)s → %(to)s") % {"was": was, "to": to}
        if self.was_due == self.to_due:
            return said
        days = {"was": long_date(self.was_due), "to": long_date(self.to_due)}
        due = _("Due date: %(was)s → %(to)s") % days
        return f"{said}\n{due}"


@dataclass(frozen=True)
class DetailsCorrected(Content):
    """Urgency, place and point before and now, where they have changed; empty on both sides where not."""

    was_urgency: str
    to_urgency: str
    was_place: str
    to_place: str
    was_point: str
    to_point: str

    @classmethod
    def between(cls, was: tuple[str, str, str], to: tuple[str, str, str]) -> "Self | None":
        """Return what has changed of urgency, place and point; None where nothing has."""
        pairs = [(one, other) if one != other else ("", "") for one, other in zip(was, to, strict=True)]
        return cls(*(value for pair in pairs for value in pair)) if was != to else None

    @property
    def words(self) -> str:
        """Return the changes in the reader's language, a line each."""
        lines = (
            (_("Urgency"), _urgency(self.was_urgency), _urgency(self.to_urgency)),
            (_("Place"), self.was_place, self.to_place),
            (_("Latitude and longitude"), self.was_point, self.to_point),
        )
        return "\n".join(f"{name}: {was or '–'} → {to or '–'}" for name, was, to in lines if was or to)


@dataclass(frozen=True)
class PersonCorrected(Content):
    """The names of the columns of a person that were put right, between spaces; not what stood there."""

    columns: str


def _urgency(value: str) -> str:
    return str(Urgency(value).label) if value else ""


# By the kind of event; every other kind has none.
CONTENT: dict[str, type[Content]] = {
    "extended": DueDateChange,
    "recounted": Recalculation,
    "due_soon": Reminder,
    "late": Reminder,
    "unassigned": Reminder,
    "reply_late": Reminder,
    "reopen_due": Reminder,
    "delay_due": DelayPeriod,
    "delay_explained": DelayPeriod,
    "officer_left": BatchPosition,
    "unanswered": UnansweredTransfer,
    "proposed": ProposedResult,
    "stage_begun": StageBegun,
    "informed": Informed,
    "plan_moved": PlanMoved,
    "outside_asked": OutsideAsked,
    "outside_promised": PartyDay,
    "outside_reminder": Reminder,
    "finding_changed": FindingChanged,
    "type_corrected": RequestTypeCorrected,
    "details_corrected": DetailsCorrected,
    "person_corrected": PersonCorrected,
    "time_corrected": DueDateFromArrival,
    "assign_undone": Undone,
    "extend_undone": Undone,
    "hand_back_undone": Undone,
    "join_undone": Undone,
    "urgency_undone": Undone,
}
# A case can get the same extension twice, come back from the same officer twice, be sent back to a stage,
# need the same outside party twice, be reminded of two of its steps, have a finding changed to and fro, and
# be put right more than once; what is to be answered again is looked for under the lock; an undo refuses a
# second time by itself. All else happens once.
OFTEN = (
    "extended",
    "officer_left",
    "stage_begun",
    "informed",
    "plan_moved",
    "outside_asked",
    "outside_promised",
    "outside_reminder",
    "reopen_due",
    "finding_changed",
    "type_corrected",
    "details_corrected",
    "person_corrected",
    "time_corrected",
    "assign_undone",
    "extend_undone",
    "hand_back_undone",
    "join_undone",
    "urgency_undone",
)
ONCE = tuple(kind for kind in CONTENT if kind not in OFTEN)


def whole() -> Q:
    """The condition that events hold the content of their kind, or nothing where it has none."""
    condition = ~Q(kind__in=[*CONTENT]) & Q(data={})
    for content in dict.fromkeys(CONTENT.values()):
        kinds = [kind for kind, one in CONTENT.items() if one is content]
        condition |= Q(kind__in=kinds, data__has_keys=[field.name for field in fields(content)])
    return condition
