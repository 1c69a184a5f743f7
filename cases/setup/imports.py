"""The set-up out of a file: all of it or nothing, every mistake with its line; first as a rehearsal.

The rehearsal is the import itself, rolled back: what it shows is what will be written in the log.
"""

import base64
import binascii
import contextlib
import datetime
from collections.abc import Collection, Hashable, Set
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from cases.audit import security_log
from cases.change_log.journal import Via, journal
from cases.change_log.tables import Table, all_tables, find
from cases.change_log.values import value_of
from cases.errors import Refused
from cases.files.images import BadPhoto
from cases.intake.succession import left_in
from cases.models import Department, SetupChange, StandardText, User
from cases.questionnaires import rows as question_rows
from cases.setup import branding, plan_import, question_import
from cases.setup.files import MOST_PROBLEMS, SHOWN, Row, Section, read
from cases.setup.left_to_nobody import all_left
from cases.setup.safe_yaml import UNFIT, Problem, Unreadable
from cases.text.dates import typed_day
from cases.work_plans import rows as plan_rows
from cases.work_plans import texts as text_findings

DAY = 24 * 60 * 60
# The tables whose rows are versions are read by modules of their own.
VERSIONED = {
    question_rows.BLOCKS: question_import.bring_in_blocks,
    question_rows.NAME: question_import.bring_in,
    plan_rows.NAME: plan_import.bring_in,
}


class Enough(Exception):
    """So much is wrong that nobody reads more of it."""


