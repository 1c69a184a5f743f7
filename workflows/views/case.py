"""The page of a case: everything about it on the left, the form of the next step on the right."""

import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from viewflow.workflow.models import Task

from cases.models import Absence, Attachment, Case, CaseEvent, Membership, Status, User
from workflows import engine, rights, words
from workflows.forms.steps import FORMS, StepForm
from workflows.rights import Role, Verb
from workflows.views.door import StaffRequest, case_or_404, staff_page


@dataclass
class Step:
    """A step as the page shows it: its form, can it be sent now, does the citizen get a letter, and is that
    letter shown (its form is valid then)."""

    verb: Verb
    form: StepForm
    offered: bool
    told: bool
    letter: bool = False

    @property
    def has_letter(self) -> bool:
        """Whether its letter can be read before it is sent."""
        return self.offered and self.verb in words.SHOWN_BEFORE and bool(self.form.case.email)

    @property
    def token(self) -> uuid.UUID:
        """What the photos of this form are kept under."""
        return self.form.tray.token if self.form.tray else uuid.uuid4()

    @property
    def name(self) -> str:
        """What the step is called."""
        return str(words.NAMES[self.verb])

    @property
    def button(self) -> str:
        """What its button says."""
        return str(words.BUTTONS[self.verb])


@staff_page
@require_safe
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Everything about a case, with the step that most likely comes next."""
    subject = case_or_404(request.user, number)
    return case_page(request, subject, verb=likely(request.user, subject))


def case_page(
    request: StaffRequest,
    subject: Case,
    *,
    verb: Verb | None,
    form: StepForm | None = None,
    problem: str = "",
    letter: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page with the form of `verb` open; `form` keeps what was typed, `problem` says what happened,
    `letter` shows the letter of a valid form."""
    offered = rights.offered(request.user, subject)
    events = history(subject)
    context = {
        "case": subject,
        "person": rights.may_see_person(request.user, subject),
        "hands_out": rights.may_hand_out_password(request.user, subject),
        "events": events[::-1],
        "filed": events[0] if events else None,
        "followers": subject.followers.count(),
        "last_event": events[-1].pk if events else 0,
        "task": Task.objects.filter(process=subject.process_id, status__in=engine.UNFINISHED).first(),
        "next": words.whats_next(subject),
        "heads": heads(subject) if subject.is_open and subject.officer_id is None else [],
        "absence": absence_of(subject, reader=request.user),
        "stands_in": rights.stands_in(request.user, subject),
        "steps": [(one, words.NAMES[one]) for one in offered],
        "step": _step(subject, verb, form, offered, letter=letter),
        "problem": problem,
    }
    return render(request, "staff/case.html", context, status=status)


def likely(user: User, subject: Case) -> Verb | None:
    """The step that is this person's turn now, or None."""
    offered = rights.offered(user, subject)
    if subject.officer_id is None:
        return Verb.ASSIGN if Verb.ASSIGN in offered else None
    if Role.OFFICER not in rights.roles(user, subject):
        return None
    turn = Verb.START if subject.status == Status.ASSIGNED else Verb.RESOLVE
    return turn if turn in offered else None


def history(subject: Case) -> list[CaseEvent]:
    """What has happened, the oldest first, each event with its photos (two statements)."""
    photos = Prefetch("attachments", Attachment.objects.only("pk", "event", "kind", "created"))
    events: QuerySet[CaseEvent] = subject.events.select_related("by", "officer", "department", "feedback")
    return list(events.prefetch_related(photos).order_by("at", "pk"))


def heads(subject: Case) -> list[User]:
    """Who can act while nobody is in charge."""
    leading = {"memberships__department": subject.department_id, "memberships__role": Membership.Role.HEAD}
    return list(User.objects.filter(is_active=True, **leading).order_by("first_name", "pk"))


def absence_of(subject: Case, *, reader: User) -> Absence | None:
    """The absence of today of a case's officer, with who stands in; a statement only where there is one."""
    if subject.officer_id not in reader.away_today:
        return None
    today = Absence.objects.on(timezone.localdate()).filter(user=subject.officer_id)
    return today.select_related("user", "substitute").first()


def _step(
    subject: Case, verb: Verb | None, form: StepForm | None, offered: list[Verb], *, letter: bool
) -> Step | None:
    """The step that is open; one that cannot be done any more only keeps what was typed."""
    if verb is None or (verb not in offered and form is None):
        return None
    told = words.reaches_citizen(verb, subject)
    return Step(verb, form or FORMS[verb](case=subject), verb in offered, told, letter)


def token(typed: str | None) -> uuid.UUID:
    """A form's token as it came back; a new one where it makes no sense."""
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return uuid.uuid4()
