"""The pauses of a case: how long it waited for the citizen's answer."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone

from cases.deadlines.work_calendar import WorkCalendar
from cases.events import Kind
from cases.models import Case, CaseEvent, Status

ENDS = (Kind.ANSWERED, Kind.WITHDRAWN)


class Pause(NamedTuple):
    """From the question to the event that ended the wait."""

    asked: CaseEvent
    ended: CaseEvent

    def working_days(self, calendar: WorkCalendar) -> int:
        """For how many working days the deadline stood still."""
        return calendar.between(_day(self.asked), _day(self.ended))


def pauses(events: Iterable[CaseEvent]) -> list[Pause]:
    """Every pause that has ended; `events` are the case's, in any order."""
    found, asked = [], None
    for event in sorted(events, key=lambda event: (event.at, event.pk)):
        if event.kind == Kind.ASKED:
            asked = event
        elif asked and event.kind in ENDS:
            found.append(Pause(asked, event))
            asked = None
    return found


def lengths(events: Iterable[CaseEvent], calendar: WorkCalendar) -> dict[int, int]:
    """The key of each event that ended a pause, and the working days it lasted."""
    return {pause.ended.pk: pause.working_days(calendar) for pause in pauses(events)}


def paused_since(case: Case, events: Iterable[CaseEvent]) -> datetime.datetime | None:
    """Since when the deadline has stood still; None where it runs."""
    if case.status != Status.WAITING:
        return None
    return max(event.at for event in events if event.kind == Kind.ASKED)


def _day(event: CaseEvent) -> datetime.date:
    return timezone.localdate(event.at)
