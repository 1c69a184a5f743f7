"""Open subtasks: what they forbid, and how the end of a case ends them."""

import datetime

from django.utils.translation import gettext as _

from cases.errors import Refused
from cases.events import Kind, record
from cases.models import Case, Doer, Subtask, User


def open_subtasks(case: Case) -> list[Subtask]:
    """The subtasks that are still to be done; no statement where the page has read them."""
    return [subtask for subtask in case.subtasks.all() if subtask.is_open]


def helping(case: Case) -> list[Subtask]:
    """The open subtasks that other departments and outside parties do."""
    others = (Doer.DEPARTMENT, Doer.OUTSIDE)
    return [subtask for subtask in open_subtasks(case) if subtask.doer in others]


def names(subtasks: list[Subtask]) -> str:
    """Who does these subtasks, each once."""
    return ", ".join(dict.fromkeys(subtask.helper for subtask in subtasks))


def refuse_result(case: Case) -> None:
    """Raise Refused, naming them, while others do a subtask: the result would not be the
    whole one."""
    waiting = helping(case)
    if waiting:
        text = _(
            "%(departments)s still does a subtask of this case. Wait for it, or cancel the subtask first."
        )
        raise Refused(text % {"departments": names(waiting)})


def cancel_all(case: Case, *, by: User | None, now: datetime.datetime) -> None:
    """The case ends without a result: nobody works on its subtasks any more."""
    cancel_these(open_subtasks(case), case, by=by, now=now)


def cancel_these(subtasks: list[Subtask], case: Case, *, by: User | None, now: datetime.datetime) -> None:
    """End these subtasks of the locked case, since it goes on without them."""
    for subtask in subtasks:
        cancel(subtask, case, by=by, now=now)


def cancel(
    subtask: Subtask, case: Case, *, by: User | None, reason: str = "", now: datetime.datetime
) -> None:
    """End a subtask that is not needed any more, and record it with the locked `case`."""
    subtask.cancel()
    subtask.ended_at, subtask.ended_by = now, by
    subtask.save()
    record(case, Kind.SUBTASK_CANCELLED, by=by, now=now, before=case.status, message=reason, subtask=subtask)
