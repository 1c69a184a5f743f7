"""Several web machines behind one address: a visitor's pages come from either, and one may die."""

import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from django.db import connection

from cases.models import Attachment, Case
from tests.faults.conftest import OddMailServer
from tests.journeys.conftest import Town, people  # noqa: F401  (a fixture)
from tests.journeys.visitor import Page, Visitor
from tests.scaling.balancer import Balancer
from tests.scaling.bucket import Bucket
from tests.scaling.machines import Web
from tests.servers import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)
VISITORS, EACH = 4, 3
# haproxy has nobody; or the page says that somebody was faster, while a dead machine still held a lock.
AGAIN = (502, 503, 504, 409)


class Stubborn(Visitor):
    """Somebody who sends a page again when the line broke; keeps which machine answered."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.machines: list[str] = []
        self.again = 0

    def _open(self, request: urllib.request.Request) -> Page:
        for _ in range(20):
            if page := self._once(request):
                return page
            self.again += 1
            time.sleep(0.5)
        raise AssertionError(f"nobody answers {request.full_url}")

    def _once(self, request: urllib.request.Request) -> Page | None:
        try:
            answer = self._opener.open(request, timeout=30)
        except HTTPError as refusal:
            answer = refusal
        except (URLError, HTTPException, ConnectionError):
            return None
        with answer:
            if answer.status in AGAIN:
                return None
            self.machines.append(answer.headers.get("X-Machine", ""))
            self.page = Page(answer.geturl(), answer.status, answer.read().decode(errors="replace"))
        return self.page


@pytest.fixture
def site(people: None, redis_server: RedisServer, tmp_path: Path) -> Iterator[Balancer]:  # noqa: F811
    """Two machines with nothing in common but PostgreSQL, Redis and the storage of files."""
    with Bucket() as bucket:
        given = {"redis_url": redis_server.url, **bucket.environment}
        one, two = (Web(tmp_path / name, **given) for name in ("one", "two"))
        with one, two, Balancer([one, two], tmp_path) as balancer:
            yield balancer


@pytest.fixture
def town(site: Balancer) -> Town:
    """The town behind the address."""
    return Town(site.url, OddMailServer())


def test_one_visit_is_served_by_both_machines(town: Town) -> None:
    citizen = Stubborn(town.site)
    number, password = town.file(citizen)
    page = town.log_in(citizen, number, password)
    assert (page.status, number in page.text) == (200, True)
    photo = f"/photos/{Attachment.objects.get().pk}/"
    # The photo came to one machine and is read by both, each asking who is there.
    assert {citizen.go(photo).status for _ in range(12)} == {200}
    assert set(citizen.machines[-12:]) == {"m0", "m1"}


def test_wrong_passwords_are_counted_together(town: Town) -> None:
    number, _ = town.file(Stubborn(town.site))
    thief = Stubborn(town.site)
    found = [town.log_in(thief, number, "0000 0000 0000").status for _ in range(12)]
    assert {"m0", "m1"} <= set(thief.machines)
    assert found[-1] == 429


def test_a_machine_dies_in_the_middle_and_nobody_loses_anything(
    town: Town, site: Balancer, figure: Callable[[str], None]
) -> None:
    def file(_: int) -> int:
        citizen = Stubborn(town.site)
        try:
            for _ in range(EACH):
                citizen.go("/requests/road_damage/")
                town.fill_in(citizen)
        finally:
            connection.close()
        return citizen.again

    with ThreadPoolExecutor(VISITORS) as together:
        found = together.map(file, range(VISITORS))
        while Case.objects.count() < VISITORS:
            time.sleep(0.02)
        site.machines[0].stop()
        again = sum(found)
    assert (Case.objects.count(), Attachment.objects.count()) == (VISITORS * EACH, VISITORS * EACH)
    figure(f"a web machine cut off while {VISITORS} visitors filed {VISITORS * EACH} requests: all there,")
    figure(f"  none twice; {again} pages had to be sent again")
