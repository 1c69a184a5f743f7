"""What happens by the clock between departments: transfers nobody answered, and subtasks that are late.

As in `workflows.jobs.case_jobs`: one case after the other, each once, at any time, also at once.
"""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from cases.actions import subtasks, transfers
from cases.models import Case, CaseEvent, Doer, Subtask, Transfer
from workflows.jobs.case_jobs import each

Kind = CaseEvent.Kind


def call_clerk(*, now: datetime.datetime | None = None) -> int:
    """Tell the clerk of transfers that were not answered within one working day; return how many."""
    now = now or timezone.now()
    waiting = Transfer.objects.filter(state=Transfer.State.OPEN, accept_by__lt=timezone.localdate(now))
    untold = _untold(waiting, Kind.UNANSWERED, data=JSONObject(transfer=OuterRef("pk")))
    cases = Case.objects.filter(pk__in=untold.values("case"))
    return each(cases, lambda case: transfers.call_clerk(case, now=now))


def remind_of_subtasks(*, now: datetime.datetime | None = None) -> int:
    """Tell those of the staff who do a subtask that it is late; return in how many cases."""
    now = now or timezone.now()
    overdue = Subtask.objects.open().filter(due_on__lt=timezone.localdate(now))
    overdue = overdue.exclude(doer__in=[Doer.CITIZEN, Doer.OUTSIDE])
    late = _untold(overdue, Kind.SUBTASK_LATE, subtask=OuterRef("pk"))
    cases = Case.objects.filter(pk__in=late.values("case"))
    return each(cases, lambda case: _remind(late.filter(case=case), now))


def _remind(late: QuerySet[Subtask], now: datetime.datetime) -> bool | None:
    told = [subtasks.remind_of_subtask(subtask, now=now) for subtask in late.order_by("pk")]
    return any(told) or None


def _untold(rows: QuerySet[Any], kind: CaseEvent.Kind, **about: Any) -> QuerySet[Any]:
    """Those of which no event of this kind speaks yet; `about` says what in the event names the row."""
    same = CaseEvent.objects.filter(case=OuterRef("case"), kind=kind, **about)
    return rows.filter(~Exists(same)).order_by()
