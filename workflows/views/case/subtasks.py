"""A step on a subtask of a case: the form is read, the step is done, or the page says why it is not."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from cases.errors import AlreadyDone
from cases.lib.lost_races import tried_again
from cases.models import Case, Subtask
from cases.text.numbers import whole_number
from cases.views.idempotency import TWICE, SentBefore, answers_again, sent_form
from cases.views.staff_pages import StaffRequest, staff_page, typed_before
from workflows import engine
from workflows.forms.departments import SUBTASK_FORMS, SubtaskForm
from workflows.rights import subtask_rights
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution, refusals
from workflows.steps.lost_rights import shown
from workflows.views.case.lookup import case_or_404
from workflows.views.case.open_step import token_of, uploads_of
from workflows.views.lost import lost_case

CONFLICT = 409


def _again(
    request: StaffRequest, before: SentBefore, number: str, subtask: int, subtask_verb: str
) -> HttpResponse:
    """The page after the step, which was done by the same form. Other words in it are a new form's: they
    stand in one, not sent."""
    case = Case.objects.visible_to(request.user).filter(number=number).exists()
    if case and not before.same and subtask_verb in SUBTASK_FORMS:
        subject = get_object_or_404(Subtask.objects.select_related("case"), pk=subtask, case__number=number)
        form = SUBTASK_FORMS[SubtaskVerb(subtask_verb)](request.POST, case=subject.case, subtask=subject)
        problem = str(refusals.OTHER_WORDS)
        return _page(
            request,
            subject,
            SubtaskVerb(subtask_verb),
            form=form,
            token=uuid.uuid4(),
            problem=problem,
            status=CONFLICT,
        )
    messages.info(request, TWICE)
    return redirect("staff:case", number=number) if case else redirect("staff:inbox")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def subtask(request: StaffRequest, number: str, subtask: int, subtask_verb: str) -> HttpResponse:
    """The page of a subtask with the form of this step; by POST the step itself."""
    if subtask_verb not in SUBTASK_FORMS:
        raise Http404
    try:
        subject, wanted = _found(request, number, subtask, subtask_verb)
    except PermissionDenied:
        return _lost(request, number, SubtaskVerb(subtask_verb))
    except Http404:
        if Case.objects.visible_to(request.user).filter(number=number).exists():
            raise
        return _lost(request, number, SubtaskVerb(subtask_verb))
    if request.method == "POST":
        return _try(request, subject, wanted)
    if not subtask_rights.fits(wanted, subject):
        return _page(request, subject, wanted, problem=str(refusals.NOT_NOW), status=CONFLICT)
    typed = typed_before(request, number, f"subtask-{subtask}-{subtask_verb}")
    if typed is not None:
        form = SUBTASK_FORMS[wanted](typed, case=subject.case, subtask=subject)
        return _page(request, subject, wanted, form=form, problem=str(refusals.LOGGED_OUT))
    return _page(request, subject, wanted)


@staff_page
def subtask_again(request: StaffRequest, number: str, subtask: int, subtask_verb: str) -> HttpResponse:
    """The form with what was typed, after its CSRF token had expired; nothing is done (config.errors)."""
    if subtask_verb not in SUBTASK_FORMS:
        raise Http404
    try:
        subject, wanted = _found(request, number, subtask, subtask_verb)
    except PermissionDenied:
        return _lost(request, number, SubtaskVerb(subtask_verb))
    form = SUBTASK_FORMS[wanted](request.POST, case=subject.case, subtask=subject)
    return _page(request, subject, wanted, form=form, problem=str(refusals.EXPIRED), status=403)


def _found(request: StaffRequest, number: str, pk: int, subtask_verb: str) -> tuple[Subtask, SubtaskVerb]:
    """The subtask and the step, if this person may do it."""
    case = case_or_404(request.user, number)
    found = next((one for one in case.subtasks.all() if one.pk == pk), None)
    if found is None:
        raise Http404
    if not subtask_rights.may(request.user, SubtaskVerb(subtask_verb), found, case):
        raise PermissionDenied(refusals.NOT_YOURS)
    return found, SubtaskVerb(subtask_verb)


def _try(request: StaffRequest, subject: Subtask, verb: SubtaskVerb) -> HttpResponse:
    """Read the form and do the step, unless the task was finished before or the state forbids it."""
    task = whole_number(request.POST.get("task", "")) or 0
    uploads = uploads_of(request, subject.case) if SUBTASK_FORMS[verb].takes_photos else None
    form = SUBTASK_FORMS[verb](request.POST, case=subject.case, subtask=subject, uploads=uploads)
    valid = form.is_valid()
    if not engine.is_open(subject, task):
        return _page(request, subject, verb, form=form, problem=str(AlreadyDone()), status=CONFLICT)
    if not valid:
        return _page(request, subject, verb, form=form, status=CONFLICT if form.is_stale else 200)
    try:
        done = tried_again(
            lambda: execution.perform_subtask(
                verb, subject, task=task, by=request.user, sent=sent_form(request), **form.arguments
            )
        )
    except PermissionDenied:
        return _lost(request, subject.case.number, verb)
    except refusals.REFUSALS as error:
        return _page(request, subject, verb, form=form, problem=refusals.reason(error), status=CONFLICT)
    messages.success(request, subtask_rights.done(verb, done))
    visible = Case.objects.visible_to(request.user).filter(pk=done.case_id).exists()
    return redirect("staff:case", number=done.case.number) if visible else redirect("staff:inbox")


def _lost(request: StaffRequest, number: str, verb: SubtaskVerb) -> HttpResponse:
    """The answer to a step that is not this person's, or not any more."""
    return lost_case(request, number, SUBTASK_FORMS[verb], subtask_rights.SUBTASK_STEPS[verb].name)


def _page(
    request: StaffRequest,
    subject: Subtask,
    verb: SubtaskVerb,
    *,
    form: SubtaskForm | None = None,
    token: uuid.UUID | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    if status == CONFLICT:
        subject = _now(subject)
    form = form or SUBTASK_FORMS[verb](case=subject.case, subtask=subject)
    task = Task.objects.filter(process=subject.process_id, status__in=engine.UNFINISHED).first()
    context = {
        "case": subject.case,
        "subtask": subject,
        "verb": verb,
        "name": subtask_rights.SUBTASK_STEPS[verb].name,
        "button": subtask_rights.SUBTASK_STEPS[verb].button,
        "form": form,
        "form_token": token or token_of(request, form),
        "task": task,
        "offered": subtask_rights.fits(verb, subject),
        "problem": problem,
        "shown": shown(request.user, subject.case),
        "last": subject.case.events.aggregate(last=Max("pk"))["last"],
    }
    return render(request, "staff/subtask.html", context, status=status)


def _now(subject: Subtask) -> Subtask:
    """The subtask as it is now; somebody was faster."""
    related = ("case__request_type", "department", "unit", "officer")
    found: Subtask = Subtask.objects.select_related(*related).get(pk=subject.pk)
    return found
