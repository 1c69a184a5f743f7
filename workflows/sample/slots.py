"""What differs from copy to copy in a row: its gaps, which the copy's own values fill."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import Any

from cases.text.dates import BUDDHIST_ERA, MONTHS_EN, MONTHS_TH, SHORT_EN, SHORT_TH

# What fills the gaps of one copy, in the order that its pattern says.
Values = Sequence[str]


class Sort(StrEnum):
    """What a gap wants; the keys of the sorts tell which."""

    WORD = "word"  # the citizen's, or the case's: its name in townspeople.WORDS
    STAFF = "staff"  # of an office or a person: what, and the number in the life that was told
    KEY = "key"  # the number of a row: its model, and the number there
    UUID = "uuid"
    TIME = "time"
    DAY = "day"  # the day, and the way in which it is written


@dataclass(frozen=True)
class Gap:
    """A gap: two of the same sort and key are filled alike."""

    sort: Sort
    key: Any


Cell = list[str | Gap]


class Way(StrEnum):
    """How a day is written."""

    ISO = "iso"
    LONG_TH = "long_th"
    SHORT_TH = "short_th"
    LONG_EN = "long_en"
    SHORT_EN = "short_en"


MONTHS = {
    Way.LONG_TH: MONTHS_TH,
    Way.SHORT_TH: SHORT_TH,
    Way.LONG_EN: MONTHS_EN,
    Way.SHORT_EN: SHORT_EN,
}
THAI = (Way.LONG_TH, Way.SHORT_TH)
# A number between 1 and 31, a month, a year of the right era; or the international way.
ERAS = {way: "25" if way in THAI else "20" for way in MONTHS}
WRITTEN = "|".join(
    rf"(?P<{way}>\b[0-9]{{1,2}} (?:{'|'.join(map(re.escape, months))}) {ERAS[way]}[0-9]{{2}}\b)"
    for way, months in MONTHS.items()
)
DATES = rf"{WRITTEN}|(?P<{Way.ISO}>\b20[0-9]{{2}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\b)"


def cut(text: str, names: dict[str, Gap]) -> Cell:
    """The text cut at every date and every word that has a gap."""
    parts: Cell = []
    end = 0
    for found in _finder(tuple(name for name in names if name in text)).finditer(text):
        parts += [text[end : found.start()], _gap(found, names)]
        end = found.end()
    return [part for part in [*parts, text[end:]] if part]


@lru_cache(maxsize=10_000)
def _finder(words: tuple[str, ...]) -> "re.Pattern[str]":
    """Finds these words, the longest first, and dates."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest), DATES]))


@lru_cache(maxsize=100_000)
def written(day: datetime.date, way: Way) -> str:
    """The day as this way has it."""
    if way == Way.ISO:
        return day.isoformat()
    year = day.year + BUDDHIST_ERA if way in THAI else day.year
    return f"{day.day} {MONTHS[way][day.month - 1]} {year}"


class Rows:
    """Rows of one table as one text with gaps: filled by one operation of the string formatter."""

    def __init__(self, rows: list[list[Cell]], place: dict[Gap, int]) -> None:
        wanted: list[int] = []
        lines = ["\t".join(_form(cell, place, wanted) for cell in row) for row in rows]
        self.form = "".join(f"{line}\n" for line in lines)
        self.pick: Any = itemgetter(*wanted) if wanted else None
        self.single = len(wanted) == 1

    def filled(self, values: Values) -> str:
        """The rows in COPY's words."""
        if self.pick is None:
            return self.form % ()
        picked = self.pick(values)
        return self.form % ((picked,) if self.single else picked)


def gaps_of(rows: Iterable[list[Cell]]) -> Iterator[Gap]:
    """All gaps of these rows."""
    for row in rows:
        for cell in row:
            yield from (part for part in cell if isinstance(part, Gap))


def _gap(found: "re.Match[str]", names: dict[str, Gap]) -> Gap:
    way = found.lastgroup
    return Gap(Sort.DAY, (_read(found[0], Way(way)), Way(way))) if way else names[found[0]]


def _read(text: str, way: Way) -> datetime.date:
    if way == Way.ISO:
        return datetime.date.fromisoformat(text)
    day, month, year = text.split(" ")
    era = BUDDHIST_ERA if way in THAI else 0
    return datetime.date(int(year) - era, [*MONTHS[way]].index(month) + 1, int(day))


def _form(cell: Cell, place: dict[Gap, int], wanted: list[int]) -> str:
    parts = []
    for part in cell:
        if isinstance(part, Gap):
            wanted.append(place[part])
            parts.append("%s")
        else:
            parts.append(part.replace("%", "%%"))
    return "".join(parts)
