"""Who had a case when: its time divided among the departments, worked out from its history."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from cases.deadlines.work_calendar import WorkCalendar
from cases.events import Kind
from cases.models import Case, CaseEvent, Department

# With these another department has it.
MOVES = (Kind.TRANSFERRED, Kind.SENT_BACK, Kind.PLACED)
ENDS = (Kind.RESOLVED, Kind.REJECTED, Kind.WITHDRAWN)
# With these the due date is counted from the beginning.
STARTS = (Kind.SUBMITTED, Kind.REOPENED)
BEGINS = (*STARTS, *MOVES)


@dataclass
class CustodyPeriod:
    """A time during which one department had the case; the clerk's desk where `department` is None. Time runs
    for the receiving department from the transfer on, accepted or not. `waited` are those of its working days
    on which the citizen had to answer."""

    department: Department | None
    since: datetime.datetime
    until: datetime.datetime | None = None
    working_days: int = 0
    waited: int = 0


def changed_hands(events: Iterable[CaseEvent]) -> bool:
    """Whether more than one department has had the case."""
    return sum(event.kind in (*BEGINS, Kind.TO_CLERK) for event in events) > 1


def custody_periods(
    case: Case,
    events: Iterable[CaseEvent] | None = None,
    *,
    calendar: WorkCalendar | None = None,
    now: datetime.datetime | None = None,
) -> list[CustodyPeriod]:
    """The periods of the case with each department, the oldest first; the last one has no end while the case
    is open. `events` are its history, the oldest first, where a page has read it."""
    if events is None:
        events = case.events.select_related("department").order_by("at", "pk")
    count = _Count(calendar or WorkCalendar.load())
    for event in events:
        count.take(event)
    count.measure(now or timezone.now())
    return count.custody_periods


def since_arrival(
    case: Case, events: Sequence[CaseEvent], *, calendar: WorkCalendar, now: datetime.datetime
) -> list[CustodyPeriod]:
    """The periods since the department that has the case now got it for the first time after the receipt, or
    after the last new beginning; empty where no other department had it before."""
    start = max((place for place, event in enumerate(events) if event.kind in STARTS), default=0)
    periods = custody_periods(case, events[start:], calendar=calendar, now=now)
    owners = [period.department for period in periods]
    arrival = owners.index(case.department) if case.department in owners else 0
    return periods[arrival:] if any(owners[:arrival]) else []


class _Count:
    """Reads a history from its beginning."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self.custody_periods: list[CustodyPeriod] = []
        self.running: CustodyPeriod | None = None
        self.asked_at: datetime.datetime | None = None

    def take(self, event: CaseEvent) -> None:
        """Begin or end a period, or a wait for the citizen."""
        if event.kind in (*ENDS, Kind.ANSWERED, Kind.TRANSFERRED, Kind.TO_CLERK):
            self._answered(event.at)
        if event.kind == Kind.ASKED:
            self.asked_at = event.at
        elif event.kind in ENDS:
            self._end(event.at)
        elif event.kind in (*BEGINS, Kind.TO_CLERK):
            self._begin(None if event.kind == Kind.TO_CLERK else event.department, event.at)

    def measure(self, now: datetime.datetime) -> None:
        """Count the period that still runs up to now."""
        if self.running:
            self._answered(now)
            self.running.working_days = self._days(self.running.since, now)

    def _begin(self, department: Department | None, at: datetime.datetime) -> None:
        self._end(at)
        self.running = CustodyPeriod(department, at)
        self.custody_periods.append(self.running)

    def _end(self, at: datetime.datetime) -> None:
        if self.running:
            self.running.until, self.running.working_days = at, self._days(self.running.since, at)
        self.running = None

    def _answered(self, at: datetime.datetime) -> None:
        if self.asked_at and self.running:
            self.running.waited += self._days(self.asked_at, at)
        self.asked_at = None

    def _days(self, since: datetime.datetime, until: datetime.datetime) -> int:
        return self.calendar.between(timezone.localdate(since), timezone.localdate(until))
