"""The sums of figures: days that have changed are counted anew, months move by what their days move, and
what is open now is counted at each run.

Triggers write which days have changed, in the transaction that changes them, whoever does it. A run takes
those days before it counts, so what is not visible to it yet is left to the next one.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from cases.db.insert_once import leave
from cases.deadlines.work_calendar import WorkCalendar
from cases.lib.request_cache import one_request
from cases.models import Case, RequestType
from cases.statistics.public import months_before
from workflows.figures import facts
from workflows.figures.dimensions import By
from workflows.figures.facts import ALL, Cells, no_cells
from workflows.models import ChangedDay, FigureState, FigureSum
from workflows.process_map import counting, work_time

Scale = FigureSum.Scale
# So many days are counted in one transaction.
DAYS_AT_ONCE = 31
# Of so many months it is known how they ended, and by what that is told apart.
ENDS, ENDS_BY = 37, (ALL, By.DEPARTMENT, By.REQUEST_TYPE)
# Stands for all departments together.
EVERY = 0
# (scale, day, department, by)
Place = tuple[str, datetime.date, int, str]
Counts = dict[str, dict[str, int]]


def sum_up(*, now: datetime.datetime | None = None) -> int:
    """Bring the sums up to date; return how many days were counted. Nothing where somebody else does it."""
    done = 0
    while (some := _turn(now or timezone.now())) is not None:
        done += some
        if some < DAYS_AT_ONCE:
            break
    return done


def summed() -> QuerySet[Case]:
    """The cases that the sums are about."""
    cases: QuerySet[Case] = Case.objects.filter(request_type__restricted=False)
    return cases


def differences() -> Iterator[str]:
    """One line for each sum that a recount does not confirm; days that have changed since are left out. No
    run takes place meanwhile."""
    with transaction.atomic():
        state = FigureState.objects.select_for_update(no_key=True).first()
        if state is not None:
            _note_calendar(state)
        stored = FigureSum.objects.exclude(scale__in=[Scale.NOW, Scale.END])
        begin, end = _ends(stored)
        while begin <= end:
            yield from _compared(begin)
            begin = _next_month(begin)


@transaction.atomic
def _turn(now: datetime.datetime) -> int | None:
    """Count some days anew, the oldest first; None where another process is at it."""
    leave(FigureState(pk=1))
    state = FigureState.objects.select_for_update(skip_locked=True, no_key=True).first()
    if state is None:
        return None
    _note_calendar(state)
    days = list(ChangedDay.objects.order_by("day").values_list("day", flat=True).distinct()[:DAYS_AT_ONCE])
    ChangedDay.objects.filter(day__in=days).delete()
    _count(days)
    if len(days) < DAYS_AT_ONCE:
        _count_now(timezone.localdate(now))
        _count_ends(timezone.localdate(now), anew=state.restricted != RequestType.restricted_keys())
        state.as_of, state.restricted = now, RequestType.restricted_keys()
        state.save()
    return len(days)


def _note_calendar(state: FigureState) -> None:
    """Have the days counted anew whose working time has changed with the holidays or the office hours."""
    calendar = WorkCalendar.load()
    since = work_time.changed_since(state.calendar, calendar)
    if since is None:
        return
    stored = FigureSum.objects.filter(scale=Scale.DAY, by=counting.EVERY_TYPE, day__gte=since)
    days = stored.order_by("day").values_list("day", flat=True).distinct()
    ChangedDay.objects.bulk_create(ChangedDay(day=day) for day in days)
    state.calendar = work_time.described(calendar)
    state.save(update_fields=["calendar"])


def _count(days: list[datetime.date]) -> None:
    """Replace the sums of these days, and move those of their months."""
    before = _stored(FigureSum.objects.filter(scale=Scale.DAY, day__in=days))
    after = dict[Place, Counts]()
    for since, until in _runs(days):
        after |= _counted(summed(), since, until)
    months = {day.replace(day=1) for day in days}
    sums = _stored(FigureSum.objects.filter(scale=Scale.MONTH, day__in=months))
    for sign, some in ((-1, before), (1, after)):
        for (_scale, day, department, by), counts in some.items():
            _add(sums.setdefault((Scale.MONTH, day.replace(day=1), department, by), {}), counts, sign)
    FigureSum.objects.filter(scale=Scale.DAY, day__in=days).delete()
    FigureSum.objects.filter(scale=Scale.MONTH, day__in=months).delete()
    _store(after | sums)


def _count_now(today: datetime.date) -> None:
    FigureSum.objects.filter(scale=Scale.NOW).delete()
    _store(_gathered(facts.of_now(summed(), today), Scale.NOW))


def _count_ends(today: datetime.date, *, anew: bool) -> None:
    """Count how the last months ended of which that is not known; all of them `anew`."""
    stored = FigureSum.objects.filter(scale=Scale.END)
    if anew:
        stored.delete()
    known = set(stored.filter(department=EVERY, by=ALL).values_list("day", flat=True))
    ends = [months_before(today, n) - facts.DAY for n in range(ENDS)]
    if not (missing := [day for day in ends if day not in known]):
        return
    first = Case.objects.aggregate(first=Min("received_at"))["first"]
    for day in missing:
        if first is not None and day >= timezone.localdate(first):
            found = _gathered(facts.of_end(summed(), day), Scale.END)
            # Of a month that ended with nothing open, that is known too.
            found.setdefault((Scale.END, day, EVERY, ALL), {"": {}})
            _store({place: counts for place, counts in found.items() if place[3] in ENDS_BY})


def _counted(cases: QuerySet[Case], since: datetime.date, until: datetime.date) -> dict[Place, Counts]:
    # Plans and the calendar are known from one portion of days to the next.
    with one_request():
        ways = counting.counted(cases, since, until)
        moved = {(Scale.DAY, *place): counts for place, counts in ways.items()}
        return _gathered(facts.of_days(cases, since, until), Scale.DAY) | moved


def _gathered(found: Iterable[facts.Fact], scale: str) -> dict[Place, Counts]:
    """The facts as sums, of each department and of all."""
    cells: defaultdict[tuple[datetime.date, int], Cells] = defaultdict(no_cells)
    for fact in found:
        for department in (EVERY, fact.keys[0]):
            facts.count(cells[fact.day, department], fact)
    return {
        (scale, day, department, by): {key: _plain(cell) for key, cell in told.items()}
        for (day, department), some in cells.items()
        for by, told in some.items()
    }


def _compared(month: datetime.date) -> Iterator[str]:
    """The differences of one month: of its days to a recount, and of the month to its days."""
    last = _next_month(month) - facts.DAY
    stored = _stored(FigureSum.objects.filter(scale=Scale.DAY, day__range=(month, last)))
    wanted = _counted(summed(), month, last)
    changed = set(ChangedDay.objects.filter(day__range=(month, last)).values_list("day", flat=True))
    for place in sorted(stored.keys() | wanted.keys()):
        if place[1] not in changed and stored.get(place) != wanted.get(place):
            yield f"{_name(place)}: {stored.get(place)}, counted {wanted.get(place)}"
    sums = dict[Place, Counts]()
    for (_scale, _day, department, by), counts in stored.items():
        _add(sums.setdefault((Scale.MONTH, month, department, by), {}), counts, 1)
    whole = _stored(FigureSum.objects.filter(scale=Scale.MONTH, day=month))
    for place in sorted(whole.keys() | sums.keys()):
        if whole.get(place) != sums.get(place):
            yield f"{_name(place)}: {whole.get(place)}, its days make {sums.get(place)}"


def _name(place: Place) -> str:
    return " ".join(str(part) for part in place)


def _add(to: Counts, more: Counts, sign: int) -> None:
    """Add counts, or take them away; what is nothing is left out."""
    for key, counts in more.items():
        cell = to.setdefault(key, {})
        for name, count in counts.items():
            cell[name] = cell.get(name, 0) + sign * count
        to[key] = _plain(cell)
        if not to[key]:
            del to[key]


def _plain(cell: Any) -> dict[str, int]:
    return {name: count for name, count in cell.items() if count}


def _stored(rows: QuerySet[FigureSum]) -> dict[Place, Counts]:
    found = rows.values_list("scale", "day", "department", "by", "cells")
    return {(scale, day, department, by): cells for scale, day, department, by, cells in found.iterator()}


def _store(sums: dict[Place, Counts]) -> None:
    rows = (
        FigureSum(scale=scale, day=day, department=department, by=by, cells=cells)
        for (scale, day, department, by), cells in sums.items()
        if cells
    )
    FigureSum.objects.bulk_create(rows, batch_size=1000)


def _runs(days: list[datetime.date]) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Days in their order as runs of days that follow each other, counted in one go."""
    while days:
        length = next((n for n, day in enumerate(days) if (day - days[0]).days != n), len(days))
        yield days[0], days[length - 1]
        days = days[length:]


def _ends(stored: QuerySet[FigureSum]) -> tuple[datetime.date, datetime.date]:
    """The months of the first and the last sum, and of the first and the last case."""
    cases = Case.objects.aggregate(first=Min("received_at"), last=Max("received_at"))
    sums = stored.aggregate(first=Min("day"), last=Max("day"))
    today = timezone.localdate()
    days = [today, *(timezone.localdate(at) for at in cases.values() if at)]
    days += [day for day in sums.values() if day]
    return min(days).replace(day=1), max(days)


def _next_month(first: datetime.date) -> datetime.date:
    return (first + 31 * facts.DAY).replace(day=1)
