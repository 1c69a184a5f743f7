"""Loads a sample: tells some lives, then writes their copies as fast as the database takes them."""

import datetime
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from psycopg import sql
from tqdm import tqdm

from cases.audit import event_chain
from cases.models import Case, CaseEvent, Duplicate, YearCounter
from cases.setup.demonstration import require_trial
from workflows.demo.stories import Stories
from workflows.figures import sums
from workflows.models import FigureSum
from workflows.sample import CASE_PASSWORD
from workflows.sample.copying import Source, chunks, unchecked, write
from workflows.sample.history import copies
from workflows.sample.offices import Offices
from workflows.sample.patterns import read
from workflows.sample.tables import tables

# So many lives are told at least and at most: each takes as long as its citizen, head and officer need.
FEWEST, MOST = 100, 400
# From so many rows on, an index is made faster anew than row by row.
MANY = 50_000
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique
"""

# As the triggers on these tables would have noted it, which copies pass by.
CHANGED = """
INSERT INTO workflows_changedday (day)
SELECT figures_day(received_at) FROM cases_case
UNION SELECT figures_day(resolved_at) FROM cases_case WHERE resolved_at IS NOT NULL
UNION SELECT figures_day(at) FROM cases_feedback
UNION SELECT figures_day(at) FROM cases_caseevent
"""


def lives(count: int) -> int:
    """How many lives a sample of so many cases is copied from."""
    return min(count, max(FEWEST, min(MOST, count // 1000)))


def copy_lives(count: int, *, seed: int, now: datetime.datetime) -> int:
    """Add copies of the cases that are there until there are `count`; return how many. All or none.

    Raises RealInstallation where the demo is not on: every case gets a known password.
    """
    require_trial()
    rng = random.Random(seed)  # noqa: S311 - no secrets
    Case.objects.update(password=make_password(CASE_PASSWORD))
    # Read before the others are hired: whoever is named in the lives that were told was there by then.
    patterns = read(single_cases())
    with transaction.atomic():
        offices = Offices(Stories(rng))
    wanted = copies(patterns, count - Case.objects.count(), rng)
    source, last = (
        Source(patterns, offices, seed, now),
        Counter(dict(YearCounter.objects.values_list("year", "last"))),
    )
    portions = chunks(wanted, patterns, keys=highest_keys(), last=last)
    with (
        all_or_none(highest_keys()),
        _without_indexes(len(wanted)),
        tqdm(total=len(wanted), unit=" cases") as bar,
    ):
        for done in write(source, portions, processes=os.cpu_count() or 1):
            bar.update(done)
        _count_on(last)
    # The days are counted with the indexes back and their statistics known: without them each reads it all.
    _vacuum()
    sums.sum_up()
    _vacuum(FigureSum)
    return len(wanted)


def _vacuum(*models: type[Model]) -> None:
    names = ", ".join(model._meta.db_table for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {names}")


def single_cases() -> list[Case]:
    """The cases that share no row with another one, the oldest first."""
    pairs = Duplicate.objects.values_list("case", "main")
    joined = {pk for pair in pairs for pk in pair}
    cases = Case.objects.exclude(pk__in=joined).select_related("request_type").order_by("received_at", "pk")
    return list(cases.defer(None))


def highest_keys() -> Counter[str]:
    """The highest number of each table that numbers its rows."""
    found: Counter[str] = Counter()
    for table in tables():
        if table.model._meta.auto_field is not None:
            found[table.name] = table.model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    return found


@contextmanager
def all_or_none(before: Counter[str]) -> Iterator[None]:
    """Take out again what was written, if not all of it was."""
    try:
        yield
    except BaseException:
        cases = before[Case._meta.db_table]
        with transaction.atomic(), connection.cursor() as cursor:
            unchecked(cursor)
            for table in reversed(tables()):
                numbered = table.name in before
                column, last = ("id", before[table.name]) if numbered else ("case_id", cases)
                wrong = sql.SQL("DELETE FROM {} WHERE {} > %s")
                cursor.execute(wrong.format(sql.Identifier(table.name), sql.Identifier(column)), [last])
            event_chain.forget_copies(after=before[CaseEvent._meta.db_table])
        raise


@contextmanager
def _without_indexes(count: int) -> Iterator[None]:
    """Drop the indexes that guard nothing while many rows come, and make them again at the end."""
    if count < MANY:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [[table.name for table in tables()]])
        found = cursor.fetchall()
        for name, _made in found:
            cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem TO '512MB'")
            for _name, made in tqdm(found, unit=" indexes"):
                cursor.execute(made)


def _count_on(last: Counter[int]) -> None:
    """Let numbers and keys go on after the copies, and note which days have to be counted."""
    for year, running in last.items():
        YearCounter.objects.update_or_create(year=year, defaults={"last": running})
    models = [table.model for table in tables() if table.model._meta.auto_field is not None]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute(CHANGED)
    event_chain.link_unlinked()
