"""Pages keep their statements, with more cases than fit on them; what they cost is `make bench`'s to say."""

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
from tests.bench.statements import played

SIZE = 1_000
PLAYED = 5
NAME = "guard"
# What pages took when this was written.
MOST_STATEMENTS = {
    "home": 5,
    "form page": 15,
    "citizen's details": 15,
    "inbox": 12,
    "search": 12,
    # With pictures and rights of each card.
    "look": 14,
    # One more for the answers of its form, for an outside party, and two for a transfer, whichever the day's
    # most urgent cases have.
    "case page": 17,
    "dashboard": 15,
    "log in": 20,
    "file a request": 11,
    # Only where a department has so many to assign, which the day decides.
    "assign 50 at once": 1000,
    "assign": 24,
    "resolve": 34,
}
REMEMBERED = (
    visitors.seat,
    visitors.head,
    visitors.clerk,
    visitors.executive,
    pages.all_some,
    forms.request_type,
)


@pytest.fixture
def thousand(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
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
    name, migrated = sql.Identifier(NAME), sql.Identifier(os.environ.get("TEST_TEMPLATE", "template1"))
    url = urlsplit(server)._replace(path=f"/{NAME}").geturl()
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, migrated))
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


def _limit(name: str) -> int | None:
    return next((limit for begin, limit in MOST_STATEMENTS.items() if name.startswith(begin)), None)


@pytest.mark.timeout(900)
def test_pages_keep_their_statements(thousand: None) -> None:
    beyond = {}
    for row in [*pages.rows(), *steps.rows()]:
        if (limit := _limit(row.name)) and (asks := [*row.asks(PLAYED)]):
            # The first warms up; what is written once a minute (when somebody was last here) is left out.
            first, *others = [
                played(ask, row.good) for ask in (asks * PLAYED)[: len(asks) if row.once else PLAYED]
            ]
            found = min(one.count for one in others or [first])
            if found > limit:
                beyond[row.name] = found
    assert beyond == {}
