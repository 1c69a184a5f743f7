"""The tables: requests of the public map by year, months in figures, and what can be asked for.

Nothing that was typed is in them. A request's place is told to three decimals of a degree, about 100 m. Of
other kinds than those of the public map there are numbers alone, and of these no small ones.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, Min, Q
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from cases.audit import daily_heads
from cases.intake import public_cases
from cases.models import ENDED, Channel, DailyHead, Department, RequestType, Status
from cases.statistics.disclosure_control import FEW, published
from cases.statistics.public import midnight, months_before, received

Row = Sequence[Any]
AT_ONCE = 2000
DECIMALS = 3
# Beside a number that is not told.
FEW_WORDS, WITHHELD = "1-4", "withheld"
# In English words of GeoReport Bulk; the columns that hold what was typed stay empty.
REQUESTS = (
    "service_request_id requested_datetime updated_datetime closed_date status_description status_notes "
    "source service_name service_subtype description agency_responsible address lat long"
).split()


@dataclass(frozen=True)
class Table:
    """One file: its name, what it is in both languages, its columns with their types (of Table Schema), and
    its rows, which are read when they are written."""

    name: str
    title_th: str
    title_en: str
    columns: dict[str, str]
    rows: Callable[[], Iterator[Row]]


def tables(*, now: datetime.datetime | None = None) -> Iterator[Table]:
    """Every table, as it is at this moment."""
    today = timezone.localdate(now)
    yield Table(
        "services.csv",
        "ประเภทคำร้องและกำหนดเวลา",
        "Kinds of request and their targets",
        dict.fromkeys(("service_code", "service_name_th", "service_name_en"), "string")
        | dict.fromkeys(("category_en", "agency_en"), "string")
        | {"target_working_days": "integer", "on_public_map": "boolean"},
        _services,
    )
    yield Table(
        "months.csv",
        "คำร้องรายเดือน",
        "Requests by month",
        {"month": "yearmonth", "received": "integer", "completed": "integer", "completed_in_time": "integer"}
        | {"note": "string"},
        partial(_months, today),
    )
    yield Table(
        "months-by-service.csv",
        "คำร้องรายเดือนตามประเภท",
        "Requests by month and kind",
        {"month": "yearmonth", "service_code": "string", "received": "integer", "note": "string"},
        partial(_by_service, today),
    )
    yield Table(
        daily_heads.FILE,
        "ลายเซ็นประจำวันของประวัติคำร้อง",
        "Signed heads of the history, day by day",
        dict.fromkeys(daily_heads.COLUMNS, "string"),
        _heads,
    )
    for year in _years(today):
        yield Table(
            f"requests-{year}.csv",
            f"คำร้องบนแผนที่สาธารณะ ปี {year + 543}",
            f"Requests of the public map, {year}",
            dict.fromkeys(REQUESTS, "string")
            | dict.fromkeys(("requested_datetime", "updated_datetime", "closed_date"), "datetime")
            | {"lat": "number", "long": "number"},
            partial(_requests, year),
        )


def _years(today: datetime.date) -> range:
    first = public_cases.on_record().aggregate(first=Min("received_at"))["first"]
    return range(timezone.localtime(first).year, today.year + 1) if first else range(0)


def _heads() -> Iterator[Row]:
    for head in DailyHead.objects.order_by("day").iterator(chunk_size=AT_ONCE):
        yield head.statement, head.signature, head.public_key


def _services() -> Iterator[Row]:
    kinds = RequestType.objects.filter(active=True, restricted=False).select_related("category", "department")
    for one in kinds.order_by("position", "code"):
        names = (one.code, one.name_th, one.name_en, one.category.name_en, one.department.name_en)
        yield (*names, one.target_working_days, str(one.on_public_map).lower())


def _requests(year: int) -> Iterator[Row]:
    start, end = (midnight(datetime.date(one, 1, 1)) for one in (year, year + 1))
    cases = public_cases.on_record().filter(received_at__gte=start, received_at__lt=end)
    kinds, sources, offices = (
        dict(model._default_manager.values_list("pk", "name_en"))
        for model in (RequestType, Channel, Department)
    )
    columns = (
        "number received_at changed_at resolved_at ended_at status channel request_type department latitude "
        "longitude"
    ).split()
    rows = cases.order_by("received_at", "pk").values_list(*columns)
    for number, at, changed, resolved, ended, status, channel, kind, office, north, east in rows.iterator(
        AT_ONCE
    ):
        closed = (resolved or ended) if status in ENDED else None
        yield (
            number,
            _told(at),
            _told(closed or changed),
            _told(closed),
            "closed" if closed else "open",
            Status(status).value,
            sources[channel],
            kinds[kind],
            "",
            "",
            offices[office],
            "",
            round(float(north), DECIMALS),
            round(float(east), DECIMALS),
        )


def _told(at: datetime.datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).isoformat(timespec="seconds")


def _of_months(today: datetime.date) -> Any:
    """All cases of whole months that figures may speak of: within a month no single one can be watched."""
    until = months_before(today, 0) - datetime.timedelta(days=1)
    cases = received(datetime.date(2000, 1, 1), until)
    return cases.annotate(month=TruncMonth(TruncDate("received_at"))).order_by("month")


def _months(today: datetime.date) -> Iterator[Row]:
    done = Q(resolved_at__isnull=False)
    rows = (
        _of_months(today)
        .values("month")
        .annotate(
            received=Count("pk"),
            done=Count("pk", filter=done),
            in_time=Count("pk", filter=done & Q(resolved_at__date__lte=F("due_on"))),
        )
    )
    for row in rows:
        numbers = row["received"], row["done"], row["in_time"]
        # From two of them the third follows, and how many are left over.
        rests = (numbers[0] - numbers[1], numbers[1] - numbers[2])
        whole = not any(0 < number < FEW for number in (*numbers, *rests))
        month = f"{row['month']:%Y-%m}"
        if whole:
            yield (month, *numbers, "")
        elif numbers[0] >= FEW:
            yield (month, numbers[0], "", "", WITHHELD)
        else:
            yield (month, "", "", "", FEW_WORDS)


def _by_service(today: datetime.date) -> Iterator[Row]:
    known = {one.pk: one for one in RequestType.objects.filter(restricted=False)}
    counted = defaultdict[datetime.date, dict[int, int]](dict)
    rows = _of_months(today).values("month", "request_type").annotate(received=Count("pk"))
    for row in rows:
        counted[row["month"]][row["request_type"]] = row["received"]
    for month, counts in sorted(counted.items()):
        keys = sorted(counts, key=lambda key: known[key].code)
        # Each request of the public map stands in a table of its own: only the others are hidden, among
        # themselves.
        hidden = [key for key in keys if not known[key].on_public_map]
        cells = dict(zip(hidden, published([counts[key] for key in hidden]), strict=False))
        for key in keys:
            yield (f"{month:%Y-%m}", known[key].code, *_cell(key, counts[key], hidden, cells))


def _cell(key: int, count: int, hidden: list[int], cells: dict[int, Any]) -> tuple[Any, str]:
    if key not in hidden:
        return count, ""
    cell = cells.get(key)
    if cell is None or (cell.count is None and not cell.few):
        return "", WITHHELD
    return ("", FEW_WORDS) if cell.few else (cell.count, "")
