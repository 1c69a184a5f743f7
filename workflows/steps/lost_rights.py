"""A right lost between page and click: who may be told so, and since what."""

from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from cases.errors import AlreadyDone
from cases.models import Case, CaseEvent, User
from cases.text.dates import date_and_time
from workflows import engine
from workflows.steps import refusals
from workflows.steps.staleness import QUIET, SAID, Seen

# As long as a log-in of the staff may last, and more.
SHOWN_FOR = 24 * 60 * 60
_pages = TimestampSigner(salt="staff.shown")


def shown(user: User, case: Case) -> str:
    """The mark in the forms of a case's page: it was shown to this person."""
    return _pages.sign(f"{user.pk}.{case.number}")


def was_shown(user: User, case: Case, mark: str) -> bool:
    """Whether a form came from a page of the case that was shown to this very person within a day."""
    try:
        return _pages.unsign(mark, max_age=SHOWN_FOR) == f"{user.pk}.{case.number}"
    except BadSignature:
        return False


def was_involved(user: User, case: Case) -> bool:
    """Whether this person had something to do with the case: did a step, was in charge, had one of its tasks
    or of its subtasks', or works in a department that had it and no confidential matter."""
    near = Q(by=user) | Q(officer=user)
    if not case.request_type.restricted:
        near |= Q(department__in=list(user.roles))
    if case.events.filter(near).exists() or case.subtasks.filter(department__in=list(user.roles)).exists():
        return True
    tasks = Task.objects.filter(owner__in=[user.pk, *user.acting_for])
    return bool(tasks.filter(Q(process__cases=case.pk) | Q(process__subtasks__case=case.pk)).exists())


def was_mine(user: User, case: Case, task: int) -> bool:
    """Whether this person had this task of the case or of a subtask, and it is finished."""
    tasks = Task.objects.filter(pk=task, owner__in=[user.pk, *user.acting_for])
    tasks = tasks.filter(Q(process__cases=case.pk) | Q(process__subtasks__case=case.pk))
    return bool(tasks.exclude(status__in=engine.UNFINISHED).exists())


def since(user: User, case: Case, seen: Seen) -> str:
    """Why the step is not this person's any more: done by the same person before, or taken by what happened
    since the page; no name of a person or a department, which the reader may not know."""
    moved = case.events.filter(pk__gt=seen.event).exclude(kind__in=[*QUIET, *SAID]).order_by("pk")
    event: CaseEvent | None = moved.first() if seen.event else moved.last()
    if event is None:
        return str(refusals.NOT_ANY_MORE)
    if event.by_id == user.pk:
        return str(AlreadyDone())
    text = _("This step is not yours any more, since %(time)s: %(event)s.")
    return text % {"time": date_and_time(event.at), "event": event.get_kind_display()}
