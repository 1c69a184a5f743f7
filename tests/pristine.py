"""What a test commits goes with it: the tables become again what they were before the first test.

Django empties all tables and lets the applications fill them anew, which takes a second after each such test.
Here only tables that have changed are touched, by one statement. PostgreSQL's triggers rest meanwhile: no
guard of the product has an exception for tests.
"""

from django.db import connection
from django.test import TransactionTestCase

# A schema of copies of the tables that have rows from the beginning, and what restores them.
REMEMBER = """
DROP SCHEMA IF EXISTS pristine CASCADE;
CREATE SCHEMA pristine;
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION pristine.restore() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE name text; kept boolean; changed boolean;
BEGIN
    FOR name, kept IN
        SELECT tablename, to_regclass(format('pristine.%I', tablename)) IS NOT NULL
        FROM pg_tables WHERE schemaname = 'public'
    LOOP
        IF kept THEN
            EXECUTE format(
                'WITH now AS (SELECT one::text FROM public.%1$I one),
                    was AS (SELECT one::text FROM pristine.%1$I one)
                SELECT EXISTS ((TABLE now EXCEPT ALL TABLE was) UNION ALL (TABLE was EXCEPT ALL TABLE now))',
                name) INTO changed;
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO changed;
        END IF;
        IF changed THEN
            EXECUTE format('DELETE FROM public.%I', name);
        END IF;
        IF changed AND kept THEN
            EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE pristine.%I', name, name);
        END IF;
    END LOOP;
END $$;
"""


def remember() -> None:
    """Take the tables as they are for what they shall be after each test; needs a superuser of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER)
    TransactionTestCase._fixture_teardown = lambda case: restore()  # type: ignore[attr-defined]


def restore() -> None:
    """Undo what was committed since."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pristine.restore()")
