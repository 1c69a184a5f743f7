"""Work in the field: a case is begun and finished by one form, each by its own step."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases.actions import stages
from cases.actions.step import locked
from cases.models import Case, Status, User
from cases.views.idempotency import NOT_SENT, Sent
from workflows import engine, rights
from workflows.rights.catalogue import Verb
from workflows.steps import execution, staleness


def turn(user: User, case: Case) -> Verb | None:
    """Return what this person can do with the case on the spot: report or propose its result, or only begin
    where a work plan says what comes then; None where it is not this person's turn."""
    if not begins(case):
        return None if stages.waited_for(case) else _ending(user, case)
    if not (rights.may(user, Verb.START, case) and rights.fits(Verb.START, case)):
        return None
    verb = rights.meant(user, Verb.RESOLVE, case)
    if stages.plan(case) is None and rights.may(user, verb, case):
        return verb
    return Verb.START


def begins(case: Case) -> bool:
    """Whether the work has still to begin."""
    return bool(case.status == Status.ASSIGNED)


@transaction.atomic
def perform(
    verb: Verb, case: Case, *, task: int, by: User, after: int, sent: Sent = NOT_SENT, **data: Any
) -> Case:
    """Do the step as `workflows.steps.execution.perform` does, and begin the work before where it has not
    begun: both, or neither. Raises what that raises."""
    sent.use()
    if verb == Verb.START or not begins(locked(case)):
        return execution.perform(verb, case, task=task, by=by, after=after, **data)
    if not rights.may(by, verb, case):
        raise PermissionDenied
    # What the result must not pass over is asked before the beginning is news itself.
    staleness.refuse_if_changed(case, verb, after, by=by)
    begun = execution.perform(Verb.START, case, task=task, by=by, after=after)
    return execution.perform(verb, begun, task=engine.open_task(begun).pk, by=by, **data)


def _ending(user: User, case: Case) -> Verb | None:
    verb = rights.meant(user, Verb.RESOLVE, case)
    return verb if rights.may(user, verb, case) and rights.fits(verb, case) else None
