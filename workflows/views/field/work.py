"""One card of the field: a case that is begun and finished by one form, or one subtask."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from cases.actions import stages
from cases.audit import personal_data_access
from cases.errors import AlreadyDone
from cases.files import evidence
from cases.lib.lost_races import tried_again
from cases.models import Attachment, Case, Municipality, Subtask
from cases.text.numbers import whole_number
from cases.views.idempotency import TWICE, SentBefore, answers_again, sent_form
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import engine, rights
from workflows.forms import field
from workflows.forms.registry import FORMS, subtask_form
from workflows.forms.steps import StepForm
from workflows.rights import subtask_rights
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import field_work, refusals, standard_texts, wording
from workflows.steps.lost_rights import was_mine
from workflows.steps.staleness import Seen
from workflows.views.case import subtasks
from workflows.views.case.content import CasePage
from workflows.views.case.lookup import case_or_404
from workflows.views.case.open_step import Step, token_of, uploads_of
from workflows.views.case.page import case_page
from workflows.views.field.day import owner
from workflows.views.lost import lost_case

CONFLICT = 409
FINISH = SubtaskVerb.FINISH


def _again(request: StaffRequest, before: SentBefore, number: str) -> HttpResponse:
    """The day, after what the same form has done. Other words in it stand in a new form of the case's page,
    not sent."""
    case = Case.objects.visible_to(request.user).filter(number=number).first()
    if case and not before.same:
        case = case_or_404(request.user, number)
        verb = rights.meant(request.user, Verb.RESOLVE, case)
        form = FORMS[verb](request.POST, case=case, by=request.user, judged=False)
        problem = str(refusals.OTHER_WORDS)
        return case_page(request, case, verb=verb, form=form, problem=problem, status=CONFLICT)
    messages.info(request, TWICE)
    return redirect("staff:field")


def _again_subtask(request: StaffRequest, before: SentBefore, number: str, subtask: int) -> HttpResponse:
    """The day, or what the page of the subtask says to other words."""
    answer = subtasks.subtask(request, number, subtask, FINISH) if not before.same else None
    return answer or _done_before(request)


def _done_before(request: StaffRequest) -> HttpResponse:
    messages.info(request, TWICE)
    return redirect("staff:field")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def field_case(request: StaffRequest, number: str) -> HttpResponse:
    """A case on the spot; by POST its result, or that the work begins."""
    _refuse_of_another(request)
    try:
        case = case_or_404(request.user, number)
    except Http404:
        return _lost(request, number, Verb.RESOLVE)
    verb = field_work.turn(request.user, case)
    if request.method == "POST":
        return _try(request, case, verb)
    if verb is None:
        return redirect("staff:case", number=number)
    return _page(request, case, verb)


@staff_page
def field_case_again(request: StaffRequest, number: str) -> HttpResponse:
    """The page with what was typed, after its CSRF token had expired; nothing is done (config.errors)."""
    case = case_or_404(request.user, number)
    verb = field_work.turn(request.user, case)
    if verb is None:
        return _lost(request, number, Verb.RESOLVE)
    form = FORMS[verb](request.POST, case=case, by=request.user)
    return _page(
        request, case, verb, form=form, problem=str(refusals.EXPIRED), seen=_seen(request), status=403
    )


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again_subtask)
def field_subtask(request: StaffRequest, number: str, subtask: int) -> HttpResponse:
    """A subtask on the spot; by POST it is finished, as on its own page, which comes where that was
    refused."""
    _refuse_of_another(request)
    if request.method == "POST":
        answer = subtasks.subtask(request, number, subtask, FINISH)
        own = {reverse("staff:case", args=[number]), reverse("staff:inbox")}
        return redirect("staff:field") if answer.get("Location") in own else answer
    case = case_or_404(request.user, number)
    found = next((one for one in case.subtasks.all() if one.pk == subtask), None)
    form_class = subtask_form(FINISH, found) if found else None
    if found is None or form_class is None:
        raise Http404
    if not subtask_rights.may(request.user, FINISH, found, case):
        raise PermissionDenied(refusals.NOT_YOURS)
    if not subtask_rights.fits(FINISH, found):
        return redirect("staff:subtask", number, subtask, FINISH)
    return _subtask_page(request, case, found, form_class(case=case, subtask=found))


def _try(request: StaffRequest, case: Case, verb: Verb | None) -> HttpResponse:
    """Read the form and do the step, unless it is not this person's, or not possible any more."""
    user, task = request.user, whole_number(request.POST.get("task", "")) or 0
    wanted = verb or rights.meant(user, Verb.RESOLVE, case)
    # The page offered only to begin, which somebody has done.
    begun = verb != Verb.START and "details" not in request.POST
    uploads = uploads_of(request, case, FORMS[wanted]) if FORMS[wanted].takes_photos else None
    form = FORMS[wanted](request.POST, case=case, by=user, uploads=uploads)
    stale = task > 0 and not engine.is_open(case, task)
    if not rights.may(user, wanted, case) and not (stale and was_mine(user, case, task)):
        return _lost(request, case.number, wanted)
    if "insert" in request.POST and form.words:
        return _inserted(request, case, wanted, form)
    valid = form.is_valid()
    if stale or begun or verb is None:
        problem = AlreadyDone() if stale or begun else refusals.NOT_NOW
        return _refused(request, case, wanted, form, str(problem))
    if not valid:
        status = CONFLICT if form.is_stale else 200
        return _page(request, case, wanted, form=form, seen=_seen(request), status=status)
    return _do(request, case, wanted, task, form)


