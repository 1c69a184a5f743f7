"""The peer's pages, each beside ours that does the same job."""

import http.client
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from json import dumps
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from cases.models import Case, User
from tests.bench import forms, pages, visitors
from tests.bench.asks import Ask, typed
from tests.bench.peers.pairs import SEARCH
from tests.bench.peers.tickets import PASSWORD
from tests.bench.search import QUERIES
from tests.bench.targets import EMPTY
from tests.bench.web import Web
from workflows.inbox.queries import PAGE

Asks = Callable[[int], Sequence[Ask]]
# As the list of the peer asks for its rows where nobody has chosen a filter.
OPEN = {"filtering": {"status__in": [1, 2]}, "sorting": "created", "search_string": "", "sortreverse": False}


@dataclass(frozen=True)
class Page:
    """What a person sees at once: the requests that it takes, the status of a good answer to each, and what
    stands in the last one's first answer when it is what it should be."""

    name: str
    requests: tuple[Asks, ...]
    good: int = 200
    shows: str = ""
    once: bool = False


def every(web: Web) -> list[Page]:
    """The floor, the pages, and the letter."""
    seat = logged_in(web, busiest().username)
    tracked, opened = pages.some(1)[0], pages.open_cases(1)[0]
    return [
        Page(EMPTY, (lambda n: [Ask("/bench/empty/")],)),
        Page("form page", (lambda n: [Ask("/tickets/submit/")],), shows="submitter_email"),
        Page("file", (filed,), good=302, once=True),
        Page("list", tuple(listed(seat)), shows='"recordsTotal"'),
        Page(
            "case",
            (lambda n: [Ask(f"/tickets/{case.pk}/", seat) for case in pages.open_cases(n)],),
            shows=opened.details.split()[0],
        ),
        Page("dashboard", (lambda n: [Ask("/dashboard/", seat)],), shows="Open Tickets assigned to you"),
        Page("search", tuple(searched(seat)), shows='"recordsTotal"'),
        Page(
            "public tracking",
            (lambda n: [tracking(case) for case in pages.some(n)],),
            shows=tracked.details.split()[0],
        ),
        Page("letter sent", (lambda n: [Ask(f"/bench/letter/{case.pk}/") for case in pages.some(n)],)),
    ]


def busiest() -> User:
    """The officer with the most cases."""
    return User.objects.annotate(count=Count("cases")).order_by("-count", "pk")[0]


def filed(n: int) -> list[Ask]:
    """So many citizens' forms, with the words that ours have."""
    queue = forms.request_type().department_id
    words = {"queue": queue, "title": forms.request_type().name_th, "body": forms.DETAILS, "priority": 3}
    bodies = [typed(**words, submitter_email=f"bench{number}@citizen.example") for number in range(n)]
    return [Ask("/tickets/submit/", body=body) for body in bodies]


def listed(seat: visitors.Cookies) -> list[Asks]:
    """The list of what is open, and its first rows, as many as ours has."""
    return [lambda n: [Ask("/tickets/", seat)], lambda n: [rows(OPEN, seat)]]


def searched(seat: visitors.Cookies) -> list[Asks]:
    """What our searches look for, one after the other, in all tickets."""
    words = QUERIES[SEARCH.removeprefix("search, ")]
    return [
        lambda n: [Ask(f"/tickets/?{urlencode({'q': one})}", seat) for one in words],
        lambda n: [rows({**OPEN, "filtering": {}, "search_string": one}, seat) for one in words],
    ]


def rows(query: dict[str, Any], seat: visitors.Cookies) -> Ask:
    """The rows that a page of the list fetches for itself."""
    asked = b64encode(dumps(query).encode()).decode()
    return Ask(f"/datatables_ticket_list/{asked}?{urlencode({'start': 0, 'length': PAGE})}", seat)


def tracking(case: Case) -> Ask:
    """The page of a ticket as its citizen opens it from a letter."""
    email = case.email or f"c{case.pk}@citizen.example"
    ticket = f"d{case.department_id}-{case.pk}"
    query = urlencode({"ticket": ticket, "email": email, "key": f"key-{case.pk}"})
    return Ask(f"/view/?{query}")


def logged_in(web: Web, username: str) -> visitors.Cookies:
    """A browser in which this person is logged in there."""
    ask = Ask("/login/", body=typed(username=username, password=PASSWORD))
    answer, _ = answered(web, ask)
    cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie") or []))
    return {"sessionid": cookies["sessionid"].value}


def answered(web: Web, ask: Ask) -> tuple[http.client.HTTPResponse, str]:
    """The answer to one request, and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    method, headers = "GET" if ask.body is None else "POST", {**ask.headers, "Accept-Encoding": "identity"}
    connection.request(method, ask.path, ask.body, {**headers, "Content-Type": ask.content})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text
