"""Lives that were told by the real verbs, as patterns from which copies are made."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, DateField, DateTimeField, Field, TextField, UUIDField

from cases.db.encryption import EncryptedTextField
from cases.models import Case, CaseEvent, Department, Finding, Unit, User
from cases.text.dates import local_day
from workflows.inbox import search_index, thai_words
from workflows.models import CaseSearch
from workflows.sample import slots
from workflows.sample.slots import Cell, Gap, Rows, Sort
from workflows.sample.tables import Table, tables
from workflows.sample.townspeople import NULL, WORDS

STAFF: dict[Any, str] = {Department: "department", Unit: "unit", User: "user"}
# What a citizen did not give, no copy's citizen gives.
OPTIONAL = ("email", "line_id", "latitude", "longitude")
Names = dict[str, Gap]


@dataclass
class Pattern:
    """One life: its rows with gaps. Copies of it fill the gaps in this order: WORDS, then `staff`, new keys
    (of which row of which table), as many UUIDs as it wants, its times and its days."""

    case: Case
    rows: dict[Table, Rows]
    # The table of the letters, and the same letters without their HTML, which is not kept for long.
    letters: Table
    plain_letters: Rows
    # The findings without those that are photos, which are not kept for long either.
    findings: Rows
    counts: dict[Table, int]
    staff: list[tuple[str, int]]
    keys: list[tuple[Table, int]]
    uuids: int
    times: list[datetime.datetime]
    days: list[tuple[datetime.date, slots.Way]]
    # What was answered and said: its words, and what has gaps and must be looked at in each copy.
    words: frozenset[str]
    said: Rows

    @property
    def received(self) -> datetime.date:
        """The day on which it came."""
        return local_day(self.case.received_at)


def read(cases: list[Case]) -> list[Pattern]:
    """The patterns of these cases, in their order."""
    rows: dict[int, dict[Table, list[list[str]]]] = defaultdict(lambda: defaultdict(list))
    for table in tables():
        if table.model is not CaseSearch:
            for case, cells in table.rows([case.pk for case in cases]):
                rows[case][table].append(cells)
    names, models = _staff_names(), {one.pk: one.model_class() for one in ContentType.objects.all()}
    return [_Reader(case, rows[case.pk], names, models).pattern() for case in cases]


class _Reader:
    """Makes the pattern of one case of its rows."""

    def __init__(self, case: Case, rows: dict[Table, list[list[str]]], staff: Names, models: Any) -> None:
        self.case, self.rows, self.models = case, rows, models
        self.names = staff | _own_names(case)
        self.table = {table.model: table for table in tables()}

    def pattern(self) -> Pattern:
        """The pattern."""
        cells = {table: [self._row(table, row) for row in rows] for table, rows in self.rows.items()}
        answers = search_index.answered(self.case.answers.select_related("question"))
        said = [self._gaps(text) for text in [*answers, *self._messages()]]
        loose = [[cell] for cell in said if any(isinstance(part, Gap) for part in cell)]
        fixed = [str(cell[0]) for cell in said if cell and [cell] not in loose]
        gaps = self._gaps_by_sort([*(row for rows in cells.values() for row in rows), *loose])
        order = [Gap(Sort.WORD, name) for name in WORDS]
        order += [Gap(sort, key) for sort in list(Sort)[1:] for key in gaps[sort]]
        place = {gap: n for n, gap in enumerate(order)}
        numbered = {table: _numbered(table, rows) for table, rows in self.rows.items()}
        letters = next(table for table in tables() if any(one.column == "html" for one in table.fields))
        return Pattern(
            case=self.case,
            rows={table: Rows(rows, place) for table, rows in cells.items()},
            letters=letters,
            plain_letters=Rows(_emptied(cells.get(letters, []), letters, "html"), place),
            findings=Rows(_without_photos(cells, self.table[Finding]), place),
            counts={table: len(rows) for table, rows in self.rows.items()},
            staff=gaps[Sort.STAFF],
            keys=[(self.table[model], numbered[self.table[model]][key]) for model, key in gaps[Sort.KEY]],
            uuids=len(gaps[Sort.UUID]),
            times=gaps[Sort.TIME],
            days=gaps[Sort.DAY],
            words=frozenset(thai_words.lexemes(fixed)),
            said=Rows(loose, place),
        )

    def _messages(self) -> list[str]:
        events = CaseEvent.objects.filter(case=self.case).exclude(kind__in=CaseEvent.ABOUT_PERSON)
        return [text for text in events.order_by("pk").values_list("message", flat=True) if text]

    def _gaps_by_sort(self, rows: list[list[Cell]]) -> dict[Sort, list[Any]]:
        found: dict[Sort, list[Any]] = {sort: [] for sort in Sort}
        for gap in dict.fromkeys(slots.gaps_of(rows)):
            found[gap.sort].append(gap.key)
        return found

    def _row(self, table: Table, cells: list[str]) -> list[Cell]:
        row = dict(zip(table.fields, cells, strict=True))
        return [self._cell(field, text, row) for field, text in row.items()]

    def _cell(self, field: "Field[Any, Any]", text: str, row: dict[Any, str]) -> Cell:
        if text == NULL or (text == "" and field.column in OPTIONAL):
            return [text]
        if field.column == "asset_id":
            # It stands where this one was told, and the copies elsewhere.
            return [NULL]
        if field.model is Case and field.column in WORDS:
            return [Gap(Sort.WORD, field.column)]
        if found := self._key(field, text, row):
            return [found]
        if isinstance(field, DateTimeField):
            return [Gap(Sort.TIME, datetime.datetime.fromisoformat(text))]
        if isinstance(field, DateField):
            return [Gap(Sort.DAY, (datetime.date.fromisoformat(text), slots.Way.ISO))]
        if field.model is CaseEvent and field.column == "data":
            # Nobody's words: of an event's content only the days are the copy's own.
            return slots.cut(text, {})
        if isinstance(field, CharField | TextField) and not isinstance(field, EncryptedTextField):
            return [text] if field.choices else self._gaps(text)
        return [text]

    def _key(self, field: "Field[Any, Any]", text: str, row: dict[Any, str]) -> Gap | None:
        """The gap for the number of a row of this case, or of an office or person."""
        model = field.related_model or (field.model if field.primary_key else None)
        if field.column == "artifact_object_id":
            model = next(
                self.models[int(key)] for one, key in row.items() if one.column == "artifact_content_type_id"
            )
        if model in STAFF:
            return Gap(Sort.STAFF, (STAFF[model], int(text)))
        if model not in self.table or not isinstance(model, type):
            return None
        if isinstance(model._meta.pk, UUIDField):
            return Gap(Sort.UUID, text)
        return Gap(Sort.KEY, (model, text))

    def _gaps(self, text: str) -> Cell:
        return slots.cut(text, self.names)


def _numbered(table: Table, rows: list[list[str]]) -> dict[str, int]:
    key = [field.primary_key for field in table.fields].index(True)
    return {row[key]: n for n, row in enumerate(rows)}


def _without_photos(cells: dict[Table, list[list[Cell]]], table: Table) -> list[list[Cell]]:
    photo = [field.column for field in table.fields].index("attachment_id")
    return [row for row in cells.get(table, []) if row[photo] == [NULL]]


def _emptied(rows: list[list[Cell]], table: Table, column: str) -> list[list[Cell]]:
    names = [field.column for field in table.fields]
    return [[[""] if name == column else cell for name, cell in zip(names, row, strict=True)] for row in rows]


def _own_names(case: Case) -> Names:
    words = {
        "number": case.number,
        "receipt": case.receipt_number,
        "email": case.email,
        "line_id": case.line_id,
        "phone": str(case.phone),
        "place": case.place,
        "details": case.details,
    }
    return {text: Gap(Sort.WORD, name) for name, text in words.items() if len(text) > 4}


def _staff_names() -> Names:
    return {text: gap for text, gap in _all_staff_names() if text}


def _all_staff_names() -> Iterator[tuple[str, Gap]]:
    for one in Department.objects.all():
        yield one.name_th, Gap(Sort.STAFF, ("department_th", one.pk))
        yield one.name_en, Gap(Sort.STAFF, ("department_en", one.pk))
    for person in User.objects.all():
        yield person.email, Gap(Sort.STAFF, ("email", person.pk))
        yield f"@{person.username}", Gap(Sort.STAFF, ("at", person.pk))
        yield person.get_full_name(), Gap(Sort.STAFF, ("name", person.pk))
