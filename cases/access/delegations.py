"""Handing decisions on: a head or an executive names a deputy for some days, by an order of the municipality.

What a deputy may do follows from the principal's own office alone (`cases.access.decision_makers`): what the
principal has as somebody else's deputy, or by being named for a restricted request type, is not passed on.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access import offices
from cases.access.period_rules import absence_problems, day_problems
from cases.errors import Refused
from cases.lib.request_cache import forget
from cases.lib.setup_cache import shared
from cases.models import Delegation, Membership, User
from cases.models.staff.access_profile import DelegatedRights
from cases.text.dates import short_date

PEOPLE = ("username", "first_name", "last_name", "email", "language", "digest", "is_active")


@transaction.atomic
def enter(
    user: User,
    *,
    deputy: User,
    since: datetime.date,
    until: datetime.date,
    order_number: str,
    by: User,
    capacity: str = Delegation.Capacity.ACTING,
    instead_of: Delegation | None = None,
    now: datetime.datetime | None = None,
) -> Delegation:
    """Write down that somebody hands decisions on, `instead_of` what was written down before, which is
    withdrawn in the same moment. Raises Refused with what stands against it."""
    now = now or timezone.now()
    _lock(user, deputy)
    if instead_of is not None:
        withdraw(instead_of, by=by, now=now)
    for problem in problems(user, deputy, since, until, today=timezone.localdate(now)):
        raise Refused(problem)
    said: dict[str, Any] = {"order_number": order_number, "capacity": capacity}
    days = {"since": since, "until": until}
    return Delegation.objects.create(user=user, deputy=deputy, entered_by=by, entered_at=now, **days, **said)


def problems(
    user: User,
    deputy: User,
    since: datetime.date,
    until: datetime.date,
    *,
    today: datetime.date,
    instead_of: Delegation | None = None,
) -> Iterator[str]:
    """Yield why these decisions cannot be handed on, in words."""
    yield from day_problems(since, until, today=today)
    if not principals().filter(pk=user.pk).exists():
        yield _("%(name)s heads no department and is no executive: there is nothing to hand on.") % {
            "name": user
        }
    if not possible_deputies(user).filter(pk=deputy.pk).exists():
        yield _("The deputy works in the same department, heads another one, or may read every case.")
    touching = Delegation.objects.in_force().between(since, until).select_related("user", "deputy")
    for other in touching.filter(user__in=[user, deputy]).exclude(pk=instead_of.pk if instead_of else 0):
        yield _overlap(other, user)
    yield from absence_problems(deputy, since=since, until=until)


def withdraw(delegation: Delegation, *, by: User | None, now: datetime.datetime | None = None) -> bool:
    """End the delegation at once; return whether it was still in force. What was decided under it stays."""
    found = Delegation.objects.select_for_update(no_key=True).get(pk=delegation.pk)
    if found.withdrawn_at is not None or found.is_over:
        return False
    found.withdrawn_at, found.withdrawn_by = now or timezone.now(), by
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return True


def in_force(day: datetime.date) -> list[Delegation]:
    """Return the delegations of a day among active people, with these; no statement while the set-up stays
    the same. They are everybody's: nobody may change them."""
    columns = ("user", "deputy", "since", "until", "capacity", "order_number")
    people = [f"{who}__{name}" for who in ("user", "deputy") for name in PEOPLE]

    def read() -> list[Delegation]:
        found = Delegation.objects.in_force().not_over().select_related("user", "deputy")
        active = found.filter(user__is_active=True, deputy__is_active=True)
        return list(active.only(*columns, *people).order_by("pk"))

    return [one for one in shared("delegations", read) if one.since <= day <= one.until]


def giving(lent: DelegatedRights | None) -> Delegation | None:
    """Return the delegation of today that gives a deputy these rights; no statement while the set-up stays
    the same, and none without rights."""
    handed = in_force(timezone.localdate()) if lent else []
    return next((one for one in handed if lent and one.pk == lent.delegation), None)


def principals() -> QuerySet[User]:
    """Return the active people whose decisions can be handed on: heads of departments, and executives."""
    heads = Membership.objects.filter(role=Membership.Role.HEAD).values("user")
    executives = offices.executives().values("pk")
    return User.objects.filter(Q(pk__in=heads) | Q(pk__in=executives), is_active=True)


def possible_deputies(user: User) -> QuerySet[User]:
    """Return who may decide for this person: active people of the same departments, the heads of others, and
    who may read every case."""
    own = Membership.objects.filter(user=user).values("department")
    near = Q(department__in=own) | Q(role=Membership.Role.HEAD)
    members = Membership.objects.filter(near).values("user")
    overseers = offices.overseers().values("pk")
    people = User.objects.filter(Q(pk__in=members) | Q(pk__in=overseers), is_active=True)
    return people.exclude(pk=user.pk)


def _overlap(other: Delegation, user: User) -> str:
    names = {
        "name": other.user,
        "deputy": other.deputy,
        "since": short_date(other.since),
        "until": short_date(other.until),
    }
    if other.user_id == user.pk:
        return _("%(name)s has named %(deputy)s from %(since)s to %(until)s already.") % names
    text = _(
        "%(name)s hands the own decisions on from %(since)s to %(until)s. Name somebody who is there: "
        "a deputy’s decisions are not passed on."
    )
    return text % names


def _lock(*people: User) -> None:
    """Lock these people, so that two of them cannot name one another at the same moment."""
    keys = [person.pk for person in people]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _end_what_cannot_hold(person: int) -> None:
    """Withdraw this person's delegations, and those to this person, that could not be entered any more."""
    mine = Q(user=person) | Q(deputy=person)
    for one in Delegation.objects.in_force().not_over().filter(mine).select_related("user"):
        if not (
            principals().filter(pk=one.user_id).exists()
            and possible_deputies(one.user).filter(pk=one.deputy_id).exists()
        ):
            withdraw(one, by=None)


@receiver(post_save, sender=User, dispatch_uid="cases.access.delegations.closed")
def account_closes(
    instance: User, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Whoever is switched off decides for nobody, and nobody for this person; a log-in asks nothing."""
    if raw or instance.is_active or (update_fields is not None and "is_active" not in update_fields):
        return
    _end_what_cannot_hold(instance.pk)


@receiver([post_save, post_delete], sender=Membership, dispatch_uid="cases.access.delegations.left")
def membership_changes(instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    """A head who is none any more has nothing to hand on; a deputy who has left is none."""
    if not raw:
        _end_what_cannot_hold(instance.user_id)


@receiver([post_save, post_delete], sender=Delegation, dispatch_uid="cases.access.delegations.changed")
def delegations_change(**kwargs: Any) -> None:
    """Somebody else decides from now on."""
    forget()
