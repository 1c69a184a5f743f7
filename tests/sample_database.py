"""The sample that tests of many cases begin with: loaded once by each run, into a database of its own.

Whoever needs it works on a copy, which takes a second; to tell its lives takes a minute.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from cases.lib import process_cache, setup_cache

CASES = 1_500
LOADED = f"sample_{Path(os.environ['TEST_HOME']).name}"
UNFINISHED = f"{LOADED}_unfinished"
THERE = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)"
# The processes that wrote the copies may be about to end.
END_OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
# Of the processes of a run one loads it, and the others wait.
ALONE, NEXT = "SELECT pg_advisory_lock(hashtext(%s))", "SELECT pg_advisory_unlock(hashtext(%s))"


@pytest.fixture(scope="session")
def no_sample_left(django_db_setup: None) -> Iterator[None]:
    """At the end the sample is gone; a process that is slower loads it anew."""
    yield
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        _drop(link, LOADED)


@pytest.fixture(scope="module")
def copy_of_the_sample(no_sample_left: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database with the sample, on which this process works until the end of the module; `DATABASE_URL` is
    its address."""
    server, used = os.environ["DATABASE_URL"], connection.settings_dict["NAME"]
    name = f"{used}_sample"
    with django_db_blocker.unblock(), psycopg.connect(server, autocommit=True) as link:
        link.execute(ALONE, [LOADED])
        if link.execute(THERE, [LOADED]).fetchone() == (False,):
            _load(link, server)
        _create(link, name, LOADED)
        link.execute(NEXT, [LOADED])
        with _at_work_on(name, server):
            yield
        _drop(link, name)


def _load(link: psycopg.Connection[Any], server: str) -> None:
    connection.close()
    _create(link, UNFINISHED, os.environ.get("TEST_TEMPLATE", connection.settings_dict["NAME"]))
    with _at_work_on(UNFINISHED, server):
        call_command("load_sample", cases=CASES, stdout=io.StringIO())
    link.execute(END_OTHERS, [UNFINISHED])
    names = sql.Identifier(UNFINISHED), sql.Identifier(LOADED)
    link.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))


def _create(link: psycopg.Connection[Any], name: str, template: str) -> None:
    _drop(link, name)
    names = sql.Identifier(name), sql.Identifier(template)
    link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


def _drop(link: psycopg.Connection[Any], name: str) -> None:
    link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _at_work_on(name: str, server: str) -> Iterator[None]:
    """Let this process work on this database. What was remembered is of another one, and the language is one
    that a test has left."""
    used = connection.settings_dict["NAME"]
    _turn_to(name, urlsplit(server)._replace(path=f"/{name}").geturl())
    try:
        yield
    finally:
        _turn_to(used, server)


def _turn_to(name: str, url: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = url
    translation.deactivate()
    cache.clear()
    process_cache.forget()
    setup_cache.forget()
