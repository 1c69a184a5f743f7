"""Keyset pagination: a page begins behind the last row of the page before, whose key stands in the address.
The last page costs what the first one costs, and a row that comes in between moves no other.

A key is the sorting column's value and the primary key: microseconds since 1970, or the day's ordinal, then a
full stop, then the number, or the 32 hexadecimal digits of a UUID.
"""

import datetime
import re
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

from cases.db.planning import planned_anew
from cases.text.numbers import whole_number

PAGE = 50
NOWHERE = Q(pk__in=())
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
M = TypeVar("M", bound=Model)


class Place(NamedTuple):
    """Where a row stands in its list: the value that sorts it, and its primary key."""

    value: datetime.date
    pk: int | uuid.UUID


@dataclass(frozen=True)
class Keyset:
    """The order of a list: by a column of moments or of days, and then by the primary key."""

    column: str
    newest_first: bool = True
    is_day: bool = False
    is_uuid: bool = False

    def key(self, row: Model) -> str:
        """Return the key that names this row's place in an address."""
        value = getattr(row, self.column)
        number = value.toordinal() if self.is_day else (value - EPOCH) // MICROSECOND
        return f"{number}.{row.pk.hex if self.is_uuid else row.pk}"

    def place(self, key: str) -> Place | None:
        """Return the place that a key names; None for one that makes no sense."""
        number, _stop, written = key.partition(".")
        value = self._value(number)
        pk = _uuid(written) if self.is_uuid else whole_number(written)
        return None if value is None or pk is None else Place(value, pk)

    def is_known(self, key: str) -> bool:
        """Say whether a key names a place; none names the beginning of the list."""
        return not key or self.place(key) is not None

    def after(self, key: str) -> Q:
        """Return the condition for the rows behind the one with this key: all without a key, none where the
        key makes no sense."""
        if not key:
            return Q()
        place = self.place(key)
        return self.beyond(place) if place else NOWHERE

    def beyond(self, place: Place, *, backwards: bool = False) -> Q:
        """Return the condition for the rows behind a place, or before it. The first half alone lets the index
        begin there: an OR would read everything before it."""
        way = "lt" if self.newest_first != backwards else "gt"
        past = Q(**{f"{self.column}__{way}": place.value}) | Q(**{f"pk__{way}": place.pk})
        return Q(**{f"{self.column}__{way}e": place.value}) & past

    def ordered(self, found: QuerySet[M]) -> QuerySet[M]:
        """Return these rows in the order of the list."""
        sign = "-" if self.newest_first else ""
        return found.order_by(f"{sign}{self.column}", f"{sign}pk")

    @planned_anew()
    def page(self, found: QuerySet[M], key: str) -> tuple[list[M], str]:
        """Read the rows behind this key, PAGE of them at most, and return them with the key of the next page;
        it is empty on the last one."""
        rows = list(self.ordered(found.filter(self.after(key)))[: PAGE + 1])
        return rows[:PAGE], self.key(rows[PAGE - 1]) if len(rows) > PAGE else ""

    def _value(self, number: str) -> Any:
        if not re.fullmatch(r"[0-9]{1,18}", number):
            return None
        try:
            if self.is_day:
                return datetime.date.fromordinal(int(number))
            return EPOCH + int(number) * MICROSECOND
        except (OverflowError, ValueError):
            return None


def _uuid(written: str) -> uuid.UUID | None:
    return uuid.UUID(written) if re.fullmatch(r"[0-9a-f]{32}", written) else None
