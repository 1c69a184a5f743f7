"""A file of old cases, row by row: judged, passed over where it is there, written in batches."""

import datetime
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import DataError, IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from workflows.old_cases import tables, writing
from workflows.old_cases.judging import Judge, OldCase
from workflows.old_cases.mapping import Mapping
from workflows.old_cases.photos import PhotoFolder
from workflows.old_cases.problems import BadFile, Problem
from workflows.old_cases.vocabulary import Vocabulary

# So many cases, or photos, are written at once: the counter of the year is held meanwhile.
AT_ONCE, PHOTOS_AT_ONCE = 250, 40
LOCK = "import old cases"


@dataclass
class Progress:
    """How far it is: the part of the file in bytes, and how many rows came to what."""

    read: int = 0
    size: int = 0
    written: int = 0
    known: int = 0
    refused: int = 0
    left_out: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Import:
    """One run over a file; with `dry_run` everything is judged and nothing stored."""

    path: Path
    mapping: Mapping
    photos: Path | None = None
    dry_run: bool = False
    at_once: int = AT_ONCE

    def run(self, *, now: datetime.datetime) -> Iterator[Progress]:
        """Do it, and say after each batch how far it is; `problems` are those of the batch. Raises BadFile
        before anything is stored, and where the file breaks off. It can be ended after any batch, and begun
        again: what is there is passed over."""
        with _alone():
            self._check_columns()
            vocabulary = Vocabulary.load()
            _check_words(self.mapping, vocabulary)
            judge = Judge(self.mapping, vocabulary, PhotoFolder(self._folder()), now.replace(microsecond=0))
            yield from self._batches(judge)

    def _batches(self, judge: Judge) -> Iterator[Progress]:
        progress, seen = Progress(size=self.path.stat().st_size), set[int]()
        some: list[OldCase] = []
        with self.path.open("rb") as file, closing(tables.rows(file, self.mapping)) as rows:
            for chunk in _chunks(rows, self.at_once):
                there = writing.known(self.mapping.source, [judge.number(cells) for _row, cells in chunk])
                for row, cells in chunk:
                    if found := self._new(judge, row, cells, there, seen, progress):
                        some.append(found)
                    if sum(len(one.photos) + len(one.photos_after) for one in some) >= PHOTOS_AT_ONCE:
                        self._settle(some, progress)
                progress.read = file.tell()
                self._settle(some, progress)
                yield progress
                progress.problems = []
        progress.read = progress.size
        yield progress

    def _new(
        self,
        judge: Judge,
        row: int,
        cells: tables.Row,
        there: set[str],
        seen: set[int],
        progress: Progress,
    ) -> OldCase | None:
        """The case of a row that is to be written; what else became of it is noted."""
        number = judge.number(cells)
        # Hashes are kept, not a million numbers.
        if number and hash(number) in seen:
            problems, found = [Problem(row, "", _("An earlier row has the same number."))], None
        elif number in there:
            progress.known += 1
            problems, found = [], None
            seen.add(hash(number))
        else:
            found, problems = judge.judged(row, cells)
        if found:
            seen.add(hash(number))
        progress.problems += problems
        progress.refused += any(problem.refuses for problem in problems)
        progress.left_out += sum(not problem.refuses for problem in problems)
        return found

    def _settle(self, some: list[OldCase], progress: Progress) -> None:
        """Write these cases, and hold them no longer."""
        progress.written += len(some if self.dry_run else self._written(some, progress))
        some.clear()

    def _written(self, new: list[OldCase], progress: Progress) -> list[OldCase]:
        """Those that the database has taken: the batch, or where it refuses, one by one."""
        writing.keep_photos(new)
        try:
            self._write(new)
            return [*new]
        except (DataError, IntegrityError):
            return [one for one in new if self._taken(one, progress)]

    def _taken(self, one: OldCase, progress: Progress) -> bool:
        try:
            self._write([_fresh(one)])
            return True
        except (DataError, IntegrityError):
            progress.problems.append(Problem(one.row, "", _("The database does not take this row.")))
            progress.refused += 1
            return False

    def _write(self, cases: list[OldCase]) -> None:
        if cases:
            writing.write(cases, source=self.mapping.source, keep_numbers=self.mapping.keeps_numbers)

    def _folder(self) -> Path | None:
        if self.photos:
            return self.photos
        return self.path.parent / self.mapping.photo_folder if self.mapping.photo_folder else None

    def _check_columns(self) -> None:
        there = tables.headings(self.path, self.mapping)
        if there is not None and (missing := self.mapping.missing(set(there))):
            raise BadFile(
                f"The file lacks the columns {', '.join(missing)}. Its first row has: {', '.join(there)}"
            )


def _check_words(mapping: Mapping, vocabulary: Vocabulary) -> None:
    """Raise BadFile where the mapping itself names what the set-up does not have."""
    wrong = []
    for name, spec in mapping.fields.items():
        if name in vocabulary.tables and name != "title":
            said = [*spec.values.values(), *filter(None, (spec.constant, spec.default, spec.other))]
            wrong += [
                f"fields: {name}: “{word}” is not in the set-up."
                for word in dict.fromkeys(said)
                if vocabulary.known(name, [word]) is None
            ]
    if wrong:
        raise BadFile(*wrong)


def _chunks(rows: Iterator[tuple[int, tables.Row]], size: int) -> Iterator[list[tuple[int, tables.Row]]]:
    while some := list(islice(rows, size)):
        yield some


def _fresh(one: OldCase) -> OldCase:
    """The case as one that was not stored: what a failed batch has given it is taken back."""
    one.case.pk, one.case.process_id, one.case._state.adding = None, None, True
    for photo in (*one.photos, *one.photos_after):
        photo._state.adding = True
    return one


@contextmanager
def _alone() -> Iterator[None]:
    """Be the only import, until its end or that of the process. Raises BadFile where another one runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [LOCK])
        if not cursor.fetchone()[0]:
            raise BadFile("Another import of old cases is running.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [LOCK])
