"""A step of a member of staff: lock, re-read the task, check the right, call the verb; the flow follows."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases import actions
from cases.actions import approval, delay_explanations, duplicates, extension, subtasks, transfers
from cases.errors import AlreadyDone, Refused
from cases.models import Case, Subtask, User
from cases.views.idempotency import NOT_SENT, Sent
from workflows import engine, rights
from workflows.rights import subtask_rights
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import staleness, wording

ACTIONS: dict[Verb, Callable[..., Case]] = {
    Verb.ACCEPT: transfers.accept,
    Verb.SEND_BACK: transfers.send_back,
    Verb.PLACE: transfers.place,
    Verb.ASSIGN: actions.assign,
    Verb.START: actions.start,
    Verb.ASK: actions.ask,
    Verb.TRANSFER: actions.transfer,
    Verb.HAND_BACK: actions.hand_back,
    Verb.RESOLVE: actions.resolve,
    Verb.PROPOSE: approval.propose,
    Verb.APPROVE: approval.approve,
    Verb.RETURN_RESULT: approval.return_result,
    Verb.TAKE_BACK: approval.take_back,
    Verb.REJECT: actions.reject,
    Verb.EXTEND: extension.extend,
    Verb.EXPLAIN: delay_explanations.explain,
    Verb.ASK_SUBTASK: subtasks.ask_subtask,
    Verb.MARK_DUPLICATE: duplicates.mark_duplicate,
    Verb.UNMARK_DUPLICATE: duplicates.unmark_duplicate,
}
SUBTASK_ACTIONS: dict[SubtaskVerb, Callable[..., Subtask]] = {
    SubtaskVerb.ASSIGN: subtasks.assign_subtask,
    SubtaskVerb.FINISH: subtasks.finish_subtask,
    SubtaskVerb.REFUSE: subtasks.refuse_subtask,
    SubtaskVerb.CANCEL: subtasks.cancel_subtask,
}


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
    case = actions.locked(case)
    if not rights.may(by, verb, case):
        raise PermissionDenied
    if not engine.is_open(case, task) or (verb == Verb.START and case.status == "in_progress"):
        raise AlreadyDone
    if duplicates.main_of(case) and rights.STEPS[verb].with_main_case is rights.When.WITHOUT:
        raise Refused(str(wording.JOINED))
    if not rights.fits(verb, case):
        raise Refused(str(wording.NOT_NOW))
    staleness.refuse_if_changed(case, verb, after, by=by)
    return ACTIONS[verb](case, by=by, **data)


@transaction.atomic
def perform_subtask(
    verb: SubtaskVerb, subtask: Subtask, *, task: int, by: User, sent: Sent = NOT_SENT, **data: Any
) -> Subtask:
    """Do a step on the subtask, as `perform` does on a case."""
    sent.use()
    case = actions.locked(subtask.case)
    subtask = Subtask.objects.select_related("case", "department", "officer").get(pk=subtask.pk)
    if not subtask_rights.may(by, verb, subtask, case):
        raise PermissionDenied
    if not engine.is_open(subtask, task):
        raise AlreadyDone
    return SUBTASK_ACTIONS[verb](subtask, by=by, **data)
