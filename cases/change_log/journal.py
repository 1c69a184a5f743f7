"""The change log: whoever saves a row of the set-up while a journal is open has it written down.

The journal is opened once per request by a middleware, and by the commands; pages and the admin need not
know of it. Rows that are changed by `QuerySet.update` or `bulk_create` send no signal: `note` tells of them.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import override

from cases.audit import security_log
from cases.change_log.tables import Table, table_of
from cases.change_log.values import differences, logged
from cases.models import SecurityEvent, SetupChange, User

Action = SetupChange.Action
Via = SetupChange.Via


class Stored(NamedTuple):
    """What the database has of a row: its values, and what it is called in the municipality's language."""

    values: dict[str, Any]
    title: str


# Of the security log: what a change of these tables is; a change of any other is one of the set-up.
Kind = SecurityEvent.Kind
KINDS = {
    "cases.user": Kind.PEOPLE_CHANGED,
    "cases.membership": Kind.PEOPLE_CHANGED,
    "cases.delegation": Kind.RIGHTS_CHANGED,
    "cases.kindreader": Kind.RIGHTS_CHANGED,
    "cases.rolepermission": Kind.RIGHTS_CHANGED,
    "cases.accesstoken": Kind.RIGHTS_CHANGED,
    "cases.partner": Kind.RIGHTS_CHANGED,
    "auth.group": Kind.RIGHTS_CHANGED,
}
NOTHING = Stored({}, "")


@dataclass
class Journal:
    """What is being done, by whom, and the lines that it made."""

    person: Callable[[], object]
    via: SetupChange.Via
    batch: uuid.UUID = field(default_factory=uuid.uuid4)
    lines: list[SetupChange] = field(default_factory=list)
    # What rows were before the change that is under way.
    before: dict[tuple[str, Any], "Stored"] = field(default_factory=dict)

    @property
    def by(self) -> User | None:
        """Who does it, if that is a member of staff."""
        person = self.person()
        return person if isinstance(person, User) else None


_open: ContextVar[Journal | None] = ContextVar("set-up journal", default=None)


@contextmanager
def journal(person: Callable[[], object], via: SetupChange.Via = Via.PAGE) -> Iterator[Journal]:
    """Write down every change of the set-up that is made inside. `person` says who does it, and is asked
    only if there is something to write."""
    opened = Journal(person, via)
    token = _open.set(opened)
    try:
        yield opened
    finally:
        _open.reset(token)


def note(
    table: Table, row: models.Model, *, before: dict[str, Any], after: dict[str, Any], title: str
) -> None:
    """Write down that a row was this and is that, if a journal is open and something differs. An empty
    `before` means that it was added, an empty `after` that it was removed."""
    now_open, fields = _open.get(), differences(before, after, table)
    if now_open is None or not fields:
        return
    by = now_open.by
    if by is None and now_open.via == Via.PAGE:
        return
    line = SetupChange(
        by=by,
        via=now_open.via,
        batch=now_open.batch,
        table=table.name,
        row=str(row.pk),
        title=title[:300],
        action=Action.REMOVED if not after else Action.CHANGED if before else Action.ADDED,
        fields=fields,
    )
    line.save(force_insert=True)
    now_open.lines.append(line)
    security_log.record_batch(
        _kind_of(line), by=by, about=_person(row), batch=line.batch, subject=now_open.via
    )


def _kind_of(line: SetupChange) -> SecurityEvent.Kind:
    """What a line is for the security log: a password that is set, or a factor that is taken, has a word."""
    if line.table == "cases.user" and line.fields.keys() == {"second_factor"}:
        return Kind.FACTOR_REMOVED
    if line.table == "cases.user" and "password" in line.fields:
        own = line.by is not None and str(line.by.pk) == line.row
        return Kind.PASSWORD_CHANGED if own else Kind.PASSWORD_SET
    return KINDS.get(line.table, Kind.SETUP_CHANGED)


def _person(row: models.Model) -> User | None:
    person = row if isinstance(row, User) else getattr(row, "user", None)
    return person if isinstance(person, User) else None


def before_save(sender: type[models.Model], instance: models.Model, **said: Any) -> None:
    """Remember what the row was."""
    now_open, table = _open.get(), table_of(sender)
    if now_open is None or table is None or _touches_nothing(table, said.get("update_fields")):
        return
    now_open.before[table.name, instance.pk] = _stored(table, instance.pk)


def after_save(sender: type[models.Model], instance: models.Model, **said: Any) -> None:
    """Write down what it is now."""
    now_open, table = _open.get(), table_of(sender)
    if now_open is None or table is None or _touches_nothing(table, said.get("update_fields")):
        return
    before = now_open.before.pop((table.name, None if said["created"] else instance.pk), NOTHING)
    _note(table, instance, before, _stored(table, instance.pk))


def before_delete(sender: type[models.Model], instance: models.Model, **said: Any) -> None:
    """Remember what goes."""
    now_open, table = _open.get(), table_of(sender)
    if now_open is not None and table is not None:
        now_open.before[table.name, instance.pk] = _stored(table, instance.pk)


def after_delete(sender: type[models.Model], instance: models.Model, **said: Any) -> None:
    """Write down what has gone."""
    now_open, table = _open.get(), table_of(sender)
    if now_open is not None and table is not None:
        _note(table, instance, now_open.before.pop((table.name, instance.pk), NOTHING), NOTHING)


def many_changed(instance: models.Model, action: str, reverse: bool, **said: Any) -> None:
    """Write down what a row points to many times; from the other end nothing of ours does so."""
    now_open, table = _open.get(), table_of(type(instance))
    if now_open is None or table is None or reverse:
        return
    if action.startswith("pre_"):
        now_open.before[table.name, instance.pk] = _stored(table, instance.pk)
    else:
        before = now_open.before.pop((table.name, instance.pk), NOTHING)
        _note(table, instance, before, _stored(table, instance.pk))


def watch(table: Table) -> None:
    """Connect the log to a table. Only to these: a listener on every model would turn each bulk delete of
    other tables into one statement for each row."""
    name = f"setup.{table.name}"
    signals = models.signals
    signals.pre_save.connect(before_save, sender=table.model, dispatch_uid=name)
    signals.post_save.connect(after_save, sender=table.model, dispatch_uid=name)
    signals.pre_delete.connect(before_delete, sender=table.model, dispatch_uid=name)
    signals.post_delete.connect(after_delete, sender=table.model, dispatch_uid=name)
    for many in table.model._meta.many_to_many:
        through = many.remote_field.through
        signals.m2m_changed.connect(many_changed, sender=through, dispatch_uid=name)


def _note(table: Table, row: models.Model, before: Stored, after: Stored) -> None:
    note(table, row, before=before.values, after=after.values, title=after.title or before.title)


def _stored(table: Table, pk: Any) -> Stored:
    found = table.model._base_manager.filter(pk=pk).first() if pk is not None else None
    if found is None:
        return NOTHING
    with override(settings.LANGUAGE_CODE):
        return Stored(logged(found, table), str(found))


def _touches_nothing(table: Table, update_fields: frozenset[str] | None) -> bool:
    """Whether a save leaves all that is logged alone: a log-in stores its time."""
    names = {name for field in table.fields for name in (field.name, getattr(field, "attname", ""))}
    return update_fields is not None and not names & set(update_fields)
