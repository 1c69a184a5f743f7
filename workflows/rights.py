"""Who may do what with a case: the table verb × role, and the role a person has for one case."""

from enum import StrEnum

from django.db.models import Q

from cases.models import Case, Membership, Status, User


class Verb(StrEnum):
    """What a member of staff can do with a case."""

    ASSIGN = "assign"
    START = "start"
    ASK = "ask"
    TRANSFER = "transfer"
    HAND_BACK = "hand_back"
    RESOLVE = "resolve"
    REJECT = "reject"
    NOTE = "note"


class Role(StrEnum):
    """What a person is to one case."""

    HEAD = "head"
    OFFICER = "officer"
    COLLEAGUE = "colleague"
    CLERK = "clerk"
    READER = "reader"


ALLOWED: dict[Verb, frozenset[Role]] = {
    Verb.ASSIGN: frozenset({Role.HEAD}),
    Verb.START: frozenset({Role.HEAD, Role.OFFICER}),
    Verb.ASK: frozenset({Role.HEAD, Role.OFFICER}),
    Verb.TRANSFER: frozenset({Role.HEAD, Role.OFFICER, Role.CLERK}),
    Verb.HAND_BACK: frozenset({Role.OFFICER}),
    Verb.RESOLVE: frozenset({Role.HEAD, Role.OFFICER}),
    Verb.REJECT: frozenset({Role.HEAD, Role.OFFICER}),
    Verb.NOTE: frozenset({Role.HEAD, Role.OFFICER, Role.COLLEAGUE, Role.CLERK}),
}
# In which states a verb has a button; the case itself refuses the others (cases.models.case).
FITS: dict[Verb, frozenset[str]] = {
    Verb.ASSIGN: frozenset({Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS}),
    Verb.START: frozenset({Status.ASSIGNED}),
    Verb.ASK: frozenset({Status.ASSIGNED, Status.IN_PROGRESS}),
    Verb.TRANSFER: frozenset({Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS}),
    Verb.HAND_BACK: frozenset({Status.ASSIGNED, Status.IN_PROGRESS}),
    Verb.RESOLVE: frozenset({Status.IN_PROGRESS}),
    Verb.REJECT: frozenset({Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS}),
    Verb.NOTE: frozenset(Status.values),
}
NEED_OFFICER = frozenset({Verb.START, Verb.ASK, Verb.HAND_BACK, Verb.RESOLVE})


def roles(user: User, case: Case) -> frozenset[Role]:
    """What this person is to the case; empty for a stranger."""
    found = set()
    if user.heads(case.department_id):
        found.add(Role.HEAD)
    restricted = case.request_type.restricted
    if case.officer_id == user.pk or (stands_in(user, case) and not restricted):
        found.add(Role.OFFICER)
    if user.roles.get(case.department_id) == Membership.Role.OFFICER and not restricted:
        found.add(Role.COLLEAGUE)
    if user.has_perm("cases.view_every_case") and not restricted:
        found.add(Role.CLERK if user.has_perm("cases.route_case") else Role.READER)
    return frozenset(found)


def stands_in(user: User, case: Case) -> bool:
    """Whether this person does the work of the officer in charge, who is away today, and works in the
    department too. It opens no restricted case."""
    return case.officer_id in user.acting_for and case.department_id in user.roles


def standing_in(user: User) -> Q:
    """`stands_in` as a condition on cases, without those that it does not open."""
    cases = Q(officer__in=user.acting_for, department__in=user.roles, request_type__restricted=False)
    return cases if user.acting_for else Q(pk__in=[])


def in_charge(user: User) -> Q:
    """The cases whose officer this person is, or stands in for."""
    return Q(officer=user) | standing_in(user)


def may(user: User, verb: Verb, case: Case) -> bool:
    """Whether this person has the right; the clerk re-routes only what has no officer yet."""
    allowed = roles(user, case) & ALLOWED[verb]
    if verb == Verb.TRANSFER and case.officer_id is not None:
        allowed -= {Role.CLERK}
    return bool(allowed)


def offered(user: User, case: Case) -> list[Verb]:
    """The verbs that have a button on the case's page: right and state both fit."""
    return [verb for verb in Verb if fits(verb, case) and may(user, verb, case)]


def fits(verb: Verb, case: Case) -> bool:
    """Whether the state of the case allows the verb."""
    return case.status in FITS[verb] and not (verb in NEED_OFFICER and case.officer_id is None)


def may_see_person(user: User, case: Case) -> bool:
    """Whether this person needs the citizen's name and contact for the task: the heads, the officer in
    charge (or who stands in) and the clerk do; where the citizen asked for secrecy, the heads and the clerk
    alone."""
    needed = {Role.HEAD, Role.CLERK} if case.hide_identity else {Role.HEAD, Role.CLERK, Role.OFFICER}
    return bool(roles(user, case) & needed)


def person_seen_by(user: User) -> Q:
    """`may_see_person` as a condition on cases that this person may read."""
    headed = [pk for pk, role in user.roles.items() if role == Membership.Role.HEAD]
    seen = Q(department__in=headed) | Q(hide_identity=False) & in_charge(user)
    if user.has_perm("cases.view_every_case") and user.has_perm("cases.route_case"):
        seen |= Q(request_type__restricted=False)
    return seen


def may_hand_out_password(user: User, case: Case) -> bool:
    """Whether this person may check a citizen at the counter and hand over a new password: the clerk, and
    the department's head."""
    return bool(roles(user, case) & {Role.CLERK, Role.HEAD})


def may_file(user: User) -> bool:
    """Whether this person files requests for others: the clerk."""
    return user.has_perm("cases.route_case")


def may_see_figures(user: User) -> bool:
    """Whether this person answers for a department or looks at all of them: heads, executives, the clerk."""
    return Membership.Role.HEAD in user.roles.values() or user.has_perm("cases.view_every_case")


def may_be_away(user: User) -> bool:
    """Whether this person has tasks that somebody can stand in for: who works in a department."""
    return bool(user.roles)
