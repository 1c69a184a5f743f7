"""What words of another system mean here: kinds, departments, results and places by code or name."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.deadlines.work_calendar import WorkCalendar
from cases.gazetteer import areas
from cases.gazetteer.areas import AreaFinder
from cases.intake.succession import office_for
from cases.models import (
    Channel,
    Department,
    Membership,
    PlanVersion,
    RequestType,
    ResultCode,
    Status,
    Subdistrict,
    Title,
    Unit,
    Urgency,
    User,
)
from cases.work_plans import versions
from workflows.old_cases.problems import Wrong
from workflows.old_cases.spelling import spelt

# What a case can be when it comes: the citizen of an old case cannot be asked, and nobody can say any more
# that it is not fixed. What waited is worked on, what was resolved is closed.
STATUSES = {
    Status.RECEIVED: Status.RECEIVED,
    Status.ASSIGNED: Status.ASSIGNED,
    Status.IN_PROGRESS: Status.IN_PROGRESS,
    Status.WAITING: Status.IN_PROGRESS,
    Status.RESOLVED: Status.CLOSED,
    Status.CLOSED: Status.CLOSED,
    Status.REJECTED: Status.REJECTED,
    Status.WITHDRAWN: Status.WITHDRAWN,
}
# Before the name of a place.
SORTS = re.compile("^(จังหวัด|จ\\.|อำเภอ|อ\\.|เขต|ตำบล|ต\\.|แขวง)")


@dataclass
class Vocabulary:
    """The set-up as it is when the import begins; nobody may change it."""

    tables: dict[str, dict[str, Any]]
    calendar: WorkCalendar
    areas: AreaFinder
    offices: dict[int, tuple[Department, Unit | None]]
    plans: dict[int, PlanVersion | None]
    places: dict[str, list[Subdistrict]]
    # Who works where.
    members: set[tuple[int, int]]
    other_title: Title | None

    @classmethod
    def load(cls) -> "Vocabulary":
        """Read it."""
        kinds = list(RequestType.objects.select_related("category", "department", "unit"))
        titles = list(Title.objects.all())
        people = User.objects.filter(is_active=True, memberships__isnull=False).distinct()
        return cls(
            tables={
                "kind": _named(kinds),
                "channel": _named(Channel.objects.all()),
                "department": _named(Department.objects.all(), short=True),
                "result": _named(ResultCode.objects.all()),
                "title": _named(one for one in titles if one.code != Title.OTHER),
                "officer": {spelt(one.username): one for one in people},
                "status": {spelt(one): known for one, known in STATUSES.items()},
                "urgency": {spelt(one): one for one in Urgency} | _labels(),
                "language": {one: one for one in User.Language.values},
            },
            calendar=WorkCalendar.load(),
            areas=areas.finder(),
            offices={one.pk: office_for(one) for one in kinds},
            plans={one.pk: versions.to_begin(one) for one in kinds},
            places=_places(),
            members=set(Membership.objects.values_list("user", "department")),
            other_title=next((one for one in titles if one.code == Title.OTHER), None),
        )

    def known(self, field: str, words: Iterable[str]) -> Any:
        """What the first known one of these words means; None where none is known."""
        table = self.tables[field]
        return next((table[key] for key in map(spelt, words) if key in table), None)

    def subdistrict(self, name: str, district: str, province: str) -> Subdistrict:
        """The subdistrict of this name, in this district and province where they are said. Raises Wrong for
        none, and for several."""
        found = self.places.get(_bare(name), [])
        if district:
            found = [one for one in found if _is(one.district, district)]
        if province:
            found = [one for one in found if _is(one.district.province, province)]
        if len(found) != 1:
            raise Wrong(_("This subdistrict is not known, or there are several of this name."))
        return found[0]

    def due(
        self, kind: RequestType, received: datetime.datetime, *, now: datetime.datetime, is_open: bool
    ) -> tuple[datetime.datetime, datetime.date]:
        """From when the days are counted, and the due date: of an open case from now, of any other from its
        receipt. Nobody is reminded of what another system has promised."""
        start = now if is_open else received
        return self.calendar.counted_from(start), self.calendar.due(start, kind.target_working_days)


def _named(rows: Iterable[Any], *, short: bool = False) -> dict[str, Any]:
    """By code, and by name where only one has it."""
    rows, found = list(rows), dict[str, Any]()
    for name in ("name_en", "name_th", *(("short_th",) if short else ())):
        seen: dict[str, list[Any]] = {}
        for row in rows:
            seen.setdefault(spelt(getattr(row, name)), []).append(row)
        found |= {key: some[0] for key, some in seen.items() if key and len(some) == 1}
    return found | {spelt(row.code): row for row in rows}


def _labels() -> dict[str, Urgency]:
    words = {"ปกติ": "normal", "ด่วน": "urgent", "ด่วนมาก": "very_urgent", "ด่วนที่สุด": "most_urgent"}
    return {spelt(word): Urgency(value) for word, value in words.items()}


@lru_cache(maxsize=50_000)
def _bare(name: str) -> str:
    """The name of a place without the word for its sort."""
    return SORTS.sub("", spelt(name))


def _is(place: Any, name: str) -> bool:
    """Whether a district or province is meant; that of the capital is written with and without its เมือง."""
    said, names = _bare(name), (_bare(place.name_th), _bare(place.name_en))
    return said in names or (said in ("เมือง", "mueang") and names[0].startswith("เมือง"))


def _places() -> dict[str, list[Subdistrict]]:
    found: dict[str, list[Subdistrict]] = {}
    for one in Subdistrict.objects.select_related("district__province"):
        for name in {_bare(one.name_th), _bare(one.name_en)}:
            found.setdefault(name, []).append(one)
    return found
