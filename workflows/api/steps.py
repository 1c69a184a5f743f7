"""Steps of cases and of their subtasks: by the function, the form, the rights and the stale check of the
pages."""

import uuid
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from cases.actions import stages
from cases.drafts.uploads import DraftUploads
from cases.errors import AlreadyDone
from cases.models import Case, User
from cases.models import Subtask as SubtaskRow
from workflows import engine, rights
from workflows.api import bodies, once, problems, shapes
from workflows.api.caller import ACT, READ, ours, person
from workflows.api.cases import checked
from workflows.api.form_fields import Value, described, typed
from workflows.api.problems import Problem
from workflows.forms.departments import SubtaskForm
from workflows.forms.plan_steps import WorkStepForm
from workflows.forms.registry import FORMS, subtask_form
from workflows.forms.steps import StepForm
from workflows.rights import subtask_rights
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution, refusals, wording
from workflows.steps.plan_words import who
from workflows.views.case.lookup import case_or_404
from workflows.views.case.steps import done as step_done

router = Router(tags=["Steps"])
SUBTASK_VERBS = frozenset(SubtaskVerb)
Key = Annotated[int, Field(ge=0, le=2**63 - 1)]


class StepIn(Schema):
    """What a step is done on and with: `after` is the last event that the caller has read of the case, `task`
    the one that stood open then, `fields` what is typed into the form of the page."""

    after: Key
    task: Key | None = None
    fields: dict[str, Value] = {}


def write(shape: type[Schema]) -> dict[str, Any]:
    """What the OpenAPI file says of a write."""
    return {**bodies.described(shape, photos=True), "parameters": [once.parameter()]}


@router.get("/{number}/steps", response=shapes.Steps, auth=READ)
def read_steps(request: HttpRequest, number: str) -> shapes.Steps:
    """What the caller can do with a case now, with the fields of each form."""
    user = person(request)
    case = case_or_404(user, checked(number))
    last = case.events.order_by("pk").last()
    task = engine.task_number(case)
    steps = [_told(verb, case, user, task) for verb in rights.offered(user, case) if verb in FORMS]
    subtasks = [_told_subtask(one, case, user) for one in case.subtasks.all() if not one.approves_result]
    return shapes.Steps(
        after=last.pk if last else 0, steps=steps, subtasks=[one for one in subtasks if one.steps]
    )


@router.post("/{number}/steps/{verb}", response=shapes.Done, auth=ACT, openapi_extra=write(StepIn))
def do_step(request: HttpRequest, number: str, verb: str) -> Any:
    """Do a step. 409 where the case has moved on since `after`, or does not allow it; 422 with what is wrong
    beside each field."""
    user, asked = person(request), bodies.parsed(request, StepIn)
    sent = once.asked(ours(request), asked.model_dump())
    if (before := once.answer_of(sent)) is not None:
        return before
    case = case_or_404(user, checked(number))
    if verb not in FORMS:
        raise Http404
    wanted = rights.meant(user, Verb(verb), case)
    if not rights.may(user, wanted, case):
        raise Problem(403, str(refusals.NOT_YOURS))
    task = _task(execution.task_holder(wanted, case), asked.task, needed=not _is_beside(wanted))
    if not rights.fits(wanted, case):
        raise Problem(409, str(refusals.NOT_NOW))
    unfilled = FORMS[wanted](case=case, by=user)
    uploads = _uploads(request, sent.key, case, FORMS[wanted]) if unfilled.takes_photos else None
    form = FORMS[wanted](typed(asked.fields, [unfilled]), case=case, by=user, uploads=uploads)
    if not form.is_valid():
        raise problems.of_form(form)
    return once.done(sent, ours(request).auth, lambda: _do(wanted, case, form, user, task, asked.after))


