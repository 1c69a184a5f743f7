"""Pages keep their statements, and their cost beside a floor, at 10,000 cases; never a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from tests.bench import forms, pages, steps, visitors
from tests.bench.database import load
from tests.bench.statements import profiled
from tests.bench.targets import FIFTY

SIZE = 10_000
PLAYED = 5
NAME = "guard"
# Statements at most, and CPU of this process at most as a multiple of the 50-row floor's: what pages cost
# when this was written, and half as much again for noise.
LIMITS = {
    "home": (5, 1.2),
    "form page": (15, 1.2),
    "citizen's details": (15, 1.6),
    "inbox": (12, 6.0),
    "search": (12, 7.0),
    "case page": (20, 6.0),
    "dashboard": (15, 4.8),
    "log in": (20, 2.6),
    "file a request": (30, 4.2),
    # Only where a department has so many to assign, which the day decides.
    "assign 50 at once": (2400, 150.0),
    "assign": (60, 5.0),
    "resolve": (60, 5.0),
}
REMEMBERED = (visitors.seat, visitors.head, visitors.clerk, visitors.executive, pages.all_some, forms.kind)


@pytest.fixture
def ten_thousand(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own with so many cases, and the floors among the addresses."""
    used, url = connection.settings_dict["NAME"], os.environ["DATABASE_URL"]
    with django_db_blocker.unblock(), _database(url) as own:
        connection.close()
        connection.settings_dict["NAME"] = NAME
        _forget()
        with override_settings(**_with_floors()):
            os.environ["DATABASE_URL"] = own
            yield
        os.environ["DATABASE_URL"] = url
        connection.close()
        connection.settings_dict["NAME"] = used
        _forget()


@contextmanager
def _database(server: str) -> Iterator[str]:
    """The address of a database that is loaded, and gone afterwards."""
    name = sql.Identifier(NAME)
    url = urlsplit(server)._replace(path=f"/{NAME}").geturl()
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        link.execute(sql.SQL("CREATE DATABASE {}").format(name))
        os.environ["FIELD_KEYS"] = settings.FIELD_KEYS[0]
        try:
            load(url, SIZE)
            yield url
        finally:
            del os.environ["FIELD_KEYS"]
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _with_floors() -> dict[str, Any]:
    engine = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], settings.BASE_DIR / "tests" / "bench" / "templates"]
    templates = [{**engine, "DIRS": folders}]
    return {"ROOT_URLCONF": "tests.bench.urls", "TEMPLATES": templates, "TRUSTED_PROXIES": 1}


def _forget() -> None:
    """What was remembered is of another database."""
    cache.clear()
    for one in REMEMBERED:
        one.cache_clear()
    steps.supply.used.clear()


def _limit(name: str) -> tuple[int, float] | None:
    return next((limit for begin, limit in LIMITS.items() if name.startswith(begin)), None)


@pytest.mark.timeout(900)
def test_pages_keep_their_statements_and_their_share_of_the_floor(ten_thousand: None) -> None:
    rows = {row.name: row for row in [*pages.rows(), *steps.rows()]}
    floor = profiled(rows[FIFTY].asks(PLAYED), good=(200,)).cpu
    beyond = {}
    for name, row in rows.items():
        if (limit := _limit(name)) and (asks := [*row.asks(PLAYED)]):
            profile = profiled((asks * PLAYED)[: len(asks) if row.once else PLAYED], good=row.good)
            found = (profile.count, round(profile.cpu / floor, 1))
            if found[0] > limit[0] or found[1] > limit[1]:
                beyond[name] = found
    assert beyond == {}