def _do(request: StaffRequest, case: Case, verb: Verb, task: int, form: StepForm) -> HttpResponse:
    after, sent, user = _seen(request).event, sent_form(request), request.user
    try:
        done = tried_again(
            lambda: field_work.perform(
                verb, case, task=task, by=user, after=after, sent=sent, **form.arguments
            )
        )
    except PermissionDenied:
        return _lost(request, case.number, verb)
    except refusals.REFUSALS as error:
        return _refused(request, case, verb, form, refusals.reason(error))
    visible = Case.objects.visible_to(user).filter(pk=done.pk).exists()
    messages.success(request, wording.done(verb, done, by=user, seen=visible))
    return redirect("staff:field")


def _inserted(request: StaffRequest, case: Case, verb: Verb, form: StepForm) -> HttpResponse:
    """The form as it was typed, with the words of the standard text that was pressed."""
    typed, words = request.POST.copy(), form.words
    chosen, office = str(typed["insert"]), Municipality.current()
    typed[words] = standard_texts.inserted(typed.get(words, ""), chosen, case, verb, office=office)
    form = FORMS[verb](typed, case=case, by=request.user, uploads=form.uploads, judged=False)
    return _page(request, case, verb, form=form, seen=_seen(request))


def _refused(request: StaffRequest, case: Case, verb: Verb, form: StepForm, problem: str) -> HttpResponse:
    """What happened meanwhile beside what was typed. Where the work has not begun the field goes on with it,
    since the case's page has no result to send then."""
    fresh, seen = case_or_404(request.user, case.number), _seen(request)
    if field_work.begins(fresh) and field_work.turn(request.user, fresh) == verb:
        return _page(request, fresh, verb, form=form, problem=problem, seen=seen, renew=True, status=CONFLICT)
    return case_page(
        request, fresh, verb=verb, form=form, problem=problem, seen=seen, renew=True, status=CONFLICT
    )


def _lost(request: StaffRequest, number: str, verb: Verb) -> HttpResponse:
    return lost_case(request, number, FORMS[verb], wording.name(verb))


def _refuse_of_another(request: StaffRequest) -> None:
    """What a colleague has done on this telephone is not sent in somebody else's name."""
    whose = request.POST.get("owner")
    if whose is not None and whose != owner(request.user):
        raise PermissionDenied(refusals.NOT_YOURS)


def _seen(request: StaffRequest) -> Seen:
    return Seen.read(request.POST.dict())


@dataclass(frozen=True)
class Card:
    """What the page of a card says around its form."""

    page: CasePage
    form: StepForm
    task: Task | None
    token: uuid.UUID
    subtask: Subtask | None = None

    @property
    def now(self) -> list[Any]:
        """The fields in sight."""
        return field.now(self.form)

    @property
    def later(self) -> list[Any]:
        """The fields behind "More"."""
        return field.later(self.form)

    @property
    def before(self) -> list[Attachment]:
        """What the citizen's photos show."""
        return evidence.reported(self.page.events)


def _page(
    request: StaffRequest,
    case: Case,
    verb: Verb,
    *,
    form: StepForm | None = None,
    problem: str = "",
    seen: Seen | None = None,
    renew: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of a case on the spot, noted as a reading where it shows the citizen's telephone."""
    form = field.laid_out(form or FORMS[verb](case=case, by=request.user))
    page = CasePage(request, case, verb, form, problem, seen, renew)
    if page.person:
        personal_data_access.note(request.user, [case], personal_data_access.Context.PAGE)
    token = token_of(request, form)
    step = Step(verb, form, offered=True, told=wording.reaches_citizen(verb, case), token=token)
    context = {
        "card": Card(page, form, page.task, token),
        "case": case,
        "step": step,
        "owner": owner(request.user),
    }
    return render(request, "staff/field/case.html", context, status=status)


def _subtask_page(request: StaffRequest, case: Case, subtask: Subtask, form: StepForm) -> HttpResponse:
    form = field.laid_out(form)
    page = CasePage(request, case, None, form)
    if page.person:
        personal_data_access.note(request.user, [case], personal_data_access.Context.PAGE)
    waiting = Task.objects.filter(process=subtask.process_id, status__in=engine.UNFINISHED).first()
    planned = stages.plan(case) if subtask.is_planned else None
    context = {
        "card": Card(page, form, waiting, token_of(request, form), subtask),
        "case": case,
        "subtask": subtask,
        "planned": planned.by_key.get(subtask.step) if planned else None,
        "name": subtask_rights.name(FINISH, subtask),
        "button": subtask_rights.button(FINISH, subtask),
        "owner": owner(request.user),
    }
    return render(request, "staff/field/subtask.html", context)
