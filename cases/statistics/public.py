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
HOUR = 60 * 60
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
    # Whether these are the areas in which the matters lie, and not those of addresses.
    areas_are_of_places: bool = False
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


class Group(NamedTuple):
    """The cases of a month and a request type that took as long as each other; None for those without a
    result."""

    month: datetime.date
    request_type: int
    spent: datetime.timedelta | None
    received: int
    punctual: int
    judged: int


class Counts(NamedTuple):
    """What the figures of a day are made of: the cases of their months in groups, and how many came from each
    area in twelve whole months, by its code."""

    groups: list[Group]
    areas: dict[str, int]


class Rows(NamedTuple):
    """The numbers of figures: of all, of each of the twelve months, and, where they are the city's, of each
    request type by its key and of each area by its code."""

    total: Row
    months: list[Row]
    request_types: dict[int, Row]
    areas: dict[str, int]


def figures(request_type: RequestType | None = None, *, now: datetime.datetime | None = None) -> Figures:
    """The figures as they are now (one statement); for the whole city also by request type and area (three
    more)."""
    today = timezone.localdate(now)
    return made_of(added_up(counted(today, request_type), today, request_type), today, request_type)


@planned_anew()
def counted(today: datetime.date, request_type: RequestType | None = None) -> Counts:
    """Count what the figures of this day are made of; those of one request type speak of no areas."""
    groups = _grouped(received(months_before(today, MONTHS - 1), today, request_type), today)
    return Counts(groups, {} if request_type else areas.counted(received(*_whole_months(today))))


def added_up(counts: Counts, today: datetime.date, request_type: RequestType | None = None) -> Rows:
    """The rows of this day, of the city or of one request type, from what was counted."""
    of_month = defaultdict[datetime.date, list[Group]](list)
    for one in counts.groups:
        if request_type is None or one.request_type == request_type.pk:
            of_month[one.month].append(one)
    months = [of_month[month] for month in _months(today)]
    found = [one for month in months for one in month]
    rows = {} if request_type else _by_request_type(found)
    return Rows(_row(found), list(map(_row, months)), rows, {} if request_type else counts.areas)


def made_of(rows: Rows, today: datetime.date, request_type: RequestType | None = None) -> Figures:
    """The figures of this day, with names, and without what may not be told."""
    months = _months(today)
    return Figures(
        since=months[0],
        until=today,
        total=rows.total,
        months=list(zip(months, rows.months, strict=True)),
        **({} if request_type else {"request_types": _named(rows), **_by_area(rows, today)}),
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


def _grouped(cases: QuerySet[Case], today: datetime.date) -> list[Group]:
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


def _months(today: datetime.date) -> list[datetime.date]:
    return [months_before(today, n) for n in range(MONTHS - 1, -1, -1)]


def _by_request_type(found: list[Group]) -> dict[int, Row]:
    groups = defaultdict[int, list[Group]](list)
    for one in found:
        groups[one.request_type].append(one)
    return {pk: _row(ones) for pk, ones in groups.items()}


def _named(rows: Rows) -> list[tuple[Name, Row]]:
    request_types = RequestType.objects.in_bulk(rows.request_types)
    named = [(_name(request_types[pk]), row) for pk, row in rows.request_types.items()]
    return sorted(named, key=lambda pair: (-pair[1].received, pair[0].code))


def _name(request_type: RequestType) -> Name:
    return Name(request_type.name_th, request_type.name_en, request_type.code)


def _at(spent: list[tuple[int, int]], place: int) -> int:
    for value, times in spent:
        place -= times
        if place < 0:
            return value
    raise IndexError(place)


def _whole_months(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The twelve months before this one: within a month no single new case can be watched coming in."""
    return months_before(today, MONTHS), months_before(today, 0) - DAY


def _by_area(rows: Rows, today: datetime.date) -> dict[str, Any]:
    found = areas.named(rows.areas)
    cells = published([count for _, count in found])
    names = [name for name, _ in found]
    since, until = _whole_months(today)
    return {
        "areas": list(zip(names, cells, strict=False)),
        "areas_are_of_places": areas.home() == areas.OF_TOWN,
        "areas_since": since,
        "areas_until": until,
    }


@planned_anew()
def _usual_days(now: datetime.datetime) -> dict[int, int]:
    done = Case.objects.filter(
        request_type__restricted=False, resolved_at__gt=now - YEAR, resolved_at__lte=now
    )
    most = Percentile("spent", fraction=PART, disc=True)
    rows = timed(done).values("request_type").annotate(done=Count("pk"), most=most).filter(done__gte=ENOUGH)
    return {row["request_type"]: max(1, row["most"].days) for row in rows}
