"""A step of a member of staff: the form is read, the step is done, or the page says why it is not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.actions import undo
from cases.errors import AlreadyDone
from cases.forms.sent import only_shown
from cases.lib.lost_races import tried_again
from cases.models import Case, Municipality, User
from cases.text.numbers import whole_number
from cases.views.idempotency import NOT_SENT, TWICE, Sent, SentBefore, answers_again, sent_form
from cases.views.staff_pages import FRAGMENT, StaffRequest, staff_page, typed_before
from workflows import engine, rights
from workflows.forms.outside import AskOutsideForm
from workflows.forms.registry import FORMS
from workflows.forms.steps import StepForm
from workflows.rights.catalogue import STEPS, Verb
from workflows.steps import execution, notes, refusals, standard_texts, wording
from workflows.steps.lost_rights import was_mine
from workflows.steps.staleness import Seen
from workflows.steps.undo import UNDOABLE
from workflows.views.case import onward
from workflows.views.case.lookup import case_or_404
from workflows.views.case.open_step import uploads_of
from workflows.views.case.page import case_page
from workflows.views.lost import lost_case

CONFLICT = 409


def _again(request: StaffRequest, before: SentBefore, number: str, verb: str) -> HttpResponse:
    """The page after the step, which was done by the same form. Other words in it are a new form's: they
    stand in one, not sent."""
    case = Case.objects.visible_to(request.user).filter(number=number).exists()
    if case and not before.same and verb in FORMS:
        return _other_words(request, number, Verb(verb))
    messages.info(request, TWICE)
    return redirect("staff:case", number=number) if case else redirect("staff:inbox")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def step(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    """The page of the case with this step's form; by POST the step itself."""
    if verb not in FORMS:
        raise Http404
    wanted, task = Verb(verb), whole_number(request.POST.get("task", "")) or 0
    try:
        case = case_or_404(request.user, number)
    except Http404:
        return _lost(request, number, wanted)
    stale = task > 0 and wanted != Verb.NOTE and not engine.is_open(execution.task_holder(wanted, case), task)
    wanted = rights.meant(request.user, wanted, case)
    if not rights.may(request.user, wanted, case) and not (stale and was_mine(request.user, case, task)):
        return _lost(request, number, wanted)
    problem = _problem(case, wanted, stale=stale)
    if request.method == "POST":
        return _try(request, case, wanted, task, problem)
    if problem:
        return case_page(request, case, verb=wanted, problem=problem, status=CONFLICT)
    return _typed_before(request, case, wanted) or case_page(request, case, verb=wanted)


