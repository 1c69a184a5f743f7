"""In a rush a bounded number is served, and everybody else is told at once to come back."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import pytest
from prometheus_client import REGISTRY

from config.local import BASE_DIR
from config.rush import EXEMPT, Gate
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


@pytest.fixture
def server() -> Iterator[int]:
    """gunicorn with production's settings, small, before slow pages; its port."""
    port = free_port()
    small = {"REQUESTS_AT_ONCE": "4", "REQUESTS_WAITING": "4", "REQUESTS_LONGEST_WAIT": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "config/server.py", "tests.config.slow_site"],
        env=os.environ | small | {"PORT": str(port), "WEB_PROCESSES": "1"},
        cwd=BASE_DIR,
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
