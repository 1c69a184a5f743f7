"""People of many networks: strangers with addresses of their own, and a reader who notices how it goes on."""

import itertools
import math
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from http.cookiejar import Cookie
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.journeys.visitor import Visitor

TOKEN = "s" * 32
PATIENCE = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back; `seconds` is how long it took."""

    status: int
    seconds: float
    headers: Mapping[str, str]
    text: str


def addresses(*, networks: int, each: int = 1, first: int = 1) -> Iterator[str]:
    """Yield `each` addresses of every one of so many networks (/24), from 127.`first`.0.0 on."""
    for network, host in itertools.product(range(networks), range(1, each + 1)):
        yield f"127.{first + network // 256}.{network % 256}.{host}"


class Stranger(Visitor):
    """A visitor from this address; `post` sends a form without having read its page."""

    def __init__(self, site: str, address: str) -> None:
        super().__init__(site)
        self.address = address
        self.cookies.set_cookie(_csrf_cookie(urlsplit(site).hostname or ""))
        way = _From(address)
        self._opener = urllib.request.build_opener(way, self._cookie_handler())
        self._once = urllib.request.build_opener(way, self._cookie_handler(), _NoRedirects())

    def get(self, path: str) -> Answer:
        """Open this address; a redirect is an answer."""
        return self._ask(urllib.request.Request(urljoin(self.site, path)))  # noqa: S310

    def post(self, path: str, files: Mapping[str, Any] | None = None, **typed: Any) -> Answer:
        """Send a form, with a CSRF token of one's own making, as a script does; a redirect is an answer."""
        token = next(one.value for one in self.cookies if one.name == settings.CSRF_COOKIE_NAME)
        values = {"csrfmiddlewaretoken": token, **typed}
        if files:
            body, content_type = encode_multipart(BOUNDARY, {**values, **files}), MULTIPART_CONTENT
        else:
            body, content_type = urlencode(values, doseq=True).encode(), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content_type}
        return self._ask(urllib.request.Request(urljoin(self.site, path), body, headers))  # noqa: S310

    def _cookie_handler(self) -> urllib.request.HTTPCookieProcessor:
        return urllib.request.HTTPCookieProcessor(self.cookies)

    def _ask(self, request: urllib.request.Request) -> Answer:
        begin = time.perf_counter()
        try:
            answer = self._once.open(request, timeout=PATIENCE)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            text = answer.read().decode(errors="replace")
            return Answer(answer.status, time.perf_counter() - begin, dict(answer.headers), text)


def at_once(acts: Iterable[Callable[[], Answer]], *, together: int = 8, seconds: float = 120) -> list[Answer]:
    """Do all of it, so many at a time; after so many seconds nothing new is begun. The answers, in the order
    in which the acts were given."""
    end = time.monotonic() + seconds

    def act(one: Callable[[], Answer]) -> Answer | None:
        return one() if time.monotonic() < end else None

    with ThreadPoolExecutor(together) as pool:
        return [answer for answer in pool.map(act, acts) if answer is not None]


def statuses(answers: Iterable[Answer]) -> Counter[int]:
    """How often each status was answered."""
    return Counter(answer.status for answer in answers)


def p95(seconds: Iterable[float]) -> float:
    """The time that 95 of 100 did not exceed; 0 for none."""
    found = sorted(seconds)
    return found[math.ceil(len(found) * 0.95) - 1] if found else 0.0


class Reader:
    """Somebody of another network who opens these pages one after the other for as long as the block lasts,
    with a breath of `pause` seconds between them."""

    def __init__(
        self, site: str, paths: Sequence[str], *, address: str = "127.200.0.1", pause: float = 0.05
    ) -> None:
        self.person, self.paths, self.pause = Stranger(site, address), paths, pause
        self.answers: list[Answer] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._read)

    @property
    def p95(self) -> float:
        """The seconds within which 95 of 100 pages came."""
        return p95(answer.seconds for answer in self.answers)

    @property
    def refused(self) -> int:
        """How many pages did not come."""
        return sum(answer.status >= 400 for answer in self.answers)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        for path in itertools.cycle(self.paths):
            if self._over.wait(self.pause):
                return
            self.answers.append(self.person.get(path))


class _From(urllib.request.HTTPHandler):
    """Connections that leave from one address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def http_open(self, req: urllib.request.Request) -> Any:
        def connection(host: str, **given: Any) -> HTTPConnection:
            return HTTPConnection(host, source_address=(self.address, 0), **given)

        return self.do_open(connection, req)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Whoever attacks does not follow."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _csrf_cookie(host: str) -> Cookie:
    """Django takes any token that the form and the cookie agree on: it keeps other sites out, not scripts."""
    return Cookie(
        0, settings.CSRF_COOKIE_NAME, TOKEN, None, False, host, True, False, "/", True, False, None, False,
        None, None, {}
    )  # fmt: skip
