"""The acts on a subtask: their words, who may do them, and when they fit."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from cases.access.decision_makers import decides
from cases.actions import subtasks
from cases.models import Case, Subtask, User
from workflows import rights


class Act(StrEnum):
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
class ActSpec:
    """An act on a subtask. Words may hold %(officer)s, %(department)s (the case's) and %(helper)s."""

    roles: frozenset[SubtaskRole]
    name: Any
    button: Any
    # Who goes on now: for the page after the act.
    done: Any
    # Changes the subtask: takes the subtask, `by` and the arguments of the act's form.
    action: Callable[..., Subtask]


ACTS: dict[Act, ActSpec] = {
    Act.ASSIGN: ActSpec(
        frozenset({SubtaskRole.HEAD}),
        name=_("Name an officer for the part"),
        button=_("Assign"),
        done=_("The part is now with %(officer)s."),
        action=subtasks.assign_subtask,
    ),
    Act.FINISH: ActSpec(
        frozenset({SubtaskRole.HEAD, SubtaskRole.OFFICER}),
        name=_("Report the part as done"),
        button=_("The part is done"),
        done=_("The part is done. %(department)s goes on with the case."),
        action=subtasks.finish_subtask,
    ),
    Act.REFUSE: ActSpec(
        frozenset({SubtaskRole.HEAD}),
        name=_("Refuse the part"),
        button=_("Refuse the part"),
        done=_("The part is refused. %(department)s reads the reason."),
        action=subtasks.refuse_subtask,
    ),
    Act.CANCEL: ActSpec(
        frozenset({SubtaskRole.ASKER}),
        name=_("Cancel the part"),
        button=_("Cancel the part"),
        done=_("The part is cancelled. %(helper)s reads the reason."),
        action=subtasks.cancel_subtask,
    ),
}


def roles(user: User, subtask: Subtask, case: Case) -> frozenset[SubtaskRole]:
    """What this person is to the subtask: the heads of the case are its askers, whoever of them
    asked. Nothing where the kind has become restricted since, but to them."""
    found = set()
    if decides(user, case):
        found.add(SubtaskRole.ASKER)
    if case.request_type.restricted:
        return frozenset(found)
    if user.heads(subtask.department_id):
        found.add(SubtaskRole.HEAD)
    if rights.is_subtask_officer(user, subtask):
        found.add(SubtaskRole.OFFICER)
    return frozenset(found)


def may(user: User, act: Act, subtask: Subtask, case: Case) -> bool:
    """Whether the table gives this person the act, whatever the state of the subtask."""
    return bool(roles(user, subtask, case) & ACTS[act].roles)


def fits(act: Act, subtask: Subtask) -> bool:
    """Whether the state of the subtask allows the act."""
    return bool(can_proceed(getattr(subtask, act)))


def offered(user: User, subtask: Subtask, case: Case) -> list[Act]:
    """The acts that have a button: right and state both fit."""
    return [act for act in Act if fits(act, subtask) and may(user, act, subtask, case)]


def done(act: Act, subtask: Subtask) -> str:
    """What is said when the act is done."""
    names = {"officer": subtask.officer, "department": subtask.case.department, "helper": subtask.department}
    return str(ACTS[act].done) % names
