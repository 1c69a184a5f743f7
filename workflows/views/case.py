"""The page of a case: everything about it on the left, the form of the next step on the right."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from viewflow.workflow.models import Task

from cases.access.decision_makers import deciders
from cases.actions import subtask_state
from cases.actions.contact_preference import Way
from cases.actions.proposal_state import open_proposal
from cases.actions.reachability import Delivery, delivery
from cases.actions.transfer_state import goes_to_clerk, standing
from cases.audit import personal_data_access
from cases.deadlines.custody import changed_hands, spells
from cases.files import evidence
from cases.intake.followers import may_be_known, public_place
from cases.models import (
    Absence,
    Attachment,
    Case,
    CaseEvent,
    Handover,
    Part,
    Status,
    User,
)
from cases.text.collation import BY_NAME
from cases.views.idempotency import FIELD, token_in
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import engine, rights
from workflows.forms.filters import looked_for
from workflows.forms.registry import FORMS
from workflows.forms.steps import StepForm
from workflows.related import related_cases
from workflows.related import reused_evidence as doubts
from workflows.related.deadline_summary import Deadline
from workflows.related.reused_evidence import Doubt
from workflows.rights import subtask_rights
from workflows.rights.catalogue import STEPS, Role, StepSpec, Verb, When
from workflows.rights.subtask_rights import Act
from workflows.steps import presence, wording
from workflows.steps.lost_rights import shown
from workflows.steps.staleness import Seen
from workflows.views.case_lookup import case_or_404, readable_or_404
from workflows.views.conflict_diff import versions


@dataclass
class Step:
    """A step as the page shows it: its form, can it be sent now, does the citizen get a letter, is that
    letter shown (its form is valid then), and what is to be asked about the photos that the form kept."""

    verb: Verb
    form: StepForm
    offered: bool
    told: bool
    letter: bool = False
    doubts: Sequence[Doubt] = ()
    # By which the form is done once.
    token: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def spec(self) -> StepSpec:
        """What the step is, for every case."""
        return STEPS[self.verb]

    @property
    def blocked(self) -> str:
        """Why it cannot be sent yet; empty where it can."""
        waiting = subtask_state.open_parts(self.form.case) if self.spec.waits_for_subtasks else []
        return wording.waits_for(waiting) if waiting else ""

    @property
    def to_clerk(self) -> bool:
        """Whether it would be the third transfer, on which the clerk decides."""
        return self.verb == Verb.TRANSFER and goes_to_clerk(self.form.case)

    @property
    def has_letter(self) -> bool:
        """Whether its letter can be read before it is sent."""
        shown = self.offered and self.spec.previews_letter
        return shown and self.delivery.goes and self.delivery.way == Way.EMAIL

    @property
    def is_shared(self) -> bool:
        """Whether what it says goes to the citizens of joined reports as well."""
        return self.offered and self.spec.is_outcome

    @property
    def name(self) -> str:
        """What the step is called."""
        return str(wording.name(self.verb))

    @cached_property
    def delivery(self) -> Delivery:
        """How a letter about it would go; read once, by the steps that speak of one."""
        return delivery(self.form.case)

    @property
    def button(self) -> str:
        """What its button says."""
        if not self.spec.silent_button:
            return str(self.spec.button)
        return wording.button(self.verb, self.delivery)

    @property
    def how_told(self) -> str:
        """How the citizen hears of it."""
        return wording.how_told(self.form.case, self.delivery)


@dataclass
class PartRow:
    """A part of another department as the page shows it: what this person can do with it, and its photos."""

    part: Part
    acts: list[tuple[Act, Any]]
    photos: list[Attachment]


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
    seen: Seen | None = None,
    renew: bool = False,
    letter: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page with the form of `verb` open; `form` keeps what was typed, `problem` says what happened,
    `letter` shows the letter of a valid form. `seen` is what a form that was sent had been filled in on: it
    stays so, unless the page is to `renew` it, having shown both versions."""
    offered, person = rights.offered(request.user, subject), rights.may_see_person(request.user, subject)
    if person:
        personal_data_access.note(request.user, [subject], _way(request))
    events, proposal, waiting = history(subject), open_proposal(subject), standing(subject)
    sides = evidence.of(subject, events, proposed=proposal is not None)
    step = _step(request.user, subject, verb, form, offered, letter=letter)
    if step:
        step.token = _token(request, step.form)
    if step and step.offered and step.form.tray and step.spec.waits_for_subtasks:
        step.doubts = doubts.about(step.form.tray.photos, subject, reader=request.user)
    context = {
        "case": subject,
        "person": person,
        "sees_readers": rights.may_see_readers(request.user, subject),
        "public": bool(subject.place) and may_be_known(subject),
        "words_are_cleared": bool(public_place(subject)),
        "clears_words": rights.may_clear_words(request.user, subject),
        "hands_out": rights.may_hand_out_password(request.user, subject),
        "events": events[::-1],
        "filed": events[0] if events else None,
        "deadline": Deadline.of(subject, events),
        "followers": subject.followed_by,  # type: ignore[attr-defined]
        "group": related_cases.group(request.user, subject) if subject.is_main else [],  # type: ignore[attr-defined]
        "main_seen": related_cases.sees_main(request.user, subject),
        "same_citizen": related_cases.of_citizen(request.user, subject),
        "near_by": related_cases.near_by(request.user, subject),
        "seen": seen if seen and seen.event and not renew else _as_it_is(subject, events),
        "versions": versions(subject, form, seen, events, by=request.user) if seen and renew else None,
        "present": presence.seen(subject, by=request.user),
        "task": Task.objects.filter(process=subject.process_id, status__in=engine.UNFINISHED).first(),
        "next": wording.whats_next(subject),
        "heads": heads(subject) if proposal or acting_heads(subject, waiting) else [],
        "absence": absence_of(subject, reader=request.user),
        "stands_in": rights.stands_in(request.user, subject),
        "transfer": waiting,
        "parts_to_do": subtask_state.names(subtask_state.open_parts(subject)),
        "parts": part_rows(request.user, subject, events),
        "spells": spells(subject, events) if changed_hands(events) else [],
        "proposal": proposal,
        "evidence": sides,
        "doubts": doubts.about(sides.after, subject, reader=request.user),
        # What the head has to decide about comes first.
        "steps": [(one, wording.name(one)) for one in sorted(offered, key=_after_proposal)],
        "step": step,
        "problem": problem,
        "shown": shown(request.user, subject),
    }
    return render(request, "staff/case.html", context, status=status)


