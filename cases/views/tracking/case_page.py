"""The citizen's page of one case."""

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cases.actions.undo import UNDOING, without_undone
from cases.db import compiled
from cases.db.compiled import Given
from cases.deadlines.pauses import lengths, paused_since, pauses
from cases.deadlines.work_calendar import WorkCalendar
from cases.drafts import browser_store
from cases.drafts.uploads import DraftUploads
from cases.files import evidence
from cases.forms.contact import MessageForm
from cases.forms.feedback import FeedbackForm
from cases.forms.tracking import AnswerForm, ReopenForm, ReplyForm
from cases.lib.map_links import map_url
from cases.models import Attachment, Case, CaseEvent, Status
from cases.questionnaires import result_questions
from cases.views.tracking.joined import together
from cases.views.tracking.next_step import next_step
from cases.views.tracking.stage_list import papers_asked_for, stage_list

ANSWER, MESSAGE, FEEDBACK, REOPEN = "answer", "message", "feedback", "reopen"
FORMS: dict[str, type[ReplyForm]] = {
    ANSWER: AnswerForm,
    MESSAGE: MessageForm,
    FEEDBACK: FeedbackForm,
    REOPEN: ReopenForm,
}


def case_page(
    request: HttpRequest, case: Case, *, form: ReplyForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """What comes next and what the citizen can do now, where the case stands, what happened, what was filed;
    with the form that fits its state, filled with what was typed. `problem`: why a reply was not taken."""
    events = timeline(case)
    replies = replies_that_fit(case, events)
    what = next((what for what in replies if type(form) is FORMS[what]), replies[0] if replies else "")
    joined, stages, paused = together(case), stage_list(case), paused_since(case, events)
    refused = next((event.kind for event in events if event.kind in evidence.LOOKED), "")
    coming = next_step(
        case,
        stages,
        joined=joined,
        paused=paused,
        has_told=replies == [REOPEN],
        was_refused=refused == CaseEvent.Kind.REOPEN_REFUSED,
    )
    context: dict[str, Any] = {"case": case, "timeline": events, "what": what, "problem": problem}
    context |= {"next": coming, "together": joined, "stages": stages, "pauses": _pauses(events)}
    context |= {"evidence": evidence.for_citizen(case, events[::-1]), "map_url": map_url(case)}
    context["reported"] = evidence.reported(events[::-1])
    if what:
        shown = form if form and type(form) is FORMS[what] else _blank(request, case, what)
        address = reverse(f"cases:{what}", kwargs={"number": case.number})
        context |= {"form": shown, "uploads": shown.uploads, "reply_action": address}
        context["opened"] = bool(problem) or shown.is_bound or bool(shown.initial.get("text"))
    if form and form is not context.get("form"):
        context["unsent"] = form["text"].value()
    return render(request, "cases/case.html", context, status=status)


def replies_that_fit(case: Case, events: list[CaseEvent]) -> list[str]:
    """What the citizen may reply now, the likeliest first; `events` are the case's, the newest first."""
    if case.status == Status.WAITING:
        return [ANSWER]
    if case.is_open:
        return [MESSAGE]
    if case.reopen_until is None or case.reopen_until < timezone.now() or case.look_again_by:
        return []
    result = next((event for event in events if event.kind == CaseEvent.Kind.RESOLVED), None)
    return [REOPEN] if result is None or hasattr(result, "feedback") else [FEEDBACK, REOPEN]


def timeline(case: Case) -> list[CaseEvent]:
    """What the citizen may know of the case's history, the newest first, with photos."""
    photos = Prefetch("attachments", Attachment.objects.defer("thumbnail"))
    events = without_undone(compiled.rows(CaseEvent, "the citizen's", _shown, case=case.pk))
    prefetch_related_objects(events, photos)
    for event in events:
        event.case = case
    return events


def _shown() -> QuerySet[CaseEvent]:
    kinds = [*CaseEvent.SHOWN, *UNDOING]
    events = CaseEvent.objects.filter(case=Given(CaseEvent, "case"), kind__in=kinds)
    return events.select_related("department", "feedback").order_by("-at", "-pk")


def _pauses(events: list[CaseEvent]) -> dict[int, int]:
    """The working days of each pause; without one, no statement."""
    return lengths(events, WorkCalendar.load()) if pauses(events) else {}


def _blank(request: HttpRequest, case: Case, what: str) -> ReplyForm:
    waiting = browser_store.typed(request, case.number, what)
    token = uuid.UUID(waiting["token"]) if waiting else uuid.uuid4()
    uploads = DraftUploads(request, token, accepts_pdf=case.request_type.accepts_pdf)
    return FORMS[what](initial=waiting.get("fields", {}), uploads=uploads, **asked_of(case, what))


def asked_of(case: Case, what: str) -> dict[str, Any]:
    """What the form of a reply has to know of the case: the papers that were asked for, or what is asked
    after the result."""
    if what == FEEDBACK:
        return {"questions": result_questions.asked(case.request_type)}
    return {"papers": papers_asked_for(case)} if what == ANSWER else {}
