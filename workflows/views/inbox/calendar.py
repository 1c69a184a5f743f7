"""The calendar as the page of the inbox shows it: each day with the address of its list."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from cases.models import User
from workflows.forms.filters import query_of
from workflows.inbox import calendar, queries

# A bar is as long as a day's share of the busiest one, in tenths.
TENTHS = 10


@dataclass(frozen=True)
class CalendarLook:
    """A month of what a query finds; `query` is the address of the filters, `view` that of an address which
    names no view."""

    month: calendar.Month
    query: str
    view: str

    @classmethod
    def of(cls, user: User, wanted: queries.InboxQuery, first: datetime.date, query: str) -> "CalendarLook":
        """Read the month: one statement, however many cases there are."""
        return cls(calendar.month(user, wanted, first), query, wanted.view.name)

    @property
    def weekdays(self) -> list[tuple[Any, Any]]:
        """Monday to Sunday, short and in full."""
        return [(WEEKDAYS_ABBR[day], WEEKDAYS[day]) for day in range(7)]

    @property
    def weeks(self) -> Iterator[list[tuple[calendar.Day, str, int]]]:
        """Each day with the address of its list and its share of the busiest day, in tenths."""
        most = self.month.busiest
        for week in self.month.weeks:
            yield [(day, self._list(day), -(-day.due * TENTHS // most) if most else 0) for day in week]

    @property
    def turns(self) -> list[tuple[str, str]]:
        """The addresses of the month before and the next one, with their names; what no calendar has is left
        out."""
        found = [(self.month.before, _("Month before")), (self.month.after, _("Next month"))]
        return [(self._page(first), name) for first, name in found if first.year in calendar.YEARS]

    def _page(self, first: datetime.date) -> str:
        return "?" + "&".join(filter(None, [self.query, f"look=calendar&month={first:%Y-%m}"]))

    def _list(self, day: calendar.Day) -> str:
        query = QueryDict(self.query, mutable=True)
        query["view"] = query.get("view") or self.view
        query["day"] = day.date.isoformat()
        return f"?{query_of(query)}&look=list"
