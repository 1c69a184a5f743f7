"""What the factories make by the real actions, made by each process once and copied in for later tests.

A test that makes what an earlier one has made, by the same calls from the same beginning, gets the rows of
before under the keys of before, by one statement: a case takes a hundredth of a second in place of a fifth.
The rows are read the second time that the process makes them. They are SECONDS old at most.

The calls make a chain. A statement of the test's own that changes rows is a link of it too; one that inserts
some ends it, for their keys are new ones. Nothing is kept for a test that commits or has patched something.
"""

import copy
import time
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection, models, transaction
from django.utils.translation import get_language

SECONDS = 120
# A row's `xmin` is the transaction, or the savepoint's own, that wrote it; later ones have higher numbers.
FUNCTIONS = """
CREATE SCHEMA IF NOT EXISTS states;
CREATE TABLE IF NOT EXISTS states.mark (made boolean);
CREATE OR REPLACE FUNCTION states.written_since(mark bigint)
RETURNS TABLE (name text, key text, rows text) LANGUAGE plpgsql AS $$
BEGIN
    FOR name, key IN
        SELECT c.relname, a.attname FROM pg_class c
        JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE format('SELECT array_agg(one)::text FROM public.%I one WHERE xmin::text::bigint >= $1', name)
        INTO rows USING mark;
        IF rows IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION states.write(names text[], keys text[], rows text[]) RETURNS void LANGUAGE plpgsql
SET session_replication_role = replica AS $$
BEGIN
    FOR i IN 1 .. cardinality(names) LOOP
        EXECUTE format(
            'DELETE FROM public.%1$I WHERE %2$I IN (SELECT %2$I FROM unnest(%3$L::public.%1$I[]))',
            names[i], keys[i], rows[i]);
        EXECUTE format(
            'INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM unnest(%2$L::public.%1$I[])',
            names[i], rows[i]);
    END LOOP;
END $$;
"""
MARK = "INSERT INTO states.mark VALUES (true) RETURNING xmin::text::bigint"
WRITTEN = "SELECT name, key, rows FROM states.written_since(%s)"
WRITE = "SELECT states.write(%s, %s, %s)"
# What a test begins with: the set-up, by its version, and who and what is there already.
BEGINNING = """
SELECT (SELECT version FROM cases_setupversion), (SELECT array_agg(id ORDER BY id) FROM cases_user),
    (SELECT array_agg(id ORDER BY id) FROM cases_case)
"""
READING = ("SELECT", "SAVEPOINT", "RELEASE", "SHOW", "EXPLAIN", "SET CONSTRAINTS")
PLAIN = (str, int, float, bytes, type(None))


class State(NamedTuple):
    """What a factory has returned, the rows by table, key and content, what waits for the commit, its age."""

    value: Any
    rows: list[list[str]]
    on_commit: list[Any]
    made: float


class Chain:
    """What this test has done to the database so far; `links` is None where nobody can say any more."""

    def __init__(self) -> None:
        self.links: Hashable | None = ()
        self.making = False
        self.patches: pytest.MonkeyPatch | None = None

    def begin(self, patches: pytest.MonkeyPatch) -> None:
        """Begin with another test."""
        self.links, self.making, self.patches = (), False, patches

    def watch(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Take a statement for a link (Django's `execute_wrapper`)."""
        if not self.making and self.links is not None:
            verb = str(sql).lstrip()[:15].upper()
            if "states.restore" in str(sql):
                self.links = ()
            elif verb.startswith(("UPDATE", "DELETE")) and self.links:
                self.links = hash((self.links, str(sql), repr(params)))
            elif not verb.startswith(READING):
                self.links = None
        return execute(sql, params, many, context)

    def stands(self) -> bool:
        """Whether what follows can be told from what has been."""
        patched = self.patches is None or self.patches._setattr or self.patches._setitem
        return self.links is not None and not self.making and connection.in_atomic_block and not patched


_chain = Chain()
_seen: set[Hashable] = set()
_states: dict[Hashable, State] = {}
begin_test = _chain.begin


def begin() -> None:
    """Make what this module needs in the database, and watch what is said to it."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
    connection.execute_wrappers.append(_chain.watch)


def kept(name: Hashable, make: Callable[[], Any], asked: dict[str, Any]) -> Any:
    """What `make` makes, whose name and arguments say all about it; or a copy of what it has made before."""
    if not _chain.stands() or not _told(asked):
        return make() if _chain.making else _alone(make, links=None)
    links = _chain.links or _beginning()
    key = hash((links, name, get_language(), _overridden(), _content(asked)))
    state = _states.get(key)
    if state and time.monotonic() < state.made + SECONDS:
        _chain.links = key
        return _copied_in(state)
    if key not in _seen:
        _seen.add(key)
        return _alone(make, links=key)
    value, _states[key] = _alone(lambda: _recorded(make), links=key)
    return value


def _alone(make: Callable[[], Any], *, links: Hashable | None) -> Any:
    """Make it; its own statements are no links."""
    _chain.making, _chain.links = True, None
    try:
        value = make()
        _chain.links = links
        return value
    finally:
        _chain.making = False


def _recorded(make: Callable[[], Any]) -> tuple[Any, State]:
    """Make it, and read what was written meanwhile."""
    waiting = len(connection.run_on_commit)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MARK)
        mark = cursor.fetchone()
        value = make()
        cursor.execute(WRITTEN, mark)
        rows = [list(column) for column in zip(*cursor.fetchall(), strict=True)]
    # django-stubs knows the tuples of Django 4.
    added: list[Any] = connection.run_on_commit[waiting:]
    on_commit = [(call, robust) for _savepoints, call, robust in added]
    return value, State(copy.deepcopy(value), rows, on_commit, time.monotonic())


def _copied_in(state: State) -> Any:
    """Write the rows; a copy of the value, which the test may change."""
    if state.rows:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, state.rows)
    for call, robust in state.on_commit:
        transaction.on_commit(call, robust=robust)
    return copy.deepcopy(state.value)


def _beginning() -> Hashable:
    with connection.cursor() as cursor:
        cursor.execute(BEGINNING)
        return repr(cursor.fetchone())


def _overridden() -> str:
    """The settings that something before has changed."""
    layer, found = settings._wrapped, ""  # type: ignore[misc]
    while isinstance(layer, UserSettingsHolder):
        found += repr({name: value for name, value in vars(layer).items() if name.isupper()})
        layer = layer.default_settings
    return found


def _told(value: Any) -> bool:
    """Whether the fields of the arguments say all about them: no files, nothing unsaved."""
    if isinstance(value, dict):
        return all(map(_told, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(_told, value))
    return isinstance(value, PLAIN) or (isinstance(value, models.Model) and value.pk is not None)


def _content(value: Any) -> Any:
    """What tells an argument from others."""
    if isinstance(value, dict):
        return tuple((name, _content(one)) for name, one in sorted(value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(map(_content, value))
    if isinstance(value, models.Model):
        fields = value._meta.concrete_fields
        return value._meta.label, repr([value.__dict__.get(field.attname) for field in fields])
    return repr(value)
