"""The arguments of a call, read and judged: an empty one is as good as none (GeoReport v2, “optional”)."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.open311.refusals import bad
from cases.text.normalization import cleaned
from cases.text.numbers import whole_number

SPAN = datetime.timedelta(days=90)
MOST, PAGE_SIZE, MOST_PAGES = 1000, 50, 100_000
# A plus arrives as a blank where somebody has not encoded it.
PLUS = re.compile(r" (?=[0-9]{2}:?[0-9]{2}\Z)")
# What stands before the day and after it in no calendar of a municipality.
YEARS = range(1970, 2200)
LONGEST = 20_000


@dataclass(frozen=True)
class Window:
    """From when to when, both included."""

    start: datetime.datetime
    end: datetime.datetime


@dataclass(frozen=True)
class Page:
    """Which of the rows are asked for."""

    first: int
    last: int


def text(data: Mapping[str, str], name: str) -> str:
    """Return an argument as it is meant: without what cannot be seen; empty where it is not there."""
    return cleaned(str(data.get(name) or "")[:LONGEST])


def several(data: Mapping[str, str], name: str) -> list[str]:
    """Return the members of a list with commas, each once."""
    listed = (one.strip() for one in text(data, name).split(","))
    return list(dict.fromkeys(one for one in listed if one))


def moment(data: Mapping[str, str], name: str) -> datetime.datetime | None:
    """Return a point in time in the W3C's profile of ISO 8601; without a zone it is meant as here. None where
    it is not there. Raises Refusal."""
    typed = text(data, name)
    if not typed:
        return None
    try:
        found = datetime.datetime.fromisoformat(PLUS.sub("+", typed))
        if found.year in YEARS:
            return found if found.tzinfo else timezone.make_aware(found)
    except (ValueError, OverflowError):
        pass
    words = _("%(name)s: this is no date and time like 2026-11-30T08:30:00+07:00.")
    raise bad(words % {"name": name})


def window(data: Mapping[str, str], *, span: datetime.timedelta, now: datetime.datetime) -> Window:
    """Return the time between `start_date` and `end_date`. One of them alone is given the other by the span,
    none of them is the last such span. Raises Refusal for more than that, and for an end before the start."""
    start, end = moment(data, "start_date"), moment(data, "end_date")
    if start is None:
        end = end or now
        return Window(end - span, end)
    if end is None:
        return Window(start, start + span)
    if end < start:
        raise bad(_("end_date: it lies before start_date."))
    if end - start > span:
        words = _("start_date, end_date: they may lie %(days)s days apart at most.")
        raise bad(words % {"days": span.days})
    return Window(start, end)


def page(data: Mapping[str, str]) -> Page:
    """Return which rows are asked for: the first 1,000 where nothing is said. Raises Refusal."""
    number, size = _counted(data, "page", MOST_PAGES), _counted(data, "page_size", MOST)
    if number is None and size is None:
        return Page(0, MOST)
    size = size or PAGE_SIZE
    first = ((number or 1) - 1) * size
    return Page(first, first + size)


def truth(data: Mapping[str, str], name: str) -> bool:
    """Return whether something is asked for by `true`. Raises Refusal for what is neither yes nor no."""
    typed = text(data, name).lower()
    if typed not in ("", "true", "false", "1", "0"):
        raise bad(_("%(name)s: it is either true or false.") % {"name": name})
    return typed in ("true", "1")


def _counted(data: Mapping[str, str], name: str, most: int) -> int | None:
    typed = text(data, name)
    number = whole_number(typed) if typed else None
    if typed and (number is None or not 1 <= number <= most):
        raise bad(_("%(name)s: it is a number from 1 to %(most)s.") % {"name": name, "most": most})
    return number
