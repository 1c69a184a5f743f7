"""Copies as COPY wants them, and the processes that write them into the database."""

import datetime
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import Any

from django.db import connection, transaction

from cases.models import Attachment, Case, Finding
from cases.text.dates import buddhist_year
from workflows.inbox import month_windows, search_index, thai_words
from workflows.models import CaseSearch
from workflows.sample import slots
from workflows.sample.history import Copy
from workflows.sample.offices import Offices
from workflows.sample.patterns import OPTIONAL, Pattern
from workflows.sample.tables import Table, tables
from workflows.sample.townspeople import WORDS, Townspeople

AT_ONCE = 2000
# The HTML of a letter is not kept for long, and a sample need not have each photo ten times over.
LETTERS_KEPT, PHOTOS_KEPT = datetime.timedelta(days=30), datetime.timedelta(days=365)
FAST = "SET LOCAL synchronous_commit TO off"
# Rows that were consistent are copied: the foreign keys and triggers need not look at each again.
UNCHECKED = "SET LOCAL session_replication_role TO replica"


@dataclass(frozen=True)
class Chunk:
    """Some copies that follow each other, with the running number of each and the keys before the first."""

    number: int
    copies: Sequence[Copy]
    numbers: Sequence[str]
    keys: dict[str, int]


@dataclass(frozen=True)
class Source:
    """What every chunk is made from; the processes that write inherit it."""

    patterns: list[Pattern]
    offices: Offices
    seed: int
    now: datetime.datetime


def chunks(
    copies: list[Copy], patterns: list[Pattern], *, keys: Counter[str], last: Counter[int]
) -> Iterator[Chunk]:
    """The copies in portions. `keys` are the highest ones of the tables, `last` the running numbers of the
    years: both are moved on."""
    for first in range(0, len(copies), AT_ONCE):
        some, before = copies[first : first + AT_ONCE], dict(keys)
        for copy in some:
            keys.update({table.name: n for table, n in patterns[copy.pattern].counts.items()})
        yield Chunk(first // AT_ONCE, some, [_next(copy, last) for copy in some], before)


def write(source: Source, found: Iterator[Chunk], *, processes: int) -> Iterator[int]:
    """Write all chunks, in any order; after each of them yield how many copies it had."""
    connection.close()
    with get_context("fork").Pool(processes, _inherit, (source,)) as pool:
        yield from _of(pool, found)


def _of(pool: Pool, found: Iterator[Chunk]) -> Iterator[int]:
    yield from pool.imap_unordered(_write, found)


def _next(copy: Copy, last: Counter[int]) -> str:
    year = buddhist_year(copy.received)
    last[year] += 1
    return f"{year}-{last[year]:05d}"


_source: Source


def _inherit(source: Source) -> None:
    global _source
    _source = source
    connection.connect()


def _write(chunk: Chunk) -> int:
    with transaction.atomic():
        Writer(_source, chunk).write()
    return len(chunk.copies)


def unchecked(cursor: Any) -> None:
    """Take rows as they are until the end of the transaction, where the database's user may say so."""
    cursor.execute(FAST)
    cursor.execute("SELECT current_setting('is_superuser') = 'on'")
    if cursor.fetchone()[0]:
        cursor.execute(UNCHECKED)


class Writer:
    """Makes the rows of a chunk; the same chunk of the same source gives the same rows."""

    def __init__(self, source: Source, chunk: Chunk) -> None:
        self.source, self.chunk = source, chunk
        self.rng = random.Random(f"{source.seed}/{chunk.number}")  # noqa: S311 - no secrets
        self.people = Townspeople(self.rng)
        self.keys = Counter(chunk.keys)
        self.texts: dict[Table, list[str]] = defaultdict(list)
        self.search = next(table for table in tables() if table.model is CaseSearch)

    def write(self) -> None:
        """Write the rows into the database."""
        with connection.cursor() as cursor:
            unchecked(cursor)
            for table, text in self.written():
                with cursor.copy(f'COPY "{table.name}" ({table.columns}) FROM STDIN') as copy:
                    copy.write(text)

    def written(self) -> Iterator[tuple[Table, str]]:
        """All rows by table, parents first."""
        for copy, number in zip(self.chunk.copies, self.chunk.numbers, strict=True):
            self._add(copy, number)
        for table in tables():
            if self.texts[table]:
                yield table, "".join(self.texts[table])

    def _add(self, copy: Copy, number: str) -> None:
        pattern = self.source.patterns[copy.pattern]
        request_type, english = pattern.case.request_type.code, pattern.case.language == "en"
        words = self.people.drawn(request_type, number, english=english)
        values = self._values(copy, pattern, words)
        age = self.source.now - copy.received
        for table, rows in pattern.rows.items():
            if table.model is Attachment and age > PHOTOS_KEPT:
                continue
            if table.model is Finding and age > PHOTOS_KEPT:
                rows = pattern.findings
            if table == pattern.letters and age > LETTERS_KEPT:
                rows = pattern.plain_letters
            self.texts[table].append(rows.filled(values))
        self._find(copy, pattern, words, values)
        self.keys.update({table.name: n for table, n in pattern.counts.items()})

    def _values(self, copy: Copy, pattern: Pattern, words: dict[str, str]) -> list[str]:
        values = [words[name] for name in WORDS]
        staff, days = self.source.offices.drawn(self.rng), copy.earlier.days
        values += [staff[key] for key in pattern.staff]
        values += [str(self.keys[table.name] + 1 + n) for table, n in pattern.keys]
        values += [uuid.UUID(int=self.rng.getrandbits(128), version=4).hex for _ in range(pattern.uuids)]
        values += [str(time - copy.earlier) for time in pattern.times]
        values += [slots.written(day - datetime.timedelta(days=days), way) for day, way in pattern.days]
        return values

    def _find(self, copy: Copy, pattern: Pattern, words: dict[str, str], values: list[str]) -> None:
        case = pattern.case
        case.received_at = copy.received
        # Past the descriptors: a telephone number would be taken apart and put together.
        # What this case was filed without, its copies lack as well.
        case.__dict__.update(
            (name, text)
            for name, text in words.items()
            if name in case.__dict__ and (case.__dict__[name] or name not in OPTIONAL)
        )
        said = [*search_index.about(case), pattern.said.filled(values)]
        found = pattern.words | thai_words.lexemes(said) | {month_windows.lexeme(copy.received)}
        row = (
            str(self.keys[Case._meta.db_table] + 1),
            _vector(found),
            _vector(search_index.about_person(case)),
        )
        self.texts[self.search].append("\t".join(row) + "\n")


def _vector(words: Any) -> str:
    return " ".join(f"'{word}'" for word in sorted(words))
