"""What Traffy Fondue says of a report, made safe: text of a length, a place, addresses of photos.

All of it was typed by strangers, or by their programs: whatever has another form is as good as not said.
"""

import datetime
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.text.normalization import cleaned

TICKET = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{2,38}", re.ASCII)
OWN_NUMBER = re.compile(r"\(([0-9]{4}-[0-9]{5,7})\)", re.ASCII)
LONGEST, LONGEST_PLACE, LONGEST_NAME = 4000, 300, 100
MOST_PHOTOS, MOST_ENTRIES = 5, 200


@dataclass(frozen=True)
class Said:
    """One report, as they have it now."""

    ticket: str
    kind: str = ""
    words: str = ""
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    photos: tuple[str, ...] = ()
    at: datetime.datetime | None = None
    status: str = ""
    activity: str = ""
    stars: int | None = None
    reopened: int = 0
    # Which organisations have it, where that is said; what happened, by whom and in which words.
    organisations: tuple[str, ...] = ()
    timeline: tuple[tuple[str, str, str], ...] = field(default=())

    @property
    def own_number(self) -> str:
        """The number of a case of ours, where the report is one that we have sent."""
        found = OWN_NUMBER.search(self.words)
        return found[1] if found else ""

    def kept(self) -> str:
        """What is needed to file it later."""
        place = [None if one is None else str(one) for one in (self.latitude, self.longitude)]
        return json.dumps([self.ticket, self.kind, self.words, self.place, *place, self.photos])


def read(row: Any) -> Said | None:
    """Return what a row of theirs says; None for one without a number."""
    if not isinstance(row, dict):
        return None
    ticket = _text(row.get("ticket_id"), 40)
    if not TICKET.fullmatch(ticket):
        return None
    orgs = [one for one in _list(row.get("orgs")) if isinstance(one, dict)]
    latitude, longitude = _degrees(row.get("latitude"), 90), _degrees(row.get("longitude"), 180)
    both = latitude is not None and longitude is not None
    return Said(
        ticket=ticket,
        kind=_text(row.get("type"), LONGEST_NAME).split(",")[0].strip(),
        words=_words(row.get("description")),
        place=_text(row.get("address"), LONGEST_PLACE),
        latitude=latitude if both else None,
        longitude=longitude if both else None,
        photos=_photos(row.get("photo")),
        at=_moment(row.get("timestamp")),
        status=_text(row.get("status"), 60),
        activity=_text(row.get("last_activity"), 30),
        stars=_number(row.get("star"), 1, 5),
        reopened=_number(row.get("count_reopen"), 0, 1000) or 0,
        organisations=tuple(_text(one.get("org_id"), 40) for one in orgs),
        timeline=tuple(_entry(one) for one in _list(row.get("timeline")) if isinstance(one, dict)),
    )


def taken_up(kept: str) -> Said:
    """Return what was kept of a report that waits. Raises ValueError for what cannot be read."""
    ticket, kind, words, place, latitude, longitude, photos = json.loads(kept)
    return Said(
        ticket=ticket,
        kind=kind,
        words=words,
        place=place,
        latitude=None if latitude is None else Decimal(latitude),
        longitude=None if longitude is None else Decimal(longitude),
        photos=tuple(photos),
    )


def type_names(rows: Any) -> list[str]:
    """Return the Thai names of a list of types, each once."""
    listed = (one for one in _list(rows) if isinstance(one, dict))
    names = (_text(one.get("name_th") or one.get("name"), LONGEST_NAME) for one in listed)
    return list(dict.fromkeys(name for name in names if name))


def _entry(one: dict[str, Any]) -> tuple[str, str, str]:
    return _text(one.get("org_id"), 40), _text(one.get("org"), 100), _words(one.get("note"))[:1000]


def _text(said: Any, most: int) -> str:
    known = isinstance(said, str | int) and not isinstance(said, bool)
    return " ".join(cleaned(str(said)[: most * 4]).split())[:most] if known else ""


def _words(said: Any) -> str:
    return cleaned(said[: LONGEST * 2])[:LONGEST].strip() if isinstance(said, str) else ""


def _list(said: Any) -> list[Any]:
    return said[:MOST_ENTRIES] if isinstance(said, list) else []


def _photos(said: Any) -> tuple[str, ...]:
    listed = [said] if isinstance(said, str) else _list(said)
    named = (one.strip() for one in listed if isinstance(one, str) and len(one) <= 1000)
    return tuple(dict.fromkeys(one for one in named if one))[:MOST_PHOTOS]


def _degrees(said: Any, limit: int) -> Decimal | None:
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        return None
    try:
        found = round(Decimal(str(said)[:30]), 6)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) <= limit else None


def _number(said: Any, least: int, most: int) -> int | None:
    try:
        found = int(float(said)) if not isinstance(said, bool) else None
    except (TypeError, ValueError, OverflowError):
        return None
    return found if found is not None and least <= found <= most else None


def _moment(said: Any) -> datetime.datetime | None:
    """A moment as they write it, which is Bangkok's."""
    try:
        at = parse_datetime(said[:40]) if isinstance(said, str) else None
    except ValueError:
        return None
    return timezone.make_aware(at) if at and timezone.is_naive(at) else at
