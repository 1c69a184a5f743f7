"""In a rush a bounded number is served, and everybody else is told at once to come back."""

import http.client
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings
from prometheus_client import REGISTRY

from cases.lib import admission
from config import arrivals
from config.rush import EXEMPT, Gate
from tests.config.slow_site import LONG
from tests.servers import free_port, wait_for

MANY = 200


def call(gate: Gate, path: str = "/", **environ: Any) -> tuple[str, bytes]:
    """Status and body of a request, as a server would fetch them."""
    said: list[str] = []
    body = gate({"PATH_INFO": path, **environ}, lambda status, headers: said.append(status))
    try:
        return said[0], b"".join(body)
    finally:
        getattr(body, "close", lambda: None)()


@dataclass
class Site:
    """An application that answers when it is told to."""

    may_answer: Event
    came: Event

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        self.came.set()
        assert self.may_answer.wait(10)
        start_response("200 OK", [])
        return [b"ok"]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(Event(), Event())
    yield site
    site.may_answer.set()


@pytest.fixture
def busy(site: Site) -> Gate:
    """A gate with one place, which is taken, and no chair to wait on."""
    gate = Gate(site, at_once=1, waiting=0, longest_wait=5)
    Thread(target=call, args=[gate], daemon=True).start()
    assert site.came.wait(5)
    return gate


def shed(reason: str) -> float:
    return REGISTRY.get_sample_value("raprueang_shed_requests_total", {"reason": reason}) or 0


def test_whoever_finds_no_place_is_told_to_come_back(busy):
    before = shed("full")
    status, body = call(busy)
    assert (status, shed("full") - before) == ("503 Service Unavailable", 1)
    assert "ย้อนกลับ" in body.decode()
    assert "press Back" in body.decode()


@pytest.mark.parametrize("path", EXEMPT)
def test_a_monitor_and_a_static_file_need_no_place(busy, site, path):
    site.may_answer.set()
    assert call(busy, path)[0] == "200 OK"


def test_the_place_is_free_again_after_the_answer(busy, site):
    site.may_answer.set()
    wait_for(lambda: call(busy)[0] == "200 OK", seconds=5)


def test_nobody_waits_longer_than_the_longest_wait(site):
    gate = Gate(site, at_once=1, waiting=1, longest_wait=0.1)
    Thread(target=call, args=[gate], daemon=True).start()
    assert site.came.wait(5)
    assert call(gate)[0] == "503 Service Unavailable"


def test_a_place_is_kept_until_the_answer_is_sent(site):
    site.may_answer.set()
    gate = Gate(site, at_once=1, waiting=0)
    body: Any = gate({"PATH_INFO": "/"}, lambda *_: None)
    assert call(gate)[0].startswith("503")
    body.close()
    body.close()
    assert call(gate)[0] == "200 OK"


