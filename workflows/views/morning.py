"""The head's morning: what waits for an officer, with a suggestion for each case, assigned in one go; and the
undo of a step that somebody has just done."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models.functions import Left
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.actions import undo as inverse
from cases.models import Case, Transfer, User
from cases.reference import shared_rows
from cases.text.dates import last_of_week
from cases.text.numbers import whole_number
from cases.views.idempotency import SentBefore, answers_again, sent_form
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.inbox import standard_views
from workflows.inbox.queries import InboxQuery, matching_cases
from workflows.rights.catalogue import Verb
from workflows.steps import bulk, workload
from workflows.steps.bulk import Chosen, Outcome
from workflows.steps.workload import DueDays, Load
from workflows.views.inbox.bulk import to_call

CONFLICT = 409
# Cases on the page; the next ones come when these are assigned.
MOST = 50
# What a row says of its case.
WORDS = 160
READ = (
    *("number", "status", "urgency", "place", "due_on", "process", "request_type", "department", "unit"),
    *("officer", "first_reply_due_on"),
)
TO_ASSIGN = next(view for view in standard_views.VIEWS if view.name == "assign")


@dataclass
class Row:
    """A case that waits for an officer: how the page saw it, whom to give it to, and why; `waits` where a
    transfer is to be answered first, on its own page."""

    case: Case
    chosen: Chosen
    people: list[Load]
    suggested: Load | None
    reason: str
    waits: bool = False

    @property
    def is_ticked(self) -> bool:
        """Whether the suggestion can be accepted as it stands."""
        return self.suggested is not None and not self.waits


@dataclass
class Morning:
    """The page for one person, with the outcome of what was just done; each part is read once."""

    user: User
    outcome: Outcome = field(default_factory=Outcome)

    @cached_property
    def rows(self) -> list[Row]:
        """The cases to assign, what is due first before the others."""
        cases = self._cases[:MOST]
        found = workload.suggestions(cases, self.loads)
        unanswered = Transfer.objects.unanswered().filter(case__in=cases).values_list("case", flat=True)
        waiting = set(unanswered) if cases else set[int]()
        here = [one for one in self.loads if one.away_until is None]
        return [
            Row(
                case,
                chosen,
                [one for one in here if case.department_id in one.departments],
                suggested[0] if suggested else None,
                suggested[1] if suggested else "",
                case.pk in waiting,
            )
            for case, chosen, suggested in zip(cases, bulk.chosen(cases), found, strict=True)
        ]

    @property
    def has_more(self) -> bool:
        """Whether more cases wait than the page shows."""
        return len(self._cases) > MOST

    @cached_property
    def loads(self) -> list[Load]:
        """The people of the departments in which this person decides, and of those of the cases."""
        return workload.loads({*self.user.decided, *(case.department_id for case in self._cases)})

    @cached_property
    def due(self) -> list[tuple[Load, DueDays]]:
        """The same people with what is due of their cases, day by day."""
        return list(zip(self.loads, workload.due_days(self.loads), strict=True))

    @property
    def days(self) -> list[datetime.date]:
        """The days of that table."""
        today = timezone.localdate()
        return [today + datetime.timedelta(days=n) for n in range((last_of_week(today) - today).days + 1)]

    @cached_property
    def to_call(self) -> list[tuple[Case, bool]]:
        """The citizens whom no letter reaches about what was done."""
        return to_call(self.user, Verb.ASSIGN, self.outcome)

    @cached_property
    def _cases(self) -> list[Case]:
        cases = matching_cases(self.user, InboxQuery(TO_ASSIGN)).only(*READ)
        found = list(cases.annotate(words=Left("details", WORDS)).order_by("due_on", "pk")[: MOST + 1])
        shared_rows.prefetch(found, "request_type", "department", "unit")
        return found


def _again(request: StaffRequest, before: SentBefore) -> HttpResponse:
    """The outcome of the same form, as it was told."""
    told: dict[str, Any] = before.outcome or {}
    outcome = Outcome(bulk.cases_of(told.get("done", [])))
    outcome.refused = [(number, why) for number, why in told.get("refused", [])]
    outcome.undoable = inverse.offered(outcome.done, by=request.user)
    return _page(request, outcome)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def morning(request: StaffRequest) -> HttpResponse:
    """The cases to assign with their suggestions; by POST each ticked case goes to the officer who is chosen
    in its row."""
    if request.method != "POST":
        if not standard_views.user_heads(request.user):
            raise Http404
        return render(request, "staff/morning/page.html", {"page": Morning(request.user)})
    rows = [Chosen.read(one) for one in request.POST.getlist("row")[:MOST]]
    chosen = [(row, whole_number(request.POST.get(f"to-{row.number}", "")) or 0) for row in rows]
    came = sent_form(request)
    outcome = bulk.assign_each(chosen, by=request.user, sent=came)
    came.use({"done": [one.number for one in outcome.done], "refused": outcome.refused})
    return _page(request, outcome)


def _undone_before(request: StaffRequest, before: SentBefore) -> HttpResponse:
    """What the same form has undone."""
    told: dict[str, Any] = before.outcome or {}
    return _undone(request, Outcome(bulk.cases_of(told.get("done", [])), told.get("refused", [])))


@staff_page
@require_POST
@answers_again(_undone_before)
def undo(request: StaffRequest) -> HttpResponse:
    """Undo the steps of this person that the form names, each as far as it still can be."""
    rows = []
    for typed in request.POST.getlist("row")[:MOST]:
        number, _colon, event = typed.partition(":")
        rows.append((Chosen.read(number).number, whole_number(event) or 0))
    came = sent_form(request)
    outcome = bulk.undo_each(rows, by=request.user, sent=came)
    came.use({"done": [one.number for one in outcome.done], "refused": outcome.refused})
    return _undone(request, outcome)


def _page(request: StaffRequest, outcome: Outcome) -> HttpResponse:
    """The page anew below the outcome; a conflict where something was ticked and nothing done."""
    status = CONFLICT if outcome.refused and not outcome.done else 200
    context = {"page": Morning(request.user, outcome), "nothing": not (outcome.done or outcome.refused)}
    return render(request, "staff/morning/page.html", context, status=status)


def _undone(request: StaffRequest, outcome: Outcome) -> HttpResponse:
    """What was undone and what was not, with the way back to where the cases wait again."""
    context = {"outcome": outcome, "heads": standard_views.user_heads(request.user)}
    return render(request, "staff/morning/undone.html", context, status=200 if outcome.done else CONFLICT)