@router.post(
    "/{number}/subtasks/{int:subtask}/steps/{verb}",
    response=shapes.Done,
    auth=ACT,
    openapi_extra=write(StepIn),
)
def do_subtask_step(request: HttpRequest, number: str, subtask: int, verb: str) -> Any:
    """Do a step on a subtask, or on a step of the work plan; what was found is kept with it."""
    user, asked = person(request), bodies.parsed(request, StepIn)
    sent = once.asked(ours(request), asked.model_dump())
    if (before := once.answer_of(sent)) is not None:
        return before
    case = case_or_404(user, checked(number))
    found = next((one for one in case.subtasks.all() if one.pk == subtask), None)
    kind = subtask_form(SubtaskVerb(verb), found) if found and verb in SUBTASK_VERBS else None
    if found is None or kind is None:
        raise Http404
    wanted = SubtaskVerb(verb)
    if not subtask_rights.may(user, wanted, found, case):
        raise Problem(403, str(refusals.NOT_YOURS))
    task = _task(found, asked.task, needed=False)
    if not execution.is_open(wanted, found, task):
        raise Problem(409, str(AlreadyDone()))
    unfilled = kind(case=case, subtask=found)
    uploads = _uploads(request, sent.key, case, kind) if kind.takes_photos else None
    form = kind(typed(asked.fields, [unfilled]), case=case, subtask=found, uploads=uploads)
    if not form.is_valid():
        raise problems.of_form(form)
    return once.done(sent, ours(request).auth, lambda: _do_subtask(wanted, found, form, user, task))


def _do(verb: Verb, case: Case, form: StepForm, by: User, task: int, after: int) -> once.Answer:
    return _answer(step_done(verb, case, form, by=by, task=task, after=after), by)


def _do_subtask(
    verb: SubtaskVerb, subtask: SubtaskRow, form: SubtaskForm, by: User, task: int
) -> once.Answer:
    if isinstance(form, WorkStepForm) and form.changed:
        execution.keep_findings(subtask, form.changed, by=by)
    changed = execution.perform_subtask(verb, subtask, task=task, by=by, **form.arguments)
    return _answer(Case.objects.get(pk=changed.case_id), by)


def _answer(case: Case, by: User) -> once.Answer:
    """What a step has led to: nothing of the citizen, since it is kept for the second asking."""
    last = case.events.order_by("pk").last()
    readable = Case.objects.visible_to(by).filter(pk=case.pk).exists()
    return {
        "number": case.number,
        "status": str(case.status),
        "after": last.pk if last and readable else 0,
        "readable": readable,
    }


def _task(holder: Case | SubtaskRow, said: int | None, *, needed: bool) -> int:
    """The task that the step is done on: the one that the caller has seen, or that stands open now. Raises
    Problem (409) where that one was finished before."""
    if said is not None:
        if needed and not engine.is_open(holder, said):
            raise Problem(409, str(AlreadyDone()))
        return said
    return engine.task_number(holder)


def _is_beside(verb: Verb) -> bool:
    """Whether a step is done without a task."""
    return verb == Verb.NOTE or STEPS[verb].without_task


def _uploads(request: HttpRequest, key: uuid.UUID | None, case: Case, form: type[StepForm]) -> DraftUploads:
    """The photos that came with the request, kept until the step is done."""
    uploads = DraftUploads(request, key or uuid.uuid4(), accepts_pdf=form.accepts_pdf(case))
    uploads.take()
    return uploads


def _told(verb: Verb, case: Case, user: User, task: int) -> shapes.Step:
    form, step = FORMS[verb](case=case, by=user), STEPS[verb]
    of_approval = step.of_approval and engine.task_number(execution.task_holder(verb, case))
    return shapes.Step(
        verb=verb,
        name=str(wording.name(verb)),
        task=of_approval or task,
        hint=str(step.hint),
        warning=str(form.warning),
        blocked=wording.waits_for(case) if step.waits_for_subtasks else "",
        fields=described(form),
    )


def _told_subtask(subtask: SubtaskRow, case: Case, user: User) -> shapes.Subtask:
    task, steps = engine.task_number(subtask), []
    for verb in subtask_rights.offered(user, subtask, case):
        if kind := subtask_form(verb, subtask):
            form = kind(case=case, subtask=subtask)
            name, hint = subtask_rights.name(verb, subtask), str(subtask_rights.SUBTASK_STEPS[verb].hint)
            steps.append(
                shapes.Step(
                    verb=verb,
                    name=name,
                    task=task,
                    hint=hint,
                    warning=str(form.warning),
                    blocked="",
                    fields=described(form),
                )
            )
    return shapes.Subtask(
        id=subtask.pk,
        name=stages.step_name(subtask),
        state=subtask.state,
        state_words=str(subtask.get_state_display()),
        whose=who(subtask),
        due_on=subtask.due_on,
        task=task,
        steps=steps,
    )
