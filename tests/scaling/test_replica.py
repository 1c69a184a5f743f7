"""Figures from a read replica: the same numbers, and the database itself where the copy is old or away."""

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from config.beat import LEASE, TAKE
from tests.factories import STAFF_PASSWORD, CaseFactory, HeadFactory, RequestTypeFactory
from tests.journeys.visitor import Visitor
from tests.scaling.machines import Web
from tests.scaling.standby import Replica
from tests.servers import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
LAG = 15
FIGURES, CASES = "/staff/figures/figures.csv", "/staff/figures/cases.csv?measure=open"


def renew() -> None:
    """What the leading beat does every five seconds."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"holder": uuid.UUID(int=1), "seconds": LEASE})


@pytest.fixture
def copy() -> Iterator[Replica]:
    """The replica, following."""
    with Replica() as found:
        yield found


@pytest.fixture
def head(copy: Replica, tmp_path: Path) -> Iterator[Visitor]:
    """A head of department at a web machine that has a replica, with one case there."""
    request_type = RequestTypeFactory()
    HeadFactory(username="head", department=request_type.department)
    CaseFactory(request_type=request_type)
    renew()
    address = copy.url(connection.settings_dict["NAME"])
    with Web(tmp_path, REPLICA_URL=address, REPLICA_LAG=str(LAG)) as web:
        visitor = Visitor(f"http://127.0.0.1:{web.port}")
        visitor.go("/staff/login/")
        visitor.send("login", username="head", password=STAFF_PASSWORD)
        yield visitor


def lines(head: Visitor, path: str) -> list[str]:
    """The rows of a table."""
    page = head.go(path)
    assert page.status == 200
    return page.html.splitlines()


def two_cases(head: Visitor) -> bool:
    """Whether the table has the second case, while the beat goes on."""
    renew()
    return len(lines(head, CASES)) == 1 + 2


def test_the_copy_is_read_for_figures_and_not_for_the_desk(
    head: Visitor, copy: Replica, figure: Callable[[str], None]
) -> None:
    renew()
    before = lines(head, FIGURES)
    assert len(lines(head, CASES)) == 2
    renew()
    copy.ask("SELECT pg_wal_replay_pause()")
    case = CaseFactory(request_type=RequestTypeFactory._meta.model.objects.get())
    assert (lines(head, FIGURES), len(lines(head, CASES))) == (before, 2)
    assert case.number in head.go("/staff/").text
    stopped = time.monotonic()
    wait_for(lambda: two_cases(head), seconds=90, what="the database itself")
    # Each process of the web looks for itself.
    wait_for(lambda: lines(head, FIGURES) != before, seconds=30, what="the other process")
    figure(
        f"a replica that no longer follows is left after {time.monotonic() - stopped:.0f} s (limit {LAG} s)"
    )


def test_a_copy_that_is_away_is_not_missed(
    head: Visitor, copy: Replica, figure: Callable[[str], None]
) -> None:
    assert len(lines(head, CASES)) == 2
    copy.stop()
    before = time.monotonic()
    assert [len(lines(head, CASES)) for _ in range(6)] == [2] * 6
    assert lines(head, FIGURES)
    figure(f"seven tables after the replica was cut off: {time.monotonic() - before:.1f} s, all there")