@staff_page
def step_again(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    """The step's form with what was typed, after its CSRF token had expired; nothing is done and no photo is
    kept (config.errors)."""
    if verb not in FORMS:
        raise Http404
    case = case_or_404(request.user, number)
    if not rights.may(request.user, Verb(verb), case):
        return _lost(request, number, Verb(verb))
    form = FORMS[Verb(verb)](request.POST, case=case, by=request.user)
    return case_page(
        request,
        case,
        verb=Verb(verb),
        form=form,
        problem=str(refusals.EXPIRED),
        seen=_seen(request),
        status=403,
    )


def _typed_before(request: StaffRequest, case: Case, verb: Verb) -> HttpResponse | None:
    """The form with what was typed before the log-in had ended, once; None where nothing waits."""
    typed = typed_before(request, case.number, f"staff-{verb}")
    if typed is None:
        return None
    form = FORMS[verb](typed, case=case, by=request.user)
    seen = Seen.read(typed.dict())
    return case_page(request, case, verb=verb, form=form, problem=str(refusals.LOGGED_OUT), seen=seen)


def _problem(case: Case, verb: Verb, *, stale: bool) -> str:
    """Why the step cannot be done now; empty where it can."""
    if stale:
        return str(AlreadyDone())
    return "" if rights.fits(verb, case) else str(refusals.NOT_NOW)


def _try(request: StaffRequest, case: Case, verb: Verb, task: int, problem: str) -> HttpResponse:
    """Read the form and do the step, unless there is a `problem`: the task was finished before, or the state
    forbids the step."""
    uploads = uploads_of(request, case, FORMS[verb]) if FORMS[verb].takes_photos else None
    form = FORMS[verb](request.POST, case=case, by=request.user, uploads=uploads)
    if only_shown(request):
        form = FORMS[verb](request.POST, case=case, by=request.user, uploads=form.uploads, judged=False)
        return case_page(request, case, verb=verb, form=form, seen=_seen(request))
    valid = form.is_valid()
    if problem:
        return _refused(request, case, verb, form, problem)
    if "instead" in request.POST and isinstance(form, AskOutsideForm):
        return _instead(request, case, verb)
    if "insert" in request.POST and form.words:
        return _inserted(request, case, verb, form)
    if "letter" in request.POST and STEPS[verb].previews_letter:
        return _letter(request, case, verb, form, valid=valid)
    if not valid:
        return _wrong(request, case, verb, form)
    return _do(request, case, verb, task, form)


def _inserted(request: StaffRequest, case: Case, verb: Verb, form: StepForm) -> HttpResponse:
    """The form as it was typed, with the words of the chosen standard text; nothing is judged or done."""
    typed, field = request.POST.copy(), form.words
    chosen, office = typed.get("standard_text", ""), Municipality.current()
    typed[field] = standard_texts.inserted(typed.get(field, ""), chosen, case, verb, office=office)
    form = FORMS[verb](typed, case=case, by=request.user, uploads=form.uploads, judged=False)
    return case_page(request, case, verb=verb, form=form, seen=_seen(request))


def _instead(request: StaffRequest, case: Case, verb: Verb) -> HttpResponse:
    """The form that asks an outside party, with what was typed into that of a result or a rejection; nothing
    is done."""
    form = AskOutsideForm(case=case, by=request.user)
    form.take_over(request.POST)
    return case_page(request, case, verb=verb, form=form, seen=_seen(request))


def _letter(request: StaffRequest, case: Case, verb: Verb, form: StepForm, *, valid: bool) -> HttpResponse:
    """What the citizen would get, with the form as it was typed; nothing is done."""
    if request.headers.get(FRAGMENT) == "letter":
        context = {"case": case, "verb": verb, "form": form, "valid": valid}
        return render(request, "staff/partials/letter.html", context)
    if not valid:
        return _wrong(request, case, verb, form)
    return case_page(request, case, verb=verb, form=form, seen=_seen(request), letter=True)


def _do(request: StaffRequest, case: Case, verb: Verb, task: int, form: StepForm) -> HttpResponse:
    """The step; what refuses it now has happened between the page and the click."""
    after, form_sent = _seen(request).event, sent_form(request)

    def perform() -> Case:
        return done(verb, case, form, by=request.user, task=task, after=after, sent=form_sent)

    try:
        case = tried_again(perform)
    except PermissionDenied:
        return _lost(request, case.number, verb)
    except refusals.REFUSALS as error:
        return _refused(request, case, verb, form, refusals.reason(error))
    visible, wanted = onward.seen_and_wanted(request.user, case)
    said, undoable = wording.done(verb, case, by=request.user, seen=visible), _undoable(verb, case, request)
    messages.success(request, said, extra_tags=undoable)
    return redirect(onward.address(request.user, verb, case, visible=visible, wanted=wanted))


def done(
    verb: Verb, case: Case, form: StepForm, *, by: User, task: int, after: int, sent: Sent = NOT_SENT
) -> Case:
    """Do the step with what the valid form says, and return the case. Raises as `execution.perform`; an
    internal note is written beside the flow."""
    if verb == Verb.NOTE:
        return notes.write(case, by=by, after=after, sent=sent, **form.arguments).case
    return execution.perform(verb, case, task=task, by=by, after=after, sent=sent, **form.arguments)


def _undoable(verb: Verb, case: Case, request: StaffRequest) -> str:
    """The step as the form that undoes it names it; empty where it cannot be undone."""
    found = undo.offered([case], by=request.user) if verb in UNDOABLE.values() else {}
    return "".join(f"{number}:{event}" for number, event in found.items())


def _wrong(request: StaffRequest, case: Case, verb: Verb, form: StepForm) -> HttpResponse:
    """The form again, with what is wrong; a choice that is no longer on offer is a conflict."""
    status = CONFLICT if form.is_stale else 200
    return case_page(request, case, verb=verb, form=form, seen=_seen(request), status=status)


def _refused(request: StaffRequest, case: Case, verb: Verb, form: StepForm, problem: str) -> HttpResponse:
    """The case as it is now, what happened since the page was opened, and what was typed: to send it again is
    then a decision."""
    case, seen = case_or_404(request.user, case.number), _seen(request)
    return case_page(
        request, case, verb=verb, form=form, problem=problem, seen=seen, renew=True, status=CONFLICT
    )


def _other_words(request: StaffRequest, number: str, verb: Verb) -> HttpResponse:
    """A new form with the words that came in one that was done before."""
    case = case_or_404(request.user, number)
    form = FORMS[verb](request.POST, case=case, by=request.user, judged=False)
    return case_page(request, case, verb=verb, form=form, problem=str(refusals.OTHER_WORDS), status=CONFLICT)


def _lost(request: StaffRequest, number: str, verb: Verb) -> HttpResponse:
    """The answer to a step that is not this person's, or not any more."""
    return lost_case(request, number, FORMS[verb], wording.name(verb))


def _seen(request: StaffRequest) -> Seen:
    """What the page showed on which the form was filled in."""
    return Seen.read(request.POST.dict())
