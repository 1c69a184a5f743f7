"""A step of a member of staff: lock, re-read the task, check the right, call the verb; the flow follows."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases.actions import duplicates, findings, proposal_state
from cases.actions.step import holding, locked
from cases.errors import AlreadyDone, Refused
from cases.events import as_deputy
from cases.models import Case, Subtask, User
from cases.views.idempotency import NOT_SENT, Sent
from workflows import engine, rights
from workflows.rights import subtask_rights
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import When
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import refusals, staleness


@transaction.atomic
def perform(
    verb: Verb, case: Case, *, task: int, by: User, after: int = 0, sent: Sent = NOT_SENT, **data: Any
) -> Case:
    """Do a step on the task that the page showed, with `after` as the last event on it; `sent` is the form
    that asks for it. Raises SentBefore where this form was done, PermissionDenied without the right,
    AlreadyDone where the task was finished before (a second click, a faster colleague), Changed where
    something was done since, TransitionNotAllowed or Refused where the case does not allow it."""
    sent.use()
    if verb == Verb.MARK_DUPLICATE:
        duplicates.lock_joining()
    case = locked(case)
    if not rights.may(by, verb, case):
        raise PermissionDenied
    step = STEPS[verb]
    open_task = step.without_task or engine.is_open(task_holder(verb, case), task)
    if not open_task or (verb == Verb.START and case.status == "in_progress"):
        raise AlreadyDone
    if duplicates.main_of(case) and step.with_main_case is When.WITHOUT:
        raise Refused(str(refusals.JOINED))
    if not rights.fits(verb, case):
        raise Refused(str(refusals.NOT_NOW))
    staleness.refuse_if_changed(case, verb, after, by=by)
    assert step.action is not None
    with holding(case), as_deputy(rights.delegated(by, verb, case)):
        return step.action(case, by=by, **data)


def task_holder(verb: Verb, case: Case) -> Case | Subtask:
    """Whose open task the step is done on: the case's, or that of the approval of its result, whether it is
    given or not."""
    asked = proposal_state.approvals(case) if STEPS[verb].of_approval else []
    return asked[0] if asked else case


@transaction.atomic
def perform_subtask(
    verb: SubtaskVerb, subtask: Subtask, *, task: int, by: User, sent: Sent = NOT_SENT, **data: Any
) -> Subtask:
    """Do a step on the subtask, as `perform` does on a case."""
    sent.use()
    case = locked(subtask.case)
    subtask = Subtask.objects.select_related("case", "department", "officer").get(pk=subtask.pk)
    if not subtask_rights.may(by, verb, subtask, case):
        raise PermissionDenied
    if not is_open(verb, subtask, task):
        raise AlreadyDone
    with holding(case), as_deputy(subtask_rights.delegated(by, verb, subtask, case)):
        return subtask_rights.SUBTASK_STEPS[verb].action(subtask, by=by, **data)


@transaction.atomic
def keep_findings(subtask: Subtask, values: Mapping[str, Any], *, by: User) -> None:
    """Keep findings of a step of the plan, line by line (`cases.actions.findings.keep`). Raises
    PermissionDenied for somebody whose step it is not, Refused where the step has ended."""
    case = locked(subtask.case)
    subtask = Subtask.objects.select_related("case", "department", "officer").get(pk=subtask.pk)
    if not subtask_rights.may(by, SubtaskVerb.FINISH, subtask, case):
        raise PermissionDenied
    with holding(case):
        findings.keep(subtask, values, by=by)


def is_open(verb: SubtaskVerb, subtask: Subtask, task: int) -> bool:
    """Whether the task that the page showed stands open; of a subtask that was refused none does, and what
    decides about it waits for its own state."""
    refused = subtask.state == Subtask.State.REFUSED
    return (refused and subtask_rights.SUBTASK_STEPS[verb].of_refused) or engine.is_open(subtask, task)
