"""Being away: entered by the person or a head, with a colleague who stands in; it ends by itself."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access.period_rules import absence_problems, day_problems
from cases.errors import Refused
from cases.lib.request_cache import forget, once
from cases.models import Absence, Case, Membership, User
from cases.models.staff.absence import stand_in


@transaction.atomic
def enter(
    user: User,
    *,
    substitute: User,
    since: datetime.date,
    until: datetime.date,
    by: User,
    note: str = "",
    now: datetime.datetime | None = None,
) -> Absence:
    """Write down that somebody is away. Raises Refused where the days make no sense, the person is away
    already, or the substitute is away too or works nowhere with the person. A substitute who falls ill later
    is one more absence: the tasks of both go on to the next (models.absence.stand_in)."""
    now = now or timezone.now()
    # Both rows, so that two people cannot name one another at the same moment.
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[user.pk, substitute.pk]).order_by("pk"))
    for problem in problems(user, substitute, since, until, today=timezone.localdate(now)):
        raise Refused(problem)
    return Absence.objects.create(
        user=user,
        substitute=substitute,
        since=since,
        until=until,
        note=note,
        entered_by=by,
        entered_at=now,
    )


def problems(
    user: User,
    substitute: User,
    since: datetime.date,
    until: datetime.date,
    *,
    today: datetime.date,
) -> Iterator[str]:
    """Why this absence cannot be entered, in words."""
    yield from day_problems(since, until, today=today)
    if substitute.pk == user.pk or not colleagues(user).filter(pk=substitute.pk).exists():
        yield _("The substitute is somebody else who works in the same department.")
    yield from absence_problems(user, substitute, since=since, until=until)


@transaction.atomic
def end(absence: Absence, *, today: datetime.date | None = None) -> None:
    """The person is back, or does not go: today is a day of work again, and so are the days to come."""
    today = today or timezone.localdate()
    found = Absence.objects.select_for_update(no_key=True).filter(pk=absence.pk).first()
    if found is None:
        return
    absence = found
    if absence.since >= today:
        absence.delete()
    elif absence.until >= today:
        absence.until = today - datetime.timedelta(days=1)
        absence.save(update_fields=["until"])


def colleagues(user: User) -> QuerySet[User]:
    """The active people who share a department with this person."""
    departments = Membership.objects.filter(user=user).values("department")
    members = Membership.objects.filter(department__in=departments).values("user")
    return User.objects.filter(is_active=True, pk__in=members).exclude(pk=user.pk)


def away_on(day: datetime.date) -> dict[int, int]:
    """Who of all people is away on a day, and whom each has named to stand in; read once for each request."""
    away = Absence.objects.on(day).order_by().values_list("user", "substitute")
    found: dict[int, int] = once(f"away-{day}", lambda: dict(away))
    return found


def on_duty(case: Case, day: datetime.date, *, officer: User, department: int | None = None) -> User | None:
    """Who does the officer's work on a case, or on the subtask of a helping `department`, on this day: the
    officer, or who stands in; None where the officer is away and nobody who stands in may read the case (one
    statement where the officer is there)."""
    substitutes = away_on(day)
    if officer.pk not in substitutes:
        return officer
    member: dict[str, Any] = {"memberships__department": department or case.department_id}
    if case.request_type.restricted:
        member["memberships__role"] = Membership.Role.HEAD
    person = stand_in(officer.pk, substitutes)
    return User.objects.filter(pk=person, is_active=True, **member).first()


@receiver([post_save, post_delete], sender=Absence, dispatch_uid="cases.access.absences.changed")
def absences_change(**kwargs: Any) -> None:
    """Somebody else is away from now on."""
    forget()