@staff_page
@require_safe
def present(request: StaffRequest, number: str) -> HttpResponse:
    """Who else has the case open, for a page that asks again and again; 204 where it `known` that already."""
    readers = presence.seen(readable_or_404(request.user, number), by=request.user)
    if "".join(f"{one.user.pk}." for one in readers) == request.GET.get("known"):
        return HttpResponse(status=204)
    return render(request, "staff/parts/present.html", {"present": readers})


def _way(request: StaffRequest) -> personal_data_access.Way:
    """How the case was come to: the page before was a search, or it was not."""
    before = urlsplit(request.headers.get("Referer", ""))
    searched = before.path == reverse("staff:inbox") and looked_for(QueryDict(before.query))
    return personal_data_access.Way.SEARCH if searched else personal_data_access.Way.PAGE


def _as_it_is(subject: Case, events: list[CaseEvent]) -> Seen:
    return Seen(events[-1].pk if events else 0, subject.due_on)


def likely(user: User, subject: Case) -> Verb | None:
    """The step that is this person's turn now, or None."""
    offered = rights.offered(user, subject)
    if subject.officer_id is None:
        return next((one for one in (Verb.PLACE, Verb.ACCEPT, Verb.ASSIGN) if one in offered), None)
    turns = [Verb.APPROVE]
    if Role.OFFICER in rights.roles(user, subject):
        turns += [Verb.START] if subject.status == Status.ASSIGNED else [Verb.RESOLVE, Verb.PROPOSE]
    return next((turn for turn in turns if turn in offered), None)


def _after_proposal(verb: Verb) -> bool:
    """What decides about a proposed result comes before everything else."""
    return STEPS[verb].with_proposal is not When.WITH


def history(subject: Case) -> list[CaseEvent]:
    """What has happened, the oldest first, each event with its photos (two statements)."""
    columns = ("pk", "event", "kind", "created", "fingerprint", "scan", "label")
    photos = Prefetch("attachments", Attachment.objects.only(*columns))
    related = ("by", "officer", "department", "feedback", "part__department", "part__officer")
    events: QuerySet[CaseEvent] = subject.events.select_related(*related)
    return list(events.prefetch_related(photos).order_by("at", "pk"))


def acting_heads(subject: Case, waiting: Handover | None) -> bool:
    """Whether it is the heads' turn: nobody is in charge, and the clerk has nothing to decide."""
    return subject.is_open and subject.officer_id is None and not (waiting and waiting.at_desk)


def heads(subject: Case) -> list[User]:
    """Who can act while nobody is in charge."""
    return list(deciders(subject.request_type, subject.department_id).order_by(*BY_NAME))


def part_rows(user: User, subject: Case, events: list[CaseEvent]) -> list[PartRow]:
    """The parts of other departments; the photos are in the history already."""
    done = {
        one.part_id: list(one.attachments.all()) for one in events if one.kind == CaseEvent.Kind.PART_DONE
    }
    return [
        PartRow(
            part,
            [(act, subtask_rights.ACTS[act].name) for act in subtask_rights.offered(user, part, subject)],
            done.get(part.pk, []),
        )
        for part in subject.parts.all()
    ]


def absence_of(subject: Case, *, reader: User) -> Absence | None:
    """The absence of today of a case's officer, with who stands in; a statement only where there is one."""
    if subject.officer_id not in reader.away_today:
        return None
    today = Absence.objects.on(timezone.localdate()).filter(user=subject.officer_id)
    return today.select_related("user", "substitute").first()


def _step(
    by: User,
    subject: Case,
    verb: Verb | None,
    form: StepForm | None,
    offered: list[Verb],
    *,
    letter: bool,
) -> Step | None:
    """The step that is open; one that cannot be done any more only keeps what was typed."""
    if verb is None or (verb not in offered and form is None):
        return None
    told = wording.reaches_citizen(verb, subject)
    # The head reads the letter before anything else.
    letter = letter or (verb == Verb.APPROVE and form is None)
    return Step(verb, form or FORMS[verb](case=subject, by=by), verb in offered, told, letter)


def _token(request: StaffRequest, form: StepForm) -> uuid.UUID:
    """The token of a form that comes back, since nothing was done with it; else a new one. Photos are kept
    under it."""
    if form.tray:
        return form.tray.token
    held = token_in(request.POST.get(FIELD)) if form.is_bound and form.judged else None
    return held or uuid.uuid4()
