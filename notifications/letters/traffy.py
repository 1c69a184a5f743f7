"""What the city does with a case that Traffy Fondue knows, as rows of the outbox in the event's transaction:
the state there, and the words that the citizen reads, which everybody reads there.

Nothing goes of a restricted kind, and nothing that has come from there goes back as our own.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.models import Case, CaseEvent, Municipality
from cases.text.dates import long_date
from notifications.models import (
    Audience,
    DeliveryChannel,
    Message,
    Notice,
    Priority,
    TraffyReport,
)

Kind = CaseEvent.Kind
WAITING, IN_PROGRESS, FINISHED = "waiting", "inprogress", "finish"
# As they call them.
STATES = {WAITING: "รอรับเรื่อง", IN_PROGRESS: "กำลังดำเนินการ", FINISHED: "เสร็จสิ้น"}
NEW = "new"
# The state that follows from an event, and what is said where nobody has written anything.
MOVES = {
    Kind.STARTED: (IN_PROGRESS, gettext_lazy("Work has begun.")),
    Kind.ASKED: (IN_PROGRESS, ""),
    Kind.INFORMED: (IN_PROGRESS, ""),
    Kind.EXTENDED: (IN_PROGRESS, ""),
    Kind.RESOLVED: (FINISHED, gettext_lazy("Done.")),
    Kind.REJECTED: (FINISHED, gettext_lazy("Not taken on.")),
    Kind.WITHDRAWN: (FINISHED, gettext_lazy("The report was withdrawn.")),
    Kind.REOPENED: (IN_PROGRESS, gettext_lazy("The matter is open again.")),
}
# What the citizen writes is the city's to read, and not everybody's.
CITIZENS = (Kind.REOPENED, Kind.WITHDRAWN)
LONGEST = 2000
_from_there: ContextVar[bool] = ContextVar("from_traffy", default=False)


@contextmanager
def from_there() -> Iterator[None]:
    """What happens inside has come from Traffy Fondue, which need not be told."""
    mark = _from_there.set(True)
    try:
        yield
    finally:
        _from_there.reset(mark)


def write(event: CaseEvent) -> list[Notice]:
    """Store what Traffy Fondue is told of the event; call it in the event's transaction. No statement while
    the bridge is off."""
    move = MOVES.get(Kind(event.kind))
    case = event.case
    if move is None or _from_there.get() or not Municipality.current().traffy:
        return []
    if case.request_type.restricted or not TraffyReport.objects.filter(case=case).exists():
        return []
    state, otherwise = move
    with override(settings.LANGUAGE_CODE):
        said = "" if event.kind in CITIZENS else event.message
        words = said.strip() or str(otherwise)
        if event.kind == Kind.EXTENDED:
            words += "\n" + _("New expected date: %(date)s") % {"date": long_date(case.due_on)}
        return [tell(event, state, words.strip())]


def taken_in(case: Case) -> Notice:
    """Store that a report of theirs is a case now, with its number; in the transaction that makes it one."""
    filed = case.events.filter(kind=Kind.SUBMITTED).latest("pk")
    with override(settings.LANGUAGE_CODE):
        return tell(filed, WAITING, _("We have received it. Number: %(number)s") % {"number": case.number})


def tell(event: CaseEvent, state: str, words: str, **more: str) -> Notice:
    """Store one message."""
    said = {"state": state, "note": words[:LONGEST], **more}
    notice = Notice(
        event=event,
        case=event.case,
        kind=Message.TRAFFY,
        priority=Priority.BULK,
        audience=Audience.SYSTEM,
        channel=DeliveryChannel.TRAFFY,
        language=settings.LANGUAGE_CODE[:2],
        subject=state,
        text=json.dumps(said, ensure_ascii=False),
    )
    notice.save(force_insert=True)
    return notice
