"""A step on a subtask of a case: the form is read, the step is done, or the page says why it is not. A step
of the work plan has its findings on the page, which are kept line by line."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from viewflow.workflow.models import Task

from cases.access.delegations import giving
from cases.actions import findings
from cases.errors import AlreadyDone
from cases.lib.lost_races import tried_again
from cases.lib.map_links import map_url
from cases.models import Case, StepKind, Subtask
from cases.text.numbers import whole_number
from cases.views.idempotency import TWICE, SentBefore, answers_again, sent_form
from cases.views.staff_pages import StaffRequest, staff_page, typed_before
from workflows import engine
from workflows.forms.departments import SubtaskForm
from workflows.forms.plan_steps import WorkStepForm
from workflows.forms.registry import subtask_form
from workflows.rights import subtask_rights
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution, refusals
from workflows.steps.lost_rights import shown
from workflows.views.case.lookup import case_or_404
from workflows.views.case.open_step import token_of, uploads_of
from workflows.views.case.plan_rows import done_so_far
from workflows.views.lost import lost_case

CONFLICT = 409
VERBS = frozenset(SubtaskVerb)


def _again(
    request: StaffRequest, before: SentBefore, number: str, subtask: int, subtask_verb: str
) -> HttpResponse:
    """The page after the step, which was done by the same form. Other words in it are a new form's: they
    stand in one, not sent."""
    case = Case.objects.visible_to(request.user).filter(number=number).exists()
    if case and not before.same and subtask_verb in VERBS:
        wanted = SubtaskVerb(subtask_verb)
        subject = get_object_or_404(Subtask.objects.select_related("case"), pk=subtask, case__number=number)
        form = _form_class(wanted, subject)(request.POST, case=subject.case, subtask=subject)
        problem, token = str(refusals.OTHER_WORDS), uuid.uuid4()
        return _page(request, subject, wanted, form=form, token=token, problem=problem, status=CONFLICT)
    messages.info(request, TWICE)
    return redirect("staff:case", number=number) if case else redirect("staff:inbox")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def subtask(request: StaffRequest, number: str, subtask: int, subtask_verb: str) -> HttpResponse:
    """The page of a subtask with the form of this step; by POST the step itself."""
    if subtask_verb not in VERBS:
        raise Http404
    wanted = SubtaskVerb(subtask_verb)
    try:
        subject = _found(request, number, subtask, wanted)
    except PermissionDenied:
        return _lost(request, number, subtask, wanted)
    except Http404:
        if Case.objects.visible_to(request.user).filter(number=number).exists():
            raise
        return _lost(request, number, subtask, wanted)
    if request.method == "POST":
        return _try(request, subject, wanted)
    if not subtask_rights.fits(wanted, subject):
        return _page(request, subject, wanted, problem=str(refusals.NOT_NOW), status=CONFLICT)
    typed = typed_before(request, number, f"subtask-{subtask}-{subtask_verb}")
    if typed is not None:
        form = _form_class(wanted, subject)(typed, case=subject.case, subtask=subject)
        return _page(request, subject, wanted, form=form, problem=str(refusals.LOGGED_OUT))
    return _page(request, subject, wanted)


@staff_page
def subtask_again(request: StaffRequest, number: str, subtask: int, subtask_verb: str) -> HttpResponse:
    """The form with what was typed, after its CSRF token had expired; nothing is done (config.errors)."""
    if subtask_verb not in VERBS:
        raise Http404
    wanted = SubtaskVerb(subtask_verb)
    try:
        subject = _found(request, number, subtask, wanted)
    except PermissionDenied:
        return _lost(request, number, subtask, wanted)
    form = _form_class(wanted, subject)(request.POST, case=subject.case, subtask=subject)
    return _page(request, subject, wanted, form=form, problem=str(refusals.EXPIRED), status=403)


def _found(request: StaffRequest, number: str, pk: int, verb: SubtaskVerb) -> Subtask:
    """The subtask, if this person may do the step with it."""
    case = case_or_404(request.user, number)
    found = next((one for one in case.subtasks.all() if one.pk == pk), None)
    if found is None or subtask_form(verb, found) is None:
        raise Http404
    if not subtask_rights.may(request.user, verb, found, case):
        raise PermissionDenied(refusals.NOT_YOURS)
    return found


def _form_class(verb: SubtaskVerb, subject: Subtask) -> type[SubtaskForm]:
    """The form of the step. Raises Http404 for one that is not done with such a subtask."""
    found = subtask_form(verb, subject)
    if found is None:
        raise Http404
    return found


def _try(request: StaffRequest, subject: Subtask, verb: SubtaskVerb) -> HttpResponse:
    """Read the form and do the step, unless the task was finished before or the state forbids it."""
    task, form_class = whole_number(request.POST.get("task", "")) or 0, _form_class(verb, subject)
    uploads = uploads_of(request, subject.case, form_class) if form_class.takes_photos else None
    form = form_class(request.POST, case=subject.case, subtask=subject, uploads=uploads)
    valid = form.is_valid()
    if not execution.is_open(verb, subject, task):
        return _page(request, subject, verb, form=form, problem=str(AlreadyDone()), status=CONFLICT)
    try:
        if isinstance(form, WorkStepForm) and form.changed:
            _keep(request, subject, form)
        if not valid:
            return _page(request, subject, verb, form=form, status=CONFLICT if form.is_stale else 200)
        if isinstance(form, WorkStepForm) and form.is_saved_only:
            return redirect("staff:subtask", subject.case.number, subject.pk, verb)
        done = _do(request, subject, verb, task, form)
    except PermissionDenied:
        return _lost(request, subject.case.number, subject.pk, verb)
    except refusals.REFUSALS as error:
        return _page(request, subject, verb, form=form, problem=refusals.reason(error), status=CONFLICT)
    messages.success(request, subtask_rights.done(verb, done))
    visible = Case.objects.visible_to(request.user).filter(pk=done.case_id).exists()
    return redirect("staff:case", number=done.case.number) if visible else redirect("staff:inbox")


def _keep(request: StaffRequest, subject: Subtask, form: WorkStepForm) -> None:
    """Keep the good lines of the form, whatever becomes of the others, and of the step."""
    tried_again(lambda: execution.keep_findings(subject, form.changed, by=request.user))
    form.forget_kept()
    if form.is_saved_only:
        messages.success(request, _("What you filled in is saved."))


def _do(request: StaffRequest, subject: Subtask, verb: SubtaskVerb, task: int, form: SubtaskForm) -> Subtask:
    sent = sent_form(request)
    return tried_again(
        lambda: execution.perform_subtask(
            verb, subject, task=task, by=request.user, sent=sent, **form.arguments
        )
    )


def _lost(request: StaffRequest, number: str, pk: int, verb: SubtaskVerb) -> HttpResponse:
    """The answer to a step that is not this person's, or not any more."""
    subject = Subtask.objects.select_related("case__request_type").filter(pk=pk, case__number=number).first()
    if subject is None:
        raise Http404
    form = _form_class(verb, subject)(case=subject.case, subtask=subject)
    return lost_case(request, number, form, subtask_rights.name(verb, subject))


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
    form = form or _form_class(verb, subject)(case=subject.case, subtask=subject)
    task = Task.objects.filter(process=subject.process_id, status__in=engine.UNFINISHED).first()
    context = {
        "case": subject.case,
        "subtask": subject,
        "planned": findings.planned(subject) if subject.is_planned else None,
        "done": done_so_far(request.user, subject.case) if subject.kind == StepKind.APPROVE else [],
        "verb": verb,
        "name": subtask_rights.name(verb, subject),
        "button": subtask_rights.button(verb, subject),
        "hint": subtask_rights.SUBTASK_STEPS[verb].hint,
        "links": subject.links.select_related("person") if subject.party_id else None,
        "others": _others(request, subject, verb),
        "map_url": map_url(subject.case),
        "delegation": giving(subtask_rights.delegated(request.user, verb, subject, subject.case)),
        "form": form,
        "form_token": token or token_of(request, form),
        "task": task,
        "offered": subtask_rights.fits(verb, subject),
        "problem": problem,
        "shown": shown(request.user, subject.case),
        "last": subject.case.events.aggregate(last=Max("pk"))["last"],
    }
    return render(request, "staff/subtask.html", context, status=status)


def _others(request: StaffRequest, subject: Subtask, verb: SubtaskVerb) -> list[tuple[SubtaskVerb, str]]:
    """What else this person can do with a step of the plan, or of an outside party."""
    if verb != SubtaskVerb.FINISH or not (subject.is_planned or subject.party_id):
        return []
    offered = subtask_rights.offered(request.user, subject, subject.case)
    return [(one, subtask_rights.name(one, subject)) for one in offered if one != verb]


def _now(subject: Subtask) -> Subtask:
    """The subtask as it is now; somebody was faster."""
    related = ("case__request_type", "department", "unit", "officer", "party")
    found: Subtask = Subtask.objects.select_related(*related).get(pk=subject.pk)
    return found
