"""Parts of other departments that are not done yet: what they forbid, and how the end of a case ends them."""

import datetime

from django.utils.translation import gettext as _

from cases.errors import Refused
from cases.events import Kind, record
from cases.models import Case, Part, User


def open_parts(case: Case) -> list[Part]:
    """The parts that other departments still have to do; no statement where the page has read them."""
    return [part for part in case.parts.all() if part.is_open]


def names(parts: list[Part]) -> str:
    """The departments of these parts, each once."""
    return ", ".join(dict.fromkeys(part.department.name for part in parts))


def refuse_result(case: Case) -> None:
    """Raise Refused, naming the departments, while a part is open: the result would not be the whole one."""
    waiting = open_parts(case)
    if waiting:
        text = _("%(departments)s still does a part of this case. Wait for it, or cancel the part first.")
        raise Refused(text % {"departments": names(waiting)})


def cancel_all(case: Case, *, by: User | None, now: datetime.datetime) -> None:
    """The case ends without a result: nobody works on its parts any more."""
    for part in open_parts(case):
        cancel(part, case, by=by, now=now)


def cancel(part: Part, case: Case, *, by: User | None, reason: str = "", now: datetime.datetime) -> None:
    """End a part that is not needed any more, and record it with the locked `case`."""
    part.cancel()
    part.ended_at = now
    part.save()
    record(case, Kind.PART_CANCELLED, by=by, now=now, before=case.status, message=reason, part=part)
