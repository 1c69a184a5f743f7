"""Viewflow stamps its rows with the real time; in the demo they have to tell the time of the story."""

import datetime

from django.db.models import Case as Choose
from django.db.models import F, Model, OuterRef, Subquery, Value, When
from viewflow.workflow.models import Process, Task

from cases.models import Attachment, Case, CaseEvent


def backdate(case: Case, at: datetime.datetime, *, since: datetime.datetime) -> None:
    """Everything that viewflow stamped on the processes of the case and its subtasks after `since` happened
    at `at`."""
    processes = [Case.objects.values_list("process", flat=True).get(pk=case.pk)]
    processes += case.subtasks.values_list("process", flat=True)
    _move(Task, {"process__in": processes}, ("created", "assigned", "started", "finished"), at, since)
    _move(Process, {"pk__in": processes}, ("created", "finished"), at, since)


def backdate_photos() -> None:
    """Photos were stored with their events."""
    at = CaseEvent.objects.filter(pk=OuterRef("event")).values("at")
    Attachment.objects.filter(event__isnull=False).update(created=Subquery(at))


def _move(
    model: type[Model],
    which: dict[str, list[int | None]],
    columns: tuple[str, ...],
    at: datetime.datetime,
    since: datetime.datetime,
) -> None:
    moved = {
        column: Choose(When(**{f"{column}__gte": since}, then=Value(at)), default=F(column))
        for column in columns
    }
    model._default_manager.filter(**which).update(**moved)
