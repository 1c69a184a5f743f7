"""Dates and times as other systems write them: in either era, in a time zone, by formats that are given."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from cases.text.dates import BUDDHIST_ERA, EARLIEST_BUDDHIST_YEAR, MONTHS
from cases.text.normalization import ascii_digits, compared
from workflows.old_cases.problems import Wrong

# What a format may hold; all else stands for itself.
PARTS = {
    "%Y": r"(?P<Y>[0-9]{4})",
    "%y": r"(?P<y>[0-9]{2})",
    "%m": r"(?P<m>[0-9]{1,2})",
    "%d": r"(?P<d>[0-9]{1,2})",
    "%B": r"(?P<B>[^0-9/-]+?)",
    "%H": r"(?P<H>[0-9]{1,2})",
    "%M": r"(?P<M>[0-9]{2})",
    "%S": r"(?P<S>[0-9]{2})(?:[.,][0-9]+)?",
    "%p": r"(?P<p>[AaPp][Mm])",
    "%z": r"(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
}
PART = re.compile("%.")
CLOCK = "%H:%M:%S"
FORMATS = (
    *("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S"),
    *("%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M", "%Y-%m-%d"),
    *("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"),
    *("%d %B %Y %H:%M:%S", "%d %B %Y %H:%M", "%d %B %Y"),
)
# What was before is a slip: an era counted twice, or a year left at nothing.
EARLIEST = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
LONGEST = 60
HOME = ZoneInfo("Asia/Bangkok")


@dataclass(frozen=True)
class Clock:
    """How the moments of one source are written."""

    formats: Sequence[str] = FORMATS
    era: str = "auto"
    zone: ZoneInfo = HOME

    def read(self, text: str, *, now: datetime.datetime) -> datetime.datetime:
        """The moment; a day alone is its first one. Raises Wrong for what is none, or lies ahead."""
        typed = re.sub(r"\s*น\.?$", "", " ".join(ascii_digits(text).split()))
        for one in self.formats if len(typed) <= LONGEST else ():
            if found := _pattern(one).fullmatch(typed):
                moment = self._moment(found.groupdict())
                if moment > now:
                    raise Wrong(_("This date lies ahead. Is the era right?"))
                if moment < EARLIEST:
                    raise Wrong(_("This date is from before 1990. Is the era right?"))
                return moment
        raise Wrong(_("This is no date in one of the formats of the mapping."))

    def _moment(self, found: dict[str, str]) -> datetime.datetime:
        try:
            hour = int(found.get("H") or 0)
            if half := found.get("p"):
                hour = hour % 12 + 12 * (half.lower() == "pm")
            return datetime.datetime(
                self._year(found),
                _month(found),
                int(found["d"]),
                hour,
                int(found.get("M") or 0),
                int(found.get("S") or 0),
                tzinfo=_zone(found.get("z")) or self.zone,
            ).astimezone(datetime.UTC)
        except (ValueError, OverflowError) as error:
            raise Wrong(_("There is no such day or time.")) from error

    def _year(self, found: dict[str, str]) -> int:
        """The common year: it decides before the day is built, since 29 February 2567 is one."""
        if short := found.get("y"):
            return 2500 + int(short) - BUDDHIST_ERA if self.era == "buddhist" else 2000 + int(short)
        year = int(found["Y"])
        buddhist = self.era == "buddhist" or (self.era == "auto" and year >= EARLIEST_BUDDHIST_YEAR)
        return year - BUDDHIST_ERA if buddhist else year


def unfit(formats: Sequence[str], era: str) -> str:
    """What is wrong with formats, in a sentence; empty where nothing is."""
    for one in formats:
        parts = PART.findall(one)
        if unknown := [part for part in parts if part not in PARTS]:
            return f"dates: {unknown[0]} is not understood; there are {' '.join(PARTS)}."
        if len(set(parts)) < len(parts) or not {"%d"} <= {*parts} or not {"%Y", "%y"} & {*parts}:
            return f"dates: “{one}” needs %d, a month and a year, each once."
        if not {"%m", "%B"} & {*parts}:
            return f"dates: “{one}” needs a month: %m or %B."
        if "%y" in parts and era == "auto":
            return "dates: with %y the mapping has to say the era: buddhist or common."
    return ""


@cache
def _pattern(form: str) -> "re.Pattern[str]":
    literal = (re.escape(text).replace(r"\ ", r"\s+") for text in PART.split(form))
    parts = [PARTS[part] for part in PART.findall(form)]
    first = next(literal)
    return re.compile(first + "".join(part + text for part, text in zip(parts, literal, strict=True)))


def _month(found: dict[str, str]) -> int:
    if found.get("m"):
        return int(found["m"])
    return MONTHS[re.sub(r"[\s.,]", "", compared(found["B"]))] if _named(found) else 0


def _named(found: dict[str, str]) -> bool:
    return re.sub(r"[\s.,]", "", compared(found["B"])) in MONTHS


def _zone(text: str | None) -> datetime.tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return datetime.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return datetime.timezone(datetime.timedelta(minutes=-minutes if text[0] == "-" else minutes))
