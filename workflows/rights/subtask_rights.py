"""Who may do what with a part of another department: a table act × role, as `workflows.rights` has one."""

from enum import StrEnum

from cases.models import Case, Part, User
from workflows import rights
from workflows.rights.rules import decides


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


ALLOWED: dict[Act, frozenset[PartRole]] = {
    Act.ASSIGN: frozenset({PartRole.HEAD}),
    Act.FINISH: frozenset({PartRole.HEAD, PartRole.OFFICER}),
    Act.REFUSE: frozenset({PartRole.HEAD}),
    Act.CANCEL: frozenset({PartRole.ASKER}),
}
FITS: dict[Act, frozenset[str]] = {
    Act.ASSIGN: frozenset({Part.State.ASKED, Part.State.IN_WORK}),
    Act.FINISH: frozenset({Part.State.IN_WORK}),
    Act.REFUSE: frozenset({Part.State.ASKED, Part.State.IN_WORK}),
    Act.CANCEL: frozenset({Part.State.ASKED, Part.State.IN_WORK}),
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
    return bool(roles(user, part, case) & ALLOWED[act])


def fits(act: Act, part: Part) -> bool:
    """Whether the state of the part allows the act."""
    return part.state in FITS[act]


def offered(user: User, part: Part, case: Case) -> list[Act]:
    """The acts that have a button: right and state both fit."""
    return [act for act in Act if fits(act, part) and may(user, act, part, case)]
