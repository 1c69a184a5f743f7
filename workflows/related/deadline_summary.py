"""How the time of a case stands, as its page shows it: first reply, pauses, and a delay to be explained."""

import datetime
from dataclasses import dataclass, field
from typing import Self

from django.utils import timezone

from cases.actions import delay_explanations
from cases.deadlines.first_reply import FirstReply, first_reply
from cases.deadlines.pauses import lengths, paused_since
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, CaseEvent


@dataclass(frozen=True)
class Deadline:
    """`pauses` are the working days of each pause, by the event that ended it."""

    reply: FirstReply | None
    paused_since: datetime.datetime | None
    explain: bool
    pauses: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case, events: list[CaseEvent]) -> Self:
        """`events` are all of the case's, the oldest first; two statements."""
        calendar, today = WorkCalendar.load(), timezone.localdate()
        return cls(
            first_reply(case, events, calendar=calendar, today=today),
            paused_since(case, events),
            delay_explanations.is_asked_for(case, events, today),
            lengths(events, calendar),
        )
