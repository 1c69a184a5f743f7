"""Behind PgBouncer in transaction mode: the same product, with four connections to PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.scaling.bouncer import PgBouncer
from tests.scaling.machines import Web, status
from tests.scaling.runs import passing, python

DATABASE = "behind_bouncer"
PART: tuple[str, ...] = (
    "tests/journeys",
    "tests/notifications/test_at_once.py",
    "tests/notifications/delivery/test_worker.py",
)
PART += (
    "tests/notifications/letters/test_outbox.py",
    "tests/workflows/test_at_once.py",
    "tests/workflows/jobs/test_jobs.py",
)


@pytest.fixture
def database() -> Iterator[str]:
    """A database of its own, made before PgBouncer sees it, whose role brings its patience along."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE test_{DATABASE}")
        server.execute(f"ALTER ROLE postgres IN DATABASE test_{DATABASE} SET lock_timeout = '5s'")
        yield DATABASE
        server.execute(f"DROP DATABASE test_{DATABASE} WITH (FORCE)")


def test_the_journeys_and_the_outbox_pass(
    bouncer: PgBouncer, database: str, figure: Callable[[str], None]
) -> None:
    address = {"DATABASE_URL": bouncer.url(database), "PGBOUNCER": "1"}
    figure(f"tests that pass through PgBouncer: {passing(PART, '--reuse-db', **address)}")


def test_a_role_without_patience_is_refused_by_the_check(bouncer: PgBouncer, database: str) -> None:
    check = ["manage.py", "check", "--database", "default"]
    patient = python(*check, DATABASE_URL=bouncer.url(f"test_{database}"), PGBOUNCER="1")
    hasty = python(*check, DATABASE_URL=bouncer.url("postgres"), PGBOUNCER="1")
    assert (patient.returncode, hasty.returncode) == (0, 1)
    assert "raprueang.E015" in hasty.stderr


def connections() -> int:
    """How many connections PgBouncer has to the test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_many_threads_share_four_connections(
    bouncer: PgBouncer, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    name = connection.settings_dict["NAME"]
    address = {"DATABASE_URL": bouncer.url(name), "PGBOUNCER": "1"}
    one, two = Web(tmp_path / "one", **address), Web(tmp_path / "two", **address)
    with one, two, ThreadPoolExecutor(16) as people:
        pages = ["/", "/figures/", "/track/", "/staff/login/"] * 25
        asked = [(web, page) for page in pages for web in (one, two)]
        found = list(people.map(lambda pair: status(pair[0].port, pair[1]), asked))
        used = connections()
    assert set(found) == {200}
    assert used <= 4
    figure(f"{len(found)} pages by 16 threads of two machines: {used} connections to PostgreSQL")
