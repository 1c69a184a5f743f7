"""Who decides about a case: the department's active heads, and the deputies to whom they have handed their
decisions on for today; of a restricted request type the active people who were named for it, whatever their
department, and the heads only while nobody is. A substitute does not decide, nor does a deputy about the own
work: as the officer in charge, or standing in for that officer.

The rule has three forms: `User.decides` is the condition on cases for one person (beside the model, since its
querysets use it), `decides` asks about one person and one case, `deciders` finds the people, whose own work
they do not know. One test holds the three together.
"""

import copy
import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.access import delegations
from cases.lib.setup_cache import shared
from cases.models import Case, Delegation, KindReader, Membership, RequestType, User
from cases.models.staff.access_profile import DelegatedRights

# With these fields the deciders are remembered: a trigger of the database says when one changes.
KNOWN = delegations.PEOPLE


def decides(user: User, case: Case) -> bool:
    """Say whether this active person decides about a case; no statement where the rights are read."""
    return decides_by_office(user, case) or delegation_for(user, case) is not None


def decides_by_office(user: User, case: Case) -> bool:
    """Say the same of the own office alone."""
    if _is_for_the_named(user, case):
        return case.request_type_id in user.access_profile.named_for
    return user.heads(case.department_id)


def delegation_for(user: User, case: Case) -> DelegatedRights | None:
    """Return what makes this person the deputy of a head of the case today; None where nothing does, or the
    case is the own work."""
    if _is_for_the_named(user, case):
        return None
    return delegation_in(user, case.department_id, officer=case.officer_id)


def delegation_in(user: User, department_id: int, *, officer: int | None) -> DelegatedRights | None:
    """Return what makes this person the deputy of a head of the department today, for work of this officer;
    None where nothing does, or the work is the own."""
    found = next((one for one in user.access_profile.delegated if department_id in one.headed), None)
    return None if found and is_own_work(user, department_id, officer=officer) else found


def is_own_work(user: User, department_id: int, *, officer: int | None) -> bool:
    """Say whether this officer's work in a department is this person's: the own, or that of a colleague who
    is away (`User.own_work` is the condition on cases)."""
    return officer == user.pk or (officer in user.acting_for and department_id in user.roles)


def deciders(request_type: RequestType, department_id: int | None) -> QuerySet[User]:
    """Return the people who decide today about cases of a request type in a department, in no order; one
    statement."""
    people = User.objects.filter(is_active=True)
    heads = Membership.objects.filter(department=department_id, role=Membership.Role.HEAD)
    today = Delegation.objects.in_force().on(timezone.localdate())
    lent = today.filter(deputy=OuterRef("pk"), user__is_active=True, user__in=heads.values("user"))
    by_office = Exists(heads.filter(user=OuterRef("pk"))) | Exists(lent)
    if not request_type.restricted:
        return people.filter(by_office)
    named = KindReader.objects.filter(kind=request_type)
    somebody = Exists(named.filter(user__is_active=True))
    return people.filter(Exists(named.filter(user=OuterRef("pk"))) | Q(~somebody & by_office))


def known_deciders(
    request_type: RequestType, department_id: int | None, *, day: datetime.date | None = None
) -> list[User]:
    """Return the same people of a day in a fixed order, with the fields KNOWN; no statement while the set-up
    stays the same."""
    if request_type.restricted and (named := _known_named(request_type)):
        return named
    heads = _known_heads(department_id)
    deputies = _deputies_of(heads, day or timezone.localdate())
    return heads + [copy.copy(one.deputy) for one in deputies.values()]


def known_hearers(department_id: int | None) -> list[User]:
    """Return the active people of a department who hear of its new cases besides its heads, with the fields
    KNOWN; no statement while the set-up stays the same."""
    return [person for person in _known_members(department_id) if person.hears]  # type: ignore[attr-defined]


def known_deputies(department_id: int | None, day: datetime.date) -> dict[int, Delegation]:
    """Return who decides on a day for a head of the department and is none, each with the delegation."""
    return _deputies_of(_known_heads(department_id), day)


def _deputies_of(heads: list[User], day: datetime.date) -> dict[int, Delegation]:
    """Those of a day, by their keys; nothing is read where no head has handed decisions on."""
    keys = {person.pk for person in heads}
    handed = delegations.in_force(day) if any(one.has_deputy for one in heads) else []  # type: ignore[attr-defined]
    return {one.deputy_id: one for one in handed if one.user_id in keys and one.deputy_id not in keys}


def _known_named(request_type: RequestType) -> list[User]:
    named = User.objects.filter(pk__in=KindReader.objects.filter(kind=request_type).values("user"))
    return _known(f"named-{request_type.pk}", named)


def _known_heads(department_id: int | None) -> list[User]:
    return [person for person in _known_members(department_id) if person.is_head]  # type: ignore[attr-defined]


def _known_members(department_id: int | None) -> list[User]:
    """The heads, and who hears of new cases besides."""
    members = Membership.objects.filter(department=department_id)
    heads, hearers = members.filter(role=Membership.Role.HEAD), members.filter(hears_of_new_cases=True)
    handed = Delegation.objects.in_force().not_over().filter(user=OuterRef("pk"))
    people = User.objects.filter(pk__in=(heads | hearers).values("user")).annotate(
        has_deputy=Exists(handed),
        is_head=Exists(heads.filter(user=OuterRef("pk"))),
        hears=Exists(hearers.filter(user=OuterRef("pk"))),
    )
    return _known(f"members-{department_id}", people)


def _known(key: str, people: QuerySet[User]) -> list[User]:
    active = people.filter(is_active=True).only(*KNOWN).order_by("pk")
    return [copy.copy(person) for person in shared(key, lambda: list(active))]


def _is_for_the_named(user: User, case: Case) -> bool:
    return case.request_type.restricted and case.request_type_id in user.access_profile.named
