"""What has happened with a case, as its page tells it."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from cases.db import compiled
from cases.db.compiled import Given
from cases.models import Attachment, Case, CaseEvent
from cases.reference import shared_rows


def of(subject: Case) -> list[CaseEvent]:
    """What has happened, the oldest first, each event with its photos (two statements, two more where outside
    parties have answered)."""
    columns = ("pk", "event", "kind", "created", "fingerprint", "scan", "label")
    photos = Prefetch("attachments", Attachment.objects.only(*columns))
    found = compiled.rows(CaseEvent, "of a page", _events, case=subject.pk)
    prefetch_related_objects(found, photos)
    shared_rows.prefetch(found, "by", "officer", "department")
    if outside := [event for event in found if event.person_id]:
        prefetch_related_objects(outside, "person__party")
    subtasks = {one.pk: one for one in subject.subtasks.all()}
    for event in found:
        event.case = subject
        if event.subtask_id in subtasks:
            event.subtask = subtasks[event.subtask_id]
    return found


def _events() -> QuerySet[CaseEvent]:
    events = CaseEvent.objects.filter(case=Given(CaseEvent, "case"))
    return events.select_related("feedback", "delegation__user", "token").order_by("at", "pk")
