"""The people and the case of `tests.people`, filed once by each process and planted into each test.

The factories make them one after the other, by the real actions; of each step the rows that are new are kept
in a schema of its own. A test gets these rows by one statement, and every moment in them is moved on, as if
all had happened now. Where something else is there than in the beginning (another set-up, another case, other
settings, another clock or language, a transaction that commits), the factories make the thing anew.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from cases.deadlines.work_calendar import WorkCalendar
from cases.lib import process_cache
from cases.models import SetUpVersion
from tests import pristine

# A row that was there and has changed cannot be planted; the set-up's version follows from the one before and
# from what is planted: what a test before has read at this version is still known (cases.lib.setup_cache).
FUNCTIONS = """
CREATE OR REPLACE FUNCTION states.keep_new(state text, before text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; columns text; moved text; filled boolean; body text := '';
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', state);
    EXECUTE format('CREATE SCHEMA %I', state);
    FOR name IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('cases_setupversion', 'cases_eventlink')
    LOOP
        EXECUTE format('CREATE TABLE %1$I.%2$I AS TABLE public.%2$I', state, name);
        IF to_regclass(format('%I.%I', before, name)) IS NOT NULL THEN
            EXECUTE format(
                'DELETE FROM %1$I.%2$I new WHERE new::text IN (SELECT old::text FROM %3$I.%2$I old)',
                state, name, before);
        END IF;
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', state, name) INTO filled;
        IF filled THEN
            SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
                string_agg(
                    quote_ident(attname)
                        || CASE WHEN atttypid = 'timestamptz'::regtype THEN ' + later' ELSE '' END,
                    ', ' ORDER BY attnum)
            INTO columns, moved
            FROM pg_attribute
            WHERE attrelid = format('public.%I', name)::regclass
                AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
            body := body || format(
                'INSERT INTO public.%2$I (%3$s) OVERRIDING SYSTEM VALUE SELECT %4$s FROM %1$I.%2$I;',
                state, name, columns, moved);
        ELSE
            EXECUTE format('DROP TABLE %I.%I', state, name);
        END IF;
    END LOOP;
    EXECUTE format(
        'CREATE FUNCTION %I.plant(later interval) RETURNS void LANGUAGE plpgsql
        SET session_replication_role = replica AS $plant$ BEGIN %s END $plant$', state, body);
END $$;
CREATE OR REPLACE FUNCTION states.plant(state text, later interval, moment timestamptz, at uuid)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE now uuid;
BEGIN
    SELECT version INTO now FROM public.cases_setupversion;
    IF now IS DISTINCT FROM at OR abs(extract(epoch FROM clock_timestamp() - moment)) > 60 THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT %I.plant($1)', state) USING later;
    -- Moved events are linked anew.
    IF EXISTS (
        SELECT FROM public.cases_caseevent WHERE id NOT IN (SELECT event_key FROM public.cases_eventlink)
    ) THEN
        PERFORM public.cases_link_unlinked();
    END IF;
    INSERT INTO public.cases_setupversion (id, version)
    VALUES (1, md5(format('%s %s', at, state))::uuid)
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version RETURNING version INTO now;
    RETURN now;
EXCEPTION WHEN unique_violation THEN
    RETURN NULL;
END $$;
"""


@dataclass
class Kept:
    """What was made of one name, when, and what had to be there before."""

    made: Any
    at: datetime.datetime
    needs: frozenset[str]


@dataclass
class Plants:
    """What can be planted in this process, and what was in the present test."""

    kept: dict[str, Kept] = field(default_factory=dict)
    beginning: UUID | None = None
    settings: Any = None
    language: str | None = None
    planted: set[str] = field(default_factory=set)
    version: UUID | None = None

    def prepare(self, steps: dict[str, tuple[tuple[str, ...], Callable[..., Any]]]) -> None:
        """Make one thing after the other and keep its rows; the tables are as before afterwards. A step says
        what it needs, and makes the thing from what these have given."""
        if connection.in_atomic_block:
            return
        # Whatever the test before has left.
        translation.deactivate()
        process_cache.forget()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(FUNCTIONS)
            before, kept = pristine.PRISTINE, dict[str, Kept]()
            for name, (needs, make) in steps.items():
                made = make(*(kept[one].made for one in needs))
                kept[name] = Kept(made, timezone.now(), frozenset(needs))
                cursor.execute("SELECT states.keep_new(%s, %s)", [f"new_{name}", before])
                before = f"until_{name}"
                pristine.keep(before)
            pristine.restore()
        self.kept, self.settings, self.language = kept, _settings(), translation.get_language()
        self.beginning = _version()

    def begin(self) -> None:
        """A test begins: nothing is planted."""
        self.planted.clear()
        self.version = self.beginning

    def plant(self, name: str) -> Any:
        """What was made under this name, whose rows are there now; None where they could not be planted."""
        kept, now = self.kept.get(name), timezone.now()
        if (
            kept is None
            or name in self.planted
            or not kept.needs <= self.planted
            or not connection.in_atomic_block
            or _settings() is not self.settings
            or translation.get_language() != self.language
            or _office_time(now) != _office_time(kept.at)
        ):
            return None
        with connection.cursor() as cursor:
            arguments: list[Any] = [f"new_{name}", now - kept.at, now, self.version]
            cursor.execute("SELECT states.plant(%s, %s, %s, %s)", arguments)
            (version,) = cursor.fetchone()
        if version is None:
            return None
        self.version = version
        self.planted.add(name)
        return kept.made


def _office_time(moment: datetime.datetime) -> tuple[datetime.date, bool, bool]:
    """The day, and whether the office has opened and closed: a case that came then is due then."""
    local, calendar = timezone.localtime(moment), WorkCalendar
    return local.date(), local.time() < calendar.opens, local.time() <= calendar.closes


def _settings() -> object:
    """The settings in force; another object where a test has changed some."""
    return settings._wrapped  # type: ignore[misc]


def _version() -> UUID | None:
    return SetUpVersion.objects.values_list("version", flat=True).first()
