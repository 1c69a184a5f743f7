"""What the city does, in figures for everybody; restricted request types are left out.

All rows speak of the cases *received* in their time: how many are done; how many of those whose due date has
passed were done by it (one that is late now was not); and the median of calendar days from receipt to result.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from cases.db.planning import planned_anew
from cases.lib.process_cache import remembered
from cases.models import ALONE, RUNNING, Case, RequestType
from cases.statistics import areas
from cases.statistics.bilingual import Name
from cases.statistics.disclosure_control import FEW, Cell, published

MONTHS = 12
TEN_MINUTES, HOUR = 10 * 60, 60 * 60
# "8 of 10 like this": fewer than so many say nothing.
ENOUGH, PART, YEAR = 20, 0.8, datetime.timedelta(days=365)
DAY = datetime.timedelta(days=1)
FINISHED = Q(resolved_at__isnull=False)
ACTIVE = ALONE & Q(status__in=RUNNING)


@dataclass(frozen=True)
class Row:
    """The cases that came in during the period: all, of one month, or of one request type."""

    received: int = 0
    finished: int = 0
    punctual: int = 0
    judged: int = 0
    days: float | None = None

    @property
    def share(self) -> int | None:
        """Percent done by the due date, of those whose due date has passed; None where they are too few."""
        return round(100 * self.punctual / self.judged) if self.judged >= FEW else None

    @property
    def median(self) -> float | None:
        """Median of calendar days until the result; None where too few are done."""
        return self.days if self.finished >= FEW else None


@dataclass(frozen=True)
class Figures:
    """The figures from the first day `since` to `until`; the areas' end with the last whole month."""

    since: datetime.date
    until: datetime.date
    total: Row
    months: list[tuple[datetime.date, Row]]
    request_types: list[tuple[Name, Row]] = field(default_factory=list)
    areas: list[tuple[Name, Cell]] = field(default_factory=list)
    areas_since: datetime.date | None = None
    areas_until: datetime.date | None = None

    @property
    def busiest_month(self) -> int:
        """The most cases of a month, at least 1: the height of the drawing."""
        return max([1, *(row.received for _, row in self.months)])

    @property
    def busiest_request_type(self) -> int:
        """The most cases of a request type, at least 1: the width of the drawing."""
        return max([1, *(row.received for _, row in self.request_types)])

    @property
    def busiest_area(self) -> int:
        """The largest count of an area that is shown, at least 1."""
        return max([1, *(cell.count or 0 for _, cell in self.areas)])


class Percentile(Aggregate):
    """The value that so large a part of the rows does not exceed; `disc` takes one that occurs, `cont` may
    lie between two (PostgreSQL's ordered-set aggregates)."""

    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, *, fraction: float, disc: bool = False, **extra: Any) -> None:
        name = "percentile_disc" if disc else "percentile_cont"
        super().__init__(expression, **{"function": name, "fraction": fraction, **extra})


def city_figures(request_type: RequestType | None = None) -> Figures:
    """The figures of the city, or of one request type, no older than ten minutes."""
    key = f"figures-{request_type.pk if request_type else 'all'}"
    return remembered(key, lambda: figures(request_type), seconds=TEN_MINUTES)


@planned_anew()
def figures(request_type: RequestType | None = None, *, now: datetime.datetime | None = None) -> Figures:
    """The figures as they are now (one statement); for the whole city also by request type and area (three
    more)."""
    today = timezone.localdate(now)
    since = months_before(today, MONTHS - 1)
    found = _counted(received(since, today, request_type), today)
    months = [months_before(today, n) for n in range(MONTHS - 1, -1, -1)]
    return Figures(
        since=since,
        until=today,
        total=_row(found),
        months=[(month, _row(one for one in found if one.month == month)) for month in months],
        **({} if request_type else {"request_types": _by_request_type(found), **_by_area(today)}),
    )


def usual_days(request_type: RequestType, *, now: datetime.datetime | None = None) -> int | None:
    """In how many calendar days, at least 1, 8 of 10 cases of this request type were done, of those done in
    the last 365 days: from receipt to result, weekends and waiting included. None where they are fewer than
    20. No older than an hour, unless `now` is given; one statement for all request types."""
    if now is not None:
        return _usual_days(now).get(request_type.pk)
    return remembered("usual-days", lambda: _usual_days(timezone.now()), seconds=HOUR).get(request_type.pk)