class Unconfirmed(Exception):
    """The file would leave to nobody what these sentences name, and nobody has said that it may."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class DryRun(NamedTuple):
    """What a file would change, line by line of the log, and what it would leave to nobody, in sentences."""

    lines: list[SetupChange]
    left: list[str]


def rehearse(text: str, *, by: User | None) -> DryRun:
    """What the file would do; nothing is done. Raises Unreadable."""
    with transaction.atomic():
        before = _left()
        lines = bring_in(text, by=by)
        found = DryRun(lines, _more_than(before))
        transaction.set_rollback(True)
    return found


@transaction.atomic
def bring_in(
    text: str,
    *,
    by: User | None,
    via: SetupChange.Via = Via.IMPORT,
    accepted: Collection[str] | None = None,
) -> list[SetupChange]:
    """Make the set-up what the file says, and return the lines of the log. Tables that the file does not
    have stay as they are; of those that it has, rows that are missing are deleted or taken out of use.
    Without `by`, as from a command, everything may be imported. `accepted` names what may be left to nobody,
    as `rehearse` says it; None asks nothing. Raises Unreadable or Unconfirmed, and has done nothing."""
    sections = read(text)
    before: Set[Hashable] = set() if accepted is None else _left()
    with journal(lambda: by, via) as opened:
        problems = Import(sections, by=by, lines=opened.lines).run()
    if problems:
        raise Unreadable(sorted(problems, key=lambda one: one.line)[:MOST_PROBLEMS])
    if accepted is not None and (left := [one for one in _more_than(before) if one not in accepted]):
        raise Unconfirmed(left)
    security_log.record(security_log.Kind.SETUP_IMPORTED, by=by, subject=via)
    return opened.lines


def _left() -> Set[Hashable]:
    return {left.key for left in all_left()}


def _more_than(before: Set[Hashable]) -> list[str]:
    """What is left to nobody now, and was not before."""
    return [left.text for left in all_left() if left.key not in before]


class Import:
    """One file on its way into the tables."""

    def __init__(self, sections: dict[str, Section], *, by: User | None, lines: list[SetupChange]) -> None:
        self.sections, self.by, self.lines = sections, by, lines
        self.problems: list[Problem] = []

    def run(self) -> list[Problem]:
        """Bring in every table in the order in which they need each other; what was wrong."""
        in_use = set(Department.objects.filter(active=True).values_list("pk", flat=True))
        with contextlib.suppress(Enough):
            self._tables()
            question_import.spread(self.wrong)
            question_import.judge_result_questions(self.wrong)
            self._texts()
            self._successors(Department.objects.filter(pk__in=in_use, active=False))
        return self.problems

    def _tables(self) -> None:
        for name, (line, _rows) in self.sections.items():
            table = find(name)
            if table is None or not table.exported:
                self.wrong(line, name, _("There is no such part of the set-up."))
        for table in all_tables():
            if table.name in self.sections and table.exported:
                self._table(table, *self.sections[table.name])

    def _successors(self, switched_off: QuerySet[Department]) -> None:
        """Whoever is switched off leaves no request type, unit or rule behind."""
        lines = {str(row.values.get("code")): row.line for row in self._of("cases.department")}
        for department, left in left_in(switched_off).items():
            if left.needs_successor:
                text = _("Name the successor: the department would leave behind %(left)s.")
                where = f"cases.department → {department.code}"
                self.wrong(lines.get(department.code, 1), where, text % {"left": left})

    def _texts(self) -> None:
        """Every standard text finds the findings that it uses, by the plans as the file leaves them."""
        lines = {str(row.values.get("code")): row.line for row in self._of("cases.standardtext")}
        for text in StandardText.objects.filter(active=True):
            for problem in text_findings.problems(text):
                self.wrong(lines.get(text.code, 1), f"cases.standardtext → {text.code}", problem)

    def _of(self, name: str) -> list[Row]:
        return self.sections[name][1] if name in self.sections else []

    def wrong(self, line: int, where: str, text: str) -> None:
        """Note a mistake, and go on to find the others, as far as they are shown. Raises Enough."""
        self.problems.append(Problem(line, where[:SHOWN], text[:SHOWN]))
        if len(self.problems) >= MOST_PROBLEMS:
            raise Enough

    def _table(self, table: Table, line: int, rows: list[Row]) -> None:
        before = len(self.lines)
        if table.name in VERSIONED:
            VERSIONED[table.name](rows, self.wrong)
        else:
            self._rows(table, rows)
        if len(self.lines) > before and not self._may(table):
            self.wrong(line, table.name, _("You do not have the right to change this part of the set-up."))

    def _may(self, table: Table) -> bool:
        return self.by is None or self.by.has_perm(table.permission)

    def _rows(self, table: Table, rows: list[Row]) -> None:
        there = {str(key_in(table, row)): row for row in table.model._base_manager.all()}
        seen: set[str] = set()
        for row in rows:
            _in_one_era(table, row)
            key = str([row.values.get(name) for name in table.key])
            if key in seen:
                self.wrong(row.line, table.name, _("This row stands in the file twice."))
            elif missing := [name for name in table.key if row.values.get(name) in (None, "")]:
                self.wrong(row.line, table.name, _("The field “%(name)s” is missing.") % {"name": missing[0]})
            else:
                self._row(table, row, there.get(key) or table.model())
            seen.add(key)
        for key, gone in there.items():
            if key not in seen:
                self._remove(table, gone)

    def _row(self, table: Table, row: Row, stored: models.Model) -> None:
        by_name = {field.name: field for field in table.exported_fields}
        where = " → ".join([table.name, *(str(row.values.get(name, "?")) for name in table.key)])
        for name in [*row.values.keys() - by_name.keys()]:
            self.wrong(row.lines[name], where, _("There is no field “%(name)s”.") % {"name": name})
        many: dict[str, list[models.Model]] = {}
        changed = stored._state.adding
        try:
            # What the database refuses must not end the rest.
            with transaction.atomic():
                for name in [name for name in by_name if name in row.values]:
                    changed |= self._set(stored, by_name[name], row.values[name], many)
                if changed:
                    self._sign(table, stored)
                    _save(table, stored, many)
        except ValidationError as error:
            self._invalid(error, row, where)
        except Refused as error:
            self.wrong(row.line, where, str(error))
        except DatabaseError:
            self.wrong(row.line, where, _("The database does not take this row."))
        except UNFIT:
            self.wrong(row.line, where, _("This value does not fit."))

    def _set(self, stored: models.Model, field: Any, value: Any, many: dict[str, list[models.Model]]) -> bool:
        """Lay one value of the file on the row; whether it is another."""
        if not stored._state.adding and value_of(stored, field) == value:
            return False
        try:
            if field.many_to_many:
                many[field.name] = [found(field.remote_field.model, one) for one in _listed(value)]
            else:
                setattr(stored, field.name, _value(field, value))
        except (ValidationError, ObjectDoesNotExist, *UNFIT) as error:
            raise ValidationError({field.name: _said(error, value)}) from error
        return True

    def _sign(self, table: Table, stored: models.Model) -> None:
        """Put the name of who imports where the row says who changed it."""
        if table.author and self.by:
            setattr(stored, table.author, self.by)

    def _invalid(self, error: ValidationError, row: Row, where: str) -> None:
        found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, texts in found.items():
            line = row.lines.get(name, row.line)
            place = where if name == "__all__" else f"{where} → {name}"
            self.wrong(line, place, " ".join(texts))

    def _remove(self, table: Table, gone: models.Model) -> None:
        try:
            if table.switched and getattr(gone, "active", False):
                gone.active = False  # type: ignore[attr-defined]
                gone.save()
            elif table.deletes:
                gone.delete()
        except ProtectedError:
            self.wrong(1, f"{table.name} → {gone}", _("This row is in use and cannot be removed."))
        except Refused as error:
            self.wrong(1, f"{table.name} → {gone}", str(error))


def key_in(table: Table, row: models.Model) -> list[Any]:
    """The key of a stored row as a file writes it."""
    return [value_of(row, table.model._meta.get_field(name)) for name in table.key]


def found(model: type[models.Model], key: Any) -> models.Model:
    """The stored row of this key. Raises ObjectDoesNotExist."""
    if model._meta.label_lower == "auth.permission":
        app, _dot, codename = str(key).partition(".")
        rows = model._base_manager.filter(content_type__app_label=app, codename=codename)
        return rows.get()
    table = find(model._meta.label_lower)
    if table is None or not table.key:
        return model._base_manager.get(pk=key)
    values = key if len(table.key) > 1 else [key]
    return model._base_manager.get(**dict(zip(table.key, values, strict=True)))


def _save(table: Table, stored: models.Model, many: dict[str, list[models.Model]]) -> None:
    stored.full_clean()
    if table.check:
        table.check(stored)
    stored.save()
    for name, rows in many.items():
        getattr(stored, name).set(rows)


def _value(field: Any, value: Any) -> Any:
    """A value of the file as the column holds it. Raises ValidationError, ObjectDoesNotExist, ValueError."""
    if field.is_relation:
        return None if value is None else found(field.remote_field.model, value)
    if isinstance(field, models.FileField):
        return _picture(field.name, value)
    if hasattr(field, "base_field"):
        return [field.base_field.to_python(one) for one in _listed(value)]
    if isinstance(field, models.JSONField):
        return value
    if isinstance(value, (list, dict)):
        raise ValidationError(_("One value belongs here."))
    if value is None and not field.null:
        raise ValidationError(_("This field cannot be empty."))
    if value is None:
        return None
    if isinstance(field, models.DateField):
        return _day(value)
    if isinstance(field, models.TimeField) and type(value) is int and 0 <= value < DAY:
        # A time without quotes, as YAML 1.1 reads it: 16:30:00 is 59400, to the base of sixty.
        return datetime.time(value // 3600, value // 60 % 60, value % 60)
    return field.to_python(value)


def _day(value: Any) -> datetime.date:
    try:
        return typed_day(str(value))
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("This is not a date. Write it as 2026-12-31 or 2569-12-31.")) from error


def _in_one_era(table: Table, row: Row) -> None:
    """Write the days of the row as the export does, so that they are known in whichever era they were."""
    for name in [field.name for field in table.fields if isinstance(field, models.DateField)]:
        with contextlib.suppress(ValidationError):
            if row.values.get(name):
                row.values[name] = _day(row.values[name]).isoformat()


def _picture(name: str, value: Any) -> Any:
    if not value:
        return ""
    try:
        return branding.PICTURES[name](base64.b64decode(str(value), validate=True))
    except (binascii.Error, BadPhoto) as error:
        raise ValidationError(_("This is not a picture.")) from error


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValidationError(_("A list belongs here."))
    return value


def _said(error: Exception, value: Any) -> list[str]:
    """What is wrong with a value, in words."""
    if isinstance(error, ValidationError):
        return list(error.messages)
    if isinstance(error, ObjectDoesNotExist):
        return [_("“%(value)s” is not there.") % {"value": str(value)[:SHOWN]}]
    return [_("This value does not fit.")]
