"""A step of a member of staff: lock, re-read the task, check the right, call the verb; the flow follows."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from viewflow.workflow.models import Task

from cases import actions, approval
from cases.errors import AlreadyDone
from cases.models import Case, User
from workflows import engine, rights
from workflows.rights import Verb

VERBS: dict[Verb, Callable[..., Case]] = {
    Verb.ASSIGN: actions.assign,
    Verb.START: actions.start,
    Verb.ASK: actions.ask,
    Verb.TRANSFER: actions.transfer,
    Verb.HAND_BACK: actions.hand_back,
    Verb.RESOLVE: actions.resolve,
    Verb.REJECT: actions.reject,
    Verb.PROPOSE: approval.propose,
    Verb.APPROVE: approval.approve,
    Verb.RETURN_RESULT: approval.return_result,
    Verb.TAKE_BACK: approval.take_back,
}


@transaction.atomic
def perform(verb: Verb, case: Case, *, task: int, by: User, **data: Any) -> Case:
    """Do a step on the task that the page showed. Raises PermissionDenied without the right, AlreadyDone
    where the task was finished before (a second click, a faster colleague), TransitionNotAllowed or
    Refused where the case does not allow it."""
    case = actions.locked(case)
    if not rights.may(by, verb, case):
        raise PermissionDenied
    if not _is_open(case, task) or (verb == Verb.START and case.status == "in_progress"):
        raise AlreadyDone
    return VERBS[verb](case, by=by, **data)


def _is_open(case: Case, task: int) -> bool:
    tasks = Task.objects.filter(pk=task, process=case.process_id, status__in=engine.UNFINISHED)
    return bool(tasks.exists())
