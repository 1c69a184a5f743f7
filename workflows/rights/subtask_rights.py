"""The steps on a subtask: their words, who may do them, and when they fit."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from cases.access.decision_makers import decides_by_office, delegation_for, delegation_in
from cases.actions import subtasks
from cases.models import Case, Subtask, User
from cases.models.staff.access_profile import DelegatedRights
from workflows import rights


class SubtaskVerb(StrEnum):
    """What a member of staff can do with a subtask: the names of its transitions."""

    ASSIGN = "assign"
    FINISH = "finish"
    REFUSE = "refuse"
    CANCEL = "cancel"


class SubtaskRole(StrEnum):
    """What a person is to one subtask."""

    ASKER = "asker"
    HEAD = "head"
    OFFICER = "officer"


@dataclass(frozen=True)
class SubtaskStepSpec:
    """A step on a subtask. Words may hold %(officer)s, %(department)s (the case's) and %(helper)s."""

    roles: frozenset[SubtaskRole]
    name: Any
    button: Any
    # Who goes on now: for the page after the step.
    done: Any
    # Changes the subtask: takes the subtask, `by` and the arguments of the act's form.
    action: Callable[..., Subtask]


SUBTASK_STEPS: dict[SubtaskVerb, SubtaskStepSpec] = {
    SubtaskVerb.ASSIGN: SubtaskStepSpec(
        frozenset({SubtaskRole.HEAD}),
        name=_("Name an officer for the subtask"),
        button=_("Assign"),
        done=_("The subtask is now with %(officer)s."),
        action=subtasks.assign_subtask,
    ),
    SubtaskVerb.FINISH: SubtaskStepSpec(
        frozenset({SubtaskRole.HEAD, SubtaskRole.OFFICER}),
        name=_("Report the subtask as done"),
        button=_("The subtask is done"),
        done=_("The subtask is done. %(department)s goes on with the case."),
        action=subtasks.finish_subtask,
    ),
    SubtaskVerb.REFUSE: SubtaskStepSpec(
        frozenset({SubtaskRole.HEAD}),
        name=_("Refuse the subtask"),
        button=_("Refuse the subtask"),
        done=_("The subtask is refused. %(department)s reads the reason."),
        action=subtasks.refuse_subtask,
    ),
    SubtaskVerb.CANCEL: SubtaskStepSpec(
        frozenset({SubtaskRole.ASKER}),
        name=_("Cancel the subtask"),
        button=_("Cancel the subtask"),
        done=_("The subtask is cancelled. %(helper)s reads the reason."),
        action=subtasks.cancel_subtask,
    ),
}


def roles(user: User, subtask: Subtask, case: Case) -> frozenset[SubtaskRole]:
    """What this person is to the subtask, by the own office or as a deputy: the heads of the case are its
    askers, whoever of them asked. Nothing where the request type has become restricted since, but to them."""
    found = _own_roles(user, subtask, case) | _lent_roles(user, subtask, case).keys()
    return found & {SubtaskRole.ASKER} if case.request_type.restricted else found


def delegated(user: User, verb: SubtaskVerb, subtask: Subtask, case: Case) -> DelegatedRights | None:
    """Return by what a deputy has the right to a step; None where the own office gives it, or nothing."""
    allowed = SUBTASK_STEPS[verb].roles
    if _own_roles(user, subtask, case) & allowed:
        return None
    return next((by for role, by in _lent_roles(user, subtask, case).items() if role in allowed), None)


def _own_roles(user: User, subtask: Subtask, case: Case) -> frozenset[SubtaskRole]:
    found = set()
    if decides_by_office(user, case):
        found.add(SubtaskRole.ASKER)
    if user.heads(subtask.department_id):
        found.add(SubtaskRole.HEAD)
    if rights.is_subtask_officer(user, subtask):
        found.add(SubtaskRole.OFFICER)
    return frozenset(found)


def _lent_roles(user: User, subtask: Subtask, case: Case) -> dict[SubtaskRole, DelegatedRights]:
    found = {
        SubtaskRole.ASKER: delegation_for(user, case),
        SubtaskRole.HEAD: delegation_in(user, subtask.department_id, officer=subtask.officer_id),
    }
    return {role: by for role, by in found.items() if by is not None}


def may(user: User, verb: SubtaskVerb, subtask: Subtask, case: Case) -> bool:
    """Whether the table gives this person the step, whatever the state of the subtask."""
    return bool(roles(user, subtask, case) & SUBTASK_STEPS[verb].roles)


def fits(verb: SubtaskVerb, subtask: Subtask) -> bool:
    """Whether the state of the subtask allows the step."""
    return bool(can_proceed(getattr(subtask, verb)))


def offered(user: User, subtask: Subtask, case: Case) -> list[SubtaskVerb]:
    """The steps that have a button: right and state both fit."""
    return [verb for verb in SubtaskVerb if fits(verb, subtask) and may(user, verb, subtask, case)]


def done(verb: SubtaskVerb, subtask: Subtask) -> str:
    """What is said when the step is done."""
    names = {"officer": subtask.officer, "department": subtask.case.department, "helper": subtask.department}
    return str(SUBTASK_STEPS[verb].done) % names
