"""The months of the whole town out of the sums: what the mayor's page and its sentences are made of.

The sums leave out restricted request types, so nothing here speaks of them, whoever looks.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from cases.models import Department, RequestType
from cases.statistics.public import months_before
from workflows.figures import cells
from workflows.figures.cells import Cell
from workflows.figures.dimensions import By
from workflows.figures.facts import ALL, DAY
from workflows.figures.measures import Row
from workflows.figures.sums import EVERY
from workflows.models import FigureSum

MONTHS = 13
TOLD = (ALL, By.DEPARTMENT, By.REQUEST_TYPE, By.PLACE)
Scale = FigureSum.Scale
# By what it is told apart, then by which key.
Told = Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True)
class Month:
    """What a month brought and how it ended, told apart; `ended` is None where that is not known."""

    first: datetime.date
    brought: Told
    ended: Told | None

    def row(self, by: str = ALL, key: str = "") -> Row:
        """The numbers of the month; open and late are those of its last evening."""
        cell = self.cell(by, key)
        cell.update((self.ended or {}).get(by, {}).get(key, {}))
        return cells.row(cell, self.first)

    def cell(self, by: str = ALL, key: str = "") -> Cell:
        """The counts of what it brought, to be added up."""
        return Cell(self.brought.get(by, {}).get(key, {}))

    def keys(self, by: str) -> set[str]:
        """Everything of which it tells something."""
        return {*self.brought.get(by, {}), *(self.ended or {}).get(by, {})}


@dataclass(frozen=True)
class Town:
    """Thirteen months, the last of which is spoken of."""

    months: list[Month]

    @property
    def last(self) -> Month:
        """The month that is spoken of."""
        return self.months[-1]

    @property
    def before(self) -> Month:
        """The month before it."""
        return self.months[-2]

    @cached_property
    def departments(self) -> dict[str, str]:
        """The names of the departments that had something to do, by their keys, in the order of the lists
        (one statement)."""
        keys = {key for month in self.months for key in month.keys(By.DEPARTMENT)}
        return {str(one.pk): one.name for one in Department.objects.filter(pk__in=keys)}

    @cached_property
    def request_types(self) -> dict[str, str]:
        """The names of the request types that were asked for, by their keys (one statement)."""
        keys = {key for month in self.months for key in month.keys(By.REQUEST_TYPE)}
        found = RequestType.objects.filter(pk__in=keys, restricted=False)
        return {str(one.pk): one.name for one in found}

    @cached_property
    def most_late(self) -> tuple[str, int, str] | None:
        """The department with the most late cases when the month ended, how many, and of which request type
        the most of them were; None where none was late, or it is not known (one statement)."""
        late = {key: self.last.row(By.DEPARTMENT, key).late for key in self.departments}
        key = max(late, key=lambda one: late[one], default="")
        if not key or not late[key]:
            return None
        day = last_day(self.last.first)
        rows = FigureSum.objects.filter(scale=Scale.END, day=day, by=By.REQUEST_TYPE, department=int(key))
        told = {kind: cell for row in rows for kind, cell in row.cells.items() if kind in self.request_types}
        kind = max(told, key=lambda one: (told[one].get("late", 0), -int(one)), default="")
        return self.departments[key], late[key], self.request_types.get(kind, "")


def known_months() -> list[datetime.date]:
    """The first days of the months of which it is known how they ended, the newest first (one statement)."""
    ends = FigureSum.objects.filter(scale=Scale.END, department=EVERY, by=ALL).order_by("-day")
    return [day.replace(day=1) for day in ends.values_list("day", flat=True)]


def town(last: datetime.date) -> Town:
    """The thirteen months until the one that begins on this day (one statement)."""
    firsts = [months_before(last, n) for n in range(MONTHS - 1, -1, -1)]
    ends = [last_day(first) for first in firsts]
    which = Q(scale=Scale.MONTH, day__in=firsts, by__in=TOLD) | Q(scale=Scale.END, day__in=ends)
    found: dict[tuple[str, datetime.date], dict[str, dict[str, dict[str, int]]]] = {}
    rows = FigureSum.objects.filter(which, department=EVERY)
    for scale, day, by, counts in rows.values_list("scale", "day", "by", "cells"):
        found.setdefault((scale, day), {})[by] = counts
    return Town(
        [
            Month(first, found.get((Scale.MONTH, first), {}), found.get((Scale.END, end)))
            for first, end in zip(firsts, ends, strict=True)
        ]
    )


def last_day(first: datetime.date) -> datetime.date:
    """The last day of the month that begins on this day."""
    return months_before(first, -1) - DAY