def test_an_error_gives_its_place_back():
    def broken(environ: Any, start_response: Any) -> list[bytes]:
        raise ZeroDivisionError

    gate = Gate(broken, at_once=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            call(gate)


class Drip:
    """A body of which a byte comes now and then: `next` lets one through."""

    def __init__(self) -> None:
        self.next, self.asked = Event(), Event()

    def read(self, size: int) -> bytes:
        self.asked.set()
        assert self.next.wait(10)
        return b"x"


def test_a_request_counts_only_once_its_body_is_there(site):
    """As many drip as there are places, and one more; somebody else is served meanwhile."""
    site.may_answer.set()
    gate, drips = Gate(site, at_once=2, waiting=0), [Drip() for _ in range(3)]
    slow = {"CONTENT_LENGTH": "3", "REQUEST_METHOD": "POST"}
    with ThreadPoolExecutor(3) as people:
        answers = [people.submit(call, gate, **slow, **{"wsgi.input": drip}) for drip in drips]
        assert all(drip.asked.wait(10) for drip in drips)
        assert [call(gate)[0] for _ in range(3)] == ["200 OK"] * 3
        for drip in drips:
            drip.next.set()
        assert {answer.result()[0] for answer in answers} <= {"200 OK", "503 Service Unavailable"}


def test_a_body_comes_whole_to_the_application():
    read = []

    def reader(environ: Any, start_response: Any) -> list[bytes]:
        read.append((environ["wsgi.input"].read(), environ["wsgi.input"].read()))
        start_response("200 OK", [])
        return []

    body = os.urandom(arrivals.IN_MEMORY + 5)
    call(Gate(reader), **{"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body + b"more")})
    assert read == [(body, b"")]


def test_a_body_that_comes_too_slowly_or_breaks_off_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(arrivals, "GRACE", -1)
    long = {"CONTENT_LENGTH": "5", "wsgi.input": io.BytesIO(b"12")}
    assert call(Gate(_never), **long)[0] == "408 Request Timeout"
    monkeypatch.undo()
    assert call(Gate(_never), **long | {"wsgi.input": io.BytesIO(b"12")})[0] == "400 Bad Request"


def test_more_than_anybody_has_to_send_is_refused_in_words():
    status, page = call(Gate(_never), CONTENT_LENGTH=str(arrivals.MOST_BODY + 1))
    assert status.startswith("413")
    assert "10 MB" in page.decode()
    assert "ย้อนกลับ" in page.decode()


def test_a_body_that_finds_no_room_is_asked_for_again(tmp_path, monkeypatch):
    """A full disk: nothing can be written in the folder for what is passing through."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    body = b"x" * (arrivals.IN_MEMORY + 1)
    before = shed("disk")
    answer = call(Gate(_never), **{"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)})
    assert (answer[0], shed("disk") - before) == ("503 Service Unavailable", 1)


def _never(environ: Any, start_response: Any) -> list[bytes]:
    raise AssertionError("This request should not have come so far.")


def test_whoever_waits_for_something_outside_steps_aside(site):
    """The place is another's; only so many may step aside, and theirs are free again after the answer."""
    aside = Site(Event(), Event())

    def waiting(environ: Any, start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] != "/photos":
            return site(environ, start_response)
        if not admission.step_aside():
            start_response("200 OK", [])
            return [b"busy"]
        return aside(environ, start_response)

    site.may_answer.set()
    gate = Gate(waiting, at_once=1, waiting=0, aside=1)
    with ThreadPoolExecutor(1) as people:
        first = people.submit(call, gate, "/photos")
        assert aside.came.wait(5)
        assert call(gate)[1] == b"ok"
        assert call(gate, "/photos")[1] == b"busy"
        aside.may_answer.set()
        assert first.result()[1] == b"ok"
    assert call(gate, "/photos")[1] == b"ok"
    assert call(gate)[1] == b"ok"


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """gunicorn with production's settings, small, before slow pages; its port."""
    port = free_port()
    small = {"REQUESTS_AT_ONCE": "4", "REQUESTS_WAITING": "4", "REQUESTS_LONGEST_WAIT": "1"}
    # There are no pages of the product to be read before the start.
    small["WARM_START"] = "0"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "config/server.py", "tests.config.slow_site"],
        env=os.environ | small | {"PORT": str(port), "WEB_PROCESSES": "1"},
        cwd=settings.BASE_DIR,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: ask(port, "/healthz")[0] == 200, what="gunicorn")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def ask(port: int, path: str = "/", method: str = "GET", body: bytes = b"") -> tuple[int, float, str | None]:
    """Status, seconds and Retry-After of one request with a connection of its own; status 0: no answer."""
    started = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection, suppress(OSError):
        connection.request(method, path, body)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.monotonic() - started, answer.headers["Retry-After"]
    return 0, time.monotonic() - started, None


def test_a_rush_is_shed_at_once_and_leaves_nothing_behind(server):
    with ThreadPoolExecutor(MANY) as people:
        answers = list(people.map(lambda _: ask(server), range(MANY)))
    served = [seconds for status, seconds, _ in answers if status == 200]
    refused = [seconds for status, seconds, wait in answers if (status, wait) == (503, "10")]
    assert len(served) >= 8
    assert len(served) + len(refused) == MANY
    # Whoever is refused has waited less than whoever was served last.
    assert sorted(refused)[len(refused) // 2] < max(served)
    assert [ask(server)[0] for _ in range(5)] == [200] * 5


def test_a_refused_form_gets_its_answer_whole(server):
    typed = b"details=" + b"x" * 1_000_000
    with ThreadPoolExecutor(40) as people:
        answers = list(people.map(lambda _: ask(server, "/", "POST", typed)[0], range(40)))
    assert set(answers) == {200, 503}


def held(port: int, sent: bytes, many: int) -> list[socket.socket]:
    """So many connections on which this was sent, and no more."""
    found = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(many)]
    for one in found:
        one.sendall(sent)
    return found


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"],
    ids=["nothing", "half a line", "half a head", "half a body"],
)
def test_connections_on_which_little_comes_hold_no_thread(server, sent):
    """More of them than there are threads, places and chairs together."""
    slow = held(server, sent, 60)
    assert [ask(server)[0] for _ in range(5)] == [200] * 5
    for one in slow:
        one.close()
    assert ask(server)[0] == 200


def test_readers_who_take_nothing_hold_no_thread(server):
    """More of them than there are threads; each has asked for far more than a line holds by itself."""
    slow = held(server, b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 60)
    wait_for(lambda: ask(server)[0] == 200, what="a place")
    assert [ask(server)[0] for _ in range(5)] == [200] * 5
    # Whoever reads later gets all of it.
    with slow[0] as one, one.makefile("rb") as late:
        assert len(late.read().partition(b"\r\n\r\n")[2]) == LONG
    for one in slow[1:]:
        one.close()
    assert ask(server)[0] == 200


def test_who_does_not_close_a_connection_holds_nobody_up(server):
    """The server ends it, and waits for the other side's end (RFC 9112, 9.6) beside its work."""
    slow = held(server, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 20)
    answers = [ask(server) for _ in range(3)]
    assert [status for status, _, _ in answers] == [200] * 3
    for one in slow:
        with one, one.makefile("rb") as answer:
            assert answer.read().endswith(b"ok")


def test_an_answer_that_is_read_by_and_by_is_whole_and_the_next_one_follows(server):
    get = b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n"
    (one,) = held(server, get + get, 1)
    with one, one.makefile("rb") as answers:
        for _ in range(2):
            while answers.readline().strip():
                pass
            assert len(answers.read(LONG)) == LONG


def test_a_connection_is_used_again_and_what_came_early_is_the_next_request(server):
    get = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    (one,) = held(server, get + get + get[:9], 1)
    with one, one.makefile("rb") as answers:
        for number in range(3):
            while answers.readline().strip():
                pass
            assert answers.read(2) == b"ok"
            if number == 1:
                one.sendall(get[9:])


def test_what_is_too_large_is_refused_before_it_is_sent(server):
    (one,) = held(server, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n", 1)
    with one:
        answer = one.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 413 ")
    assert "10 MB" in answer


def test_whoever_asks_first_is_told_to_go_on(server):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    (one,) = held(server, head, 1)
    with one:
        assert one.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        one.sendall(b"ok")
        assert one.recv(100).startswith(b"HTTP/1.1 200 ")
