"""The acts on a part of another department: their words, who may do them, and when they fit."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.access.decision_makers import decides
from cases.models import Case, Part, User
from workflows import rights


class Act(StrEnum):
    """What a member of staff can do with a part."""

    ASSIGN = "assign"
    FINISH = "finish"
    REFUSE = "refuse"
    CANCEL = "cancel"


class PartRole(StrEnum):
    """What a person is to one part."""

    ASKER = "asker"
    HEAD = "head"
    OFFICER = "officer"


@dataclass(frozen=True)
class ActSpec:
    """An act on a part. Words may hold %(officer)s, %(department)s (the case's) and %(helper)s."""

    roles: frozenset[PartRole]
    states: frozenset[str]
    name: Any
    button: Any
    # Who goes on now: for the page after the act.
    done: Any


OPEN = frozenset({Part.State.ASKED, Part.State.IN_WORK})
ACTS: dict[Act, ActSpec] = {
    Act.ASSIGN: ActSpec(
        frozenset({PartRole.HEAD}),
        OPEN,
        name=_("Name an officer for the part"),
        button=_("Assign"),
        done=_("The part is now with %(officer)s."),
    ),
    Act.FINISH: ActSpec(
        frozenset({PartRole.HEAD, PartRole.OFFICER}),
        frozenset({Part.State.IN_WORK}),
        name=_("Report the part as done"),
        button=_("The part is done"),
        done=_("The part is done. %(department)s goes on with the case."),
    ),
    Act.REFUSE: ActSpec(
        frozenset({PartRole.HEAD}),
        OPEN,
        name=_("Refuse the part"),
        button=_("Refuse the part"),
        done=_("The part is refused. %(department)s reads the reason."),
    ),
    Act.CANCEL: ActSpec(
        frozenset({PartRole.ASKER}),
        OPEN,
        name=_("Cancel the part"),
        button=_("Cancel the part"),
        done=_("The part is cancelled. %(helper)s reads the reason."),
    ),
}


def roles(user: User, part: Part, case: Case) -> frozenset[PartRole]:
    """What this person is to the part: the heads of the case are its askers, whoever of them
    asked. Nothing where the kind has become restricted since, but to them."""
    found = set()
    if decides(user, case):
        found.add(PartRole.ASKER)
    if case.request_type.restricted:
        return frozenset(found)
    if user.heads(part.department_id):
        found.add(PartRole.HEAD)
    if rights.is_part_officer(user, part):
        found.add(PartRole.OFFICER)
    return frozenset(found)


def may(user: User, act: Act, part: Part, case: Case) -> bool:
    """Whether the table gives this person the act, whatever the state of the part."""
    return bool(roles(user, part, case) & ACTS[act].roles)


def fits(act: Act, part: Part) -> bool:
    """Whether the state of the part allows the act."""
    return part.state in ACTS[act].states


def offered(user: User, part: Part, case: Case) -> list[Act]:
    """The acts that have a button: right and state both fit."""
    return [act for act in Act if fits(act, part) and may(user, act, part, case)]


def done(act: Act, part: Part) -> str:
    """What is said when the act is done."""
    names = {"officer": part.officer, "department": part.case.department, "helper": part.department}
    return str(ACTS[act].done) % names
