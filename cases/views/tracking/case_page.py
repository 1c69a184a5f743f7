"""The citizen's page of one case."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cases.deadlines.pauses import lengths, paused_since, pauses
from cases.deadlines.work_calendar import WorkCalendar
from cases.drafts import browser_store
from cases.drafts.uploads import DraftUploads
from cases.files import evidence
from cases.forms.contact import MessageForm
from cases.forms.feedback import FeedbackForm
from cases.forms.tracking import AnswerForm, ReopenForm, ReplyForm
from cases.intake.similar_cases import public_status
from cases.models import Attachment, Case, CaseEvent, Duplicate, Status
from cases.views.tracking.stage_list import papers_asked_for, stage_list


@dataclass(frozen=True)
class Together:
    """The status of the work on another report of the same matter, and until when it is expected."""

    status: str
    due_on: datetime.date | None


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
    """Where the case stands, what happened, what was filed; with the form that fits its state, filled with
    what was typed. `problem` says why a reply was not taken."""
    events = timeline(case)
    replies = replies_that_fit(case, events)
    what = next((what for what in replies if type(form) is FORMS[what]), replies[0] if replies else "")
    context: dict[str, Any] = {"case": case, "timeline": events, "what": what, "problem": problem}
    context |= {"paused_since": paused_since(case, events), "pauses": _pauses(events)}
    context |= {"together": together(case), "stages": stage_list(case)}
    context["evidence"] = evidence.for_citizen(case, events[::-1])
    if what:
        shown = form if form and type(form) is FORMS[what] else _blank(request, case, what)
        address = reverse(f"cases:{what}", kwargs={"number": case.number})
        context |= {"form": shown, "uploads": shown.uploads, "reply_action": address}
    if form and form is not context.get("form"):
        context["unsent"] = form["text"].value()
    return render(request, "cases/case.html", context, status=status)


def replies_that_fit(case: Case, events: list[CaseEvent]) -> list[str]:
    """What the citizen may reply now, the likeliest first; `events` are the case's, the newest first."""
    if case.status == Status.WAITING:
        return [ANSWER]
    if case.is_open:
        return [MESSAGE]
    if case.reopen_until is None or case.reopen_until < timezone.now():
        return []
    result = next((event for event in events if event.kind == CaseEvent.Kind.RESOLVED), None)
    return [REOPEN] if result is None or hasattr(result, "feedback") else [FEEDBACK, REOPEN]


def timeline(case: Case) -> list[CaseEvent]:
    """What the citizen may know of the case's history, the newest first, with photos."""
    photos = Prefetch("attachments", Attachment.objects.defer("thumbnail"))
    events = case.events.filter(kind__in=CaseEvent.SHOWN).select_related("department", "feedback")
    return list(events.prefetch_related(photos).order_by("-at", "-pk"))


def _pauses(events: list[CaseEvent]) -> dict[int, int]:
    """The working days of each pause; without one, no statement."""
    return lengths(events, WorkCalendar.load()) if pauses(events) else {}


def together(case: Case) -> Together | None:
    """How the work stands that brings this request to its end too; None where it has its own. No number and
    no word of the other report: its citizen is somebody else."""
    link = Duplicate.objects.select_related("main").filter(case=case).first() if case.is_open else None
    if link is None:
        return None
    running = link.main.is_open and link.main.status != Status.WAITING and not link.main.is_late
    return Together(public_status(link.main.status), link.main.due_on if running else None)


def _blank(request: HttpRequest, case: Case, what: str) -> ReplyForm:
    waiting = browser_store.typed(request, case.number, what)
    token = uuid.UUID(waiting["token"]) if waiting else uuid.uuid4()
    uploads = DraftUploads(request, token, accepts_pdf=case.request_type.accepts_pdf)
    return FORMS[what](initial=waiting.get("fields", {}), uploads=uploads, **asked_of(case, what))


def asked_of(case: Case, what: str) -> dict[str, Any]:
    """What the form of a reply has to know of the case: the papers that were asked for."""
    return {"papers": papers_asked_for(case)} if what == ANSWER else {}