def received(
    since: datetime.date, until: datetime.date, request_type: RequestType | None = None
) -> QuerySet[Case]:
    """The cases received from one day to another, both included, that public figures may speak of."""
    end = midnight(until + DAY)
    cases: QuerySet[Case] = Case.objects.filter(request_type__restricted=False)
    cases = cases.filter(received_at__gte=midnight(since), received_at__lt=end)
    if request_type is not None:
        cases = cases.filter(request_type=request_type)
    return cases


def timed(cases: QuerySet[Case]) -> Any:
    """The cases with their days here (`received_on`, `done_on`) and the time between them (`spent`)."""
    days = cases.annotate(received_on=TruncDate("received_at"), done_on=TruncDate("resolved_at"))
    between = ExpressionWrapper(F("done_on") - F("received_on"), output_field=DurationField())
    return days.annotate(spent=between)


def percentile(spent: list[tuple[int, int]], fraction: float) -> datetime.timedelta | None:
    """The number of days that so large a part of them does not exceed, between two where it falls there, as
    PostgreSQL's percentile_cont; `spent` are sorted numbers with how often they occur. None of nothing."""
    count = sum(times for _value, times in spent)
    if not count:
        return None
    place = fraction * (count - 1)
    low, high = _at(spent, int(place)), _at(spent, min(int(place) + 1, count - 1))
    return (low + (high - low) * (place - int(place))) * DAY


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month so many months before the day's."""
    index = day.year * 12 + day.month - 1 - months
    return datetime.date(index // 12, index % 12 + 1, 1)


def midnight(day: datetime.date) -> datetime.datetime:
    """When the day begins here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class Group(NamedTuple):
    """The cases of a month and a request type that took as long as each other; None for those without a
    result."""

    month: datetime.date
    request_type: int
    spent: datetime.timedelta | None
    received: int
    punctual: int
    judged: int


def _counted(cases: QuerySet[Case], today: datetime.date) -> list[Group]:
    """Medians cannot be added up, but how many took how many days can: all rows come out of these."""
    due = Q(due_on__lt=today)
    groups = timed(cases).annotate(month=TruncMonth("received_on")).values("month", "request_type", "spent")
    counts = groups.annotate(
        received=Count("pk"),
        punctual=Count("pk", filter=due & FINISHED & Q(done_on__lte=F("due_on"))),
        judged=Count("pk", filter=due & (FINISHED | ACTIVE)),
    )
    rows = counts.order_by().values_list("month", "request_type", "spent", "received", "punctual", "judged")
    return [Group(*row) for row in rows]


def _row(groups: Iterable[Group]) -> Row:
    received, punctual, judged, spent = 0, 0, 0, Counter[int]()
    for one in groups:
        received, punctual, judged = received + one.received, punctual + one.punctual, judged + one.judged
        if one.spent is not None:
            spent[one.spent.days] += one.received
    middle = percentile(sorted(spent.items()), 0.5)
    return Row(received, spent.total(), punctual, judged, None if middle is None else middle / DAY)


def _by_request_type(found: list[Group]) -> list[tuple[Name, Row]]:
    groups = defaultdict[int, list[Group]](list)
    for one in found:
        groups[one.request_type].append(one)
    request_types = RequestType.objects.in_bulk(groups)
    rows = [(_name(request_types[pk]), _row(ones)) for pk, ones in groups.items()]
    return sorted(rows, key=lambda pair: (-pair[1].received, pair[0].code))


def _name(request_type: RequestType) -> Name:
    return Name(request_type.name_th, request_type.name_en, request_type.code)


def _at(spent: list[tuple[int, int]], place: int) -> int:
    for value, times in spent:
        place -= times
        if place < 0:
            return value
    raise IndexError(place)


def _by_area(today: datetime.date) -> dict[str, Any]:
    """Counts by area, of twelve whole months: within a month no single new case can be watched coming in."""
    since, until = months_before(today, MONTHS), months_before(today, 0) - DAY
    found = areas.by_area(received(since, until))
    cells = published([count for _, count in found])
    names = [name for name, _ in found]
    return {"areas": list(zip(names, cells, strict=False)), "areas_since": since, "areas_until": until}


@planned_anew()
def _usual_days(now: datetime.datetime) -> dict[int, int]:
    done = Case.objects.filter(
        request_type__restricted=False, resolved_at__gt=now - YEAR, resolved_at__lte=now
    )
    most = Percentile("spent", fraction=PART, disc=True)
    rows = timed(done).values("request_type").annotate(done=Count("pk"), most=most).filter(done__gte=ENOUGH)
    return {row["request_type"]: max(1, row["most"].days) for row in rows}
