"""What the inbox remarks on a case besides its status: a transfer without an answer, subtasks and steps to be
done."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Doer, Subtask, Transfer
from cases.text.dates import short_date

_transfer = Transfer.objects.unanswered().filter(case=OuterRef("pk")).order_by()
_open = Subtask.objects.open().filter(case=OuterRef("pk")).order_by().values("case")
_others = [Doer.DEPARTMENT, Doer.OUTSIDE]
_parts, _steps = _open.filter(doer__in=_others), _open.exclude(doer__in=[*_others, Doer.CITIZEN])
# Read with the rows, in their own statement.
COLUMNS: dict[str, Any] = {
    "transfer_state": Subquery(_transfer.values("state")),
    "transfer_due": Subquery(_transfer.values("accept_by")),
    "parts_count": Subquery(_parts.values(found=Count("pk"))),
    "parts_due": Subquery(_parts.values(found=Min("due_on"))),
    "step_due": Subquery(_steps.values(found=Min("due_on"))),
}


@dataclass(frozen=True)
class Remark:
    """A few words beside the status; `late` where somebody should have acted before today."""

    text: str
    late: bool


def remarks(case: Case, today: datetime.date) -> list[Remark]:
    """What there is to remark on a case that was read with COLUMNS."""
    state, due, count, subtasks_due, step_due = (getattr(case, name) for name in COLUMNS)
    found = []
    if state == Transfer.State.DESK:
        found.append(Remark(_("The clerk decides the department"), late=False))
    elif state and due < today:
        found.append(Remark(_("Transfer not answered in time"), late=True))
    elif state:
        found.append(Remark(_("To be accepted by %(day)s") % {"day": short_date(due)}, late=False))
    if count:
        text = ngettext(
            "%(count)s subtask open, due %(day)s", "%(count)s subtasks open, next due %(day)s", count
        )
        found.append(
            Remark(text % {"count": count, "day": short_date(subtasks_due)}, late=subtasks_due < today)
        )
    if case.look_again_by:
        text = _("Still not fixed: answer by %(day)s") % {"day": short_date(case.look_again_by)}
        found.append(Remark(text, late=case.look_again_by < today))
    if step_due:
        found.append(Remark(_("Step due %(day)s") % {"day": short_date(step_due)}, late=step_due < today))
    return found
