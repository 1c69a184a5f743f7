"""States of the database by name: kept once, brought back by one statement.

The first is PRISTINE, the tables as they were before the first test: what a test commits goes with it. Django
empties all tables and lets the applications fill them anew, which takes a second after each such test. Here
only tables that have changed are touched. What takes long to load and many tests begin with is a state of its
own (`kept_municipality` in tests.conftest).

PostgreSQL's triggers rest meanwhile: no guard of the product has an exception for tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase

PRISTINE = "pristine"
# A state is a schema of copies of the tables that have rows in it.
FUNCTIONS = """
CREATE SCHEMA IF NOT EXISTS states;
CREATE OR REPLACE FUNCTION states.keep(state text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; filled boolean;
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', state);
    EXECUTE format('CREATE SCHEMA %I', state);
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE %1$I.%2$I AS TABLE public.%2$I', state, name);
        END IF;
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION states.restore(state text) RETURNS void LANGUAGE plpgsql
SET session_replication_role = replica AS $$
DECLARE name text; kept boolean; changed boolean;
BEGIN
    FOR name, kept IN
        SELECT tablename, to_regclass(format('%I.%I', state, tablename)) IS NOT NULL
        FROM pg_tables WHERE schemaname = 'public'
    LOOP
        IF kept THEN
            EXECUTE format(
                'WITH now AS (SELECT one::text FROM public.%2$I one),
                    was AS (SELECT one::text FROM %1$I.%2$I one)
                SELECT EXISTS ((TABLE now EXCEPT ALL TABLE was) UNION ALL (TABLE was EXCEPT ALL TABLE now))',
                state, name) INTO changed;
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO changed;
        END IF;
        IF changed THEN
            EXECUTE format('DELETE FROM public.%I', name);
        END IF;
        IF changed AND kept THEN
            EXECUTE format(
                'INSERT INTO public.%2$I OVERRIDING SYSTEM VALUE TABLE %1$I.%2$I', state, name);
        END IF;
    END LOOP;
END $$;
"""


def begin() -> None:
    """Take the tables as they are for what they shall be after each test; needs a superuser of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
    keep(PRISTINE)
    TransactionTestCase._fixture_teardown = lambda case: restore()  # type: ignore[attr-defined]


def keep(state: str) -> None:
    """Keep what the tables hold now under this name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT states.keep(%s)", [state])


@contextmanager
def kept(state: str) -> Iterator[None]:
    """Keep what the block commits under this name, and undo it."""
    yield
    keep(state)
    restore()


def restore(state: str = PRISTINE) -> None:
    """Let the tables hold what they held when this state was kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT states.restore(%s)", [state])
