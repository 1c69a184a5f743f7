"""The pages that are read: which addresses, by whom, and what each is measured against."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.utils import timezone

from cases.models import Case, User
from tests.bench import visitors
from tests.bench.asks import Ask, typed
from tests.bench.forms import request_type
from tests.bench.search import QUERIES
from tests.bench.targets import EMPTY, FIFTY, HASH, INSERT
from workflows.forms.filters import sealed
from workflows.inbox import queries

# Different people and cases, so that no page is measured on one warm row.
SEVERAL = 40


@dataclass(frozen=True)
class Row:
    """A line of the table: its requests (so many are wanted), the status of a good answer, its floor, whether
    a request can be sent `once` only, and how many hashes of a password are in it."""

    name: str
    asks: Callable[[int], Sequence[Ask]]
    good: tuple[int, ...] = (200,)
    floor: str = EMPTY
    once: bool = False
    hashes: int = 0


def rows() -> list[Row]:
    """The floors, then every page that is only read."""
    return [
        Row(EMPTY, lambda n: [Ask("/bench/empty/")]),
        Row(INSERT, lambda n: [Ask("/bench/insert/", body=typed())], good=(302,)),
        Row(FIFTY, fifty, floor=FIFTY),
        Row(HASH, lambda n: [Ask("/bench/hash/")]),
        Row("home", lambda n: [Ask("/")]),
        Row("form page", lambda n: [Ask(f"/requests/{request_type().code}/what/", visitors.session(n=1))]),
        Row("citizen's details", details, floor=EMPTY),
        *lists(),
        *searches(),
        Row("a user ID typed", numbers, good=(302,)),
        Row("case page", case_pages),
        Row("dashboard, own department", lambda n: [figures(visitors.head())]),
        Row("dashboard, all", lambda n: [figures(visitors.executive())]),
        Row(
            "dashboard, all, 13 months by kind",
            lambda n: [figures(visitors.executive(), by="kind", **year())],
        ),
    ]


def lists() -> list[Row]:
    """The inbox, by different people and through different filters."""
    head, clerk = visitors.head(), visitors.clerk()
    late = {"view": "open", "due": "late", "sort": "age"}
    old = {"view": "all", "status": "closed", "department": str(next(iter(head.roles)))}
    return [
        listed("inbox, first page (head)", head),
        listed("inbox, first page (clerk)", clerk),
        listed("inbox, page 400 of all cases", clerk, view="all", after=page(400, clerk)),
        listed("inbox, filtered: late, oldest first", clerk, **late),
        listed("inbox, filtered: closed of a department", clerk, **old),
        listed("inbox, all cases by deadline", clerk, view="all", sort="due"),
        listed("look, board", clerk, view="open", look="board"),
        listed("look, calendar", clerk, view="open", look="calendar"),
        listed("look, map with its list", clerk, view="open", look="map"),
        Row("look, points of the map", lambda n: [Ask(f"/staff/points/?{points()}", visitors.seat(clerk))]),
    ]


def searches() -> list[Row]:
    """Search with one to three words, each common or rare, by the clerk, who may find everything."""
    return [
        Row(f"search, {name}", lambda n, words=words: [looked_for(one) for one in words], floor=FIFTY)  # type: ignore[misc]
        for name, words in QUERIES.items()
    ]


def listed(name: str, user: User, **query: str) -> Row:
    """A line about one address of the inbox."""
    return Row(name, lambda n: [Ask(f"/staff/?{urlencode(query)}", visitors.seat(user))], floor=FIFTY)


def looked_for(words: str, user: User | None = None) -> Ask:
    """The page of what these words find."""
    query = urlencode({"view": "all", "find": sealed(words)})
    return Ask(f"/staff/?{query}", visitors.seat(user or visitors.clerk()))


def points() -> str:
    """The address of the points of a map that shows the whole town and all around it."""
    view = {"south": "5", "west": "97", "north": "21", "east": "106", "zoom": "12", "view": "open"}
    return urlencode(view)


def fifty(n: int) -> list[Ask]:
    """The 50-row floor, from different keys on."""
    return [Ask(f"/bench/rows/?after={case.pk}") for case in some(n)]


def details(n: int) -> list[Ask]:
    """The page of one case, each by its citizen."""
    return [Ask(f"/track/cases/{case.number}/", visitors.citizen(case)) for case in some(n)]


def case_pages(n: int) -> list[Ask]:
    """The staff's page of different open cases of the head's department."""
    seat = visitors.seat(visitors.head())
    return [Ask(f"/staff/cases/{case.number}/", seat) for case in open_cases(n)]


def open_cases(n: int) -> list[Case]:
    """Those cases."""
    cases = Case.objects.belonging_to(visitors.head()).open()
    return list(cases.order_by("due_on", "pk")[: min(n, SEVERAL)])


def numbers(n: int) -> list[Ask]:
    """A user ID in the search field, which leads to the case."""
    seat = visitors.seat(visitors.clerk())
    return [Ask("/staff/", seat, body=typed(q=case.number)) for case in some(n)]


def figures(user: User, **query: str) -> Ask:
    """The dashboard."""
    return Ask(f"/staff/figures/?{urlencode(query)}", visitors.seat(user))


def year() -> dict[str, str]:
    """A period of 13 months as the dashboard's address has it."""
    until = timezone.localdate()
    return period(until - datetime.timedelta(days=395), until)


def period(since: datetime.date, until: datetime.date) -> dict[str, str]:
    """From one day to another, as the dashboard's address has it."""
    days = {"since": since, "until": until}
    parts = {f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() for part in PARTS}
    return {"period": "dates", **parts}


PARTS = ("day", "month", "year")


@cache
def all_some() -> list[Case]:
    """Cases spread over all years, the same in each call."""
    numbers = Case.objects.order_by("pk").values_list("pk", flat=True)
    first, last = numbers.first() or 0, numbers.last() or 0
    step = max(1, (last - first) // SEVERAL)
    return list(Case.objects.filter(pk__in=range(first + step // 2, last + 1, step)).order_by("pk"))


def some(n: int) -> list[Case]:
    """At most so many of them."""
    return all_some()[:n]


def page(number: int, user: User) -> str:
    """The key that leads to this page of all cases, the newest first, or to the last page before it."""
    cases = Case.objects.visible_to(user).order_by("-received_at", "-pk")
    count = cases.count()
    last = cases[max(0, min(queries.PAGE * (number - 1), count - queries.PAGE) - 1)]
    return queries.ORDERS["new"].keyset.key(last)
