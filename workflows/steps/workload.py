"""How much everybody has to do, who is away, and whom that suggests for a new case."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Count, F, FilteredRelation, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import ALONE, OPEN, RUNNING, Case, Membership, Status, Unit, User
from cases.text.collation import order_key
from cases.text.dates import last_of_week, short_date


@dataclass(frozen=True)
class Load:
    """A member of staff with the open cases in the own name: all, the late ones, those due within seven days;
    `back` is the last day away where the person is away today, `substitute` who stands in."""

    person: User
    open: int
    late: int
    week: int
    departments: frozenset[int] = frozenset()
    units: tuple[Unit, ...] = ()
    heads: bool = False
    away_until: datetime.date | None = None
    substitute: User | None = None

    @property
    def words(self) -> str:
        """The numbers, the unit and the absence in one line."""
        counts = _("%(open)s open, %(late)s late, %(week)s due this week") % vars(self)
        names = [str(unit.name) for unit in self.units]
        return " · ".join([counts, *names, *filter(None, [self.away])])

    @property
    def away(self) -> str:
        """Until when the person is away, and who stands in; empty where the person is here."""
        if self.away_until is None:
            return ""
        names = {"day": short_date(self.away_until), "name": self.substitute}
        if self.substitute is None:
            return _("away until %(day)s") % names
        return _("away until %(day)s, %(name)s stands in") % names


def loads(departments: Iterable[int], *, but: int | None = None) -> list[Load]:
    """The active members of these departments without the person `but`: who is here before who is away, then
    the least loaded first. One statement."""
    found = dict[int, list[Any]]()
    for member in _members(list(departments)):
        found.setdefault(member.user_id, []).append(member)
    people = {key: members[0].user for key, members in found.items()}
    made = [_load(members, people) for key, members in found.items() if key != but]
    return sorted(made, key=lambda one: (one.away_until is not None, one.open, order_key(one.person)))


def suggested(people: list[Load], unit: int | None = None) -> tuple[Load, str] | None:
    """Whom to give a case of this unit, and why, in words: somebody who is here, of the unit before others,
    an officer before a head, with the fewest open cases. None where nobody is here."""
    here = [one for one in people if one.away_until is None]
    if not here:
        return None
    best = min(here, key=lambda one: (not _is_of(one, unit), one.heads, one.open, one.late))
    names = {"name": best.person, "count": best.open}
    if len(here) == 1:
        return best, _("Suggested: %(name)s, since nobody else is here.") % names
    if _is_of(best, unit):
        names["unit"] = next(one.name for one in best.units if one.pk == unit)
        return best, _(
            "Suggested: %(name)s, of %(unit)s, with the fewest open cases there (%(count)s)."
        ) % names
    return best, _(
        "Suggested: %(name)s, with the fewest open cases of the officers who are here (%(count)s)."
    ) % names


def suggestions(cases: Iterable[Case], people: list[Load]) -> Iterator[tuple[Load, str] | None]:
    """Whom to give each of these cases, and why, as `suggested` says. Who is suggested for one has one more
    when it comes to the next."""
    now = {one.person.pk: one for one in people}
    for case in cases:
        found = suggested(
            [one for one in now.values() if case.department_id in one.departments], case.unit_id
        )
        if found:
            now[found[0].person.pk] = replace(found[0], open=found[0].open + 1)
        yield found


class DueDays(NamedTuple):
    """What is due of somebody's cases: late, on each of the seven days from today, and later."""

    person: User
    late: int
    days: list[int]
    later: int


def due_days(people: list[Load]) -> list[DueDays]:
    """When the running cases of these people are due, in the same order; one statement."""
    today = timezone.localdate()
    first, last = today - datetime.timedelta(days=1), last_of_week(today) + datetime.timedelta(days=1)
    running = Case.objects.filter(
        ALONE, officer__in=[one.person.pk for one in people], status__in=RUNNING
    ).order_by()
    counted = running.values("officer", day=Least(Greatest("due_on", first), last)).annotate(
        count=Count("pk")
    )
    found = {(row["officer"], row["day"]): row["count"] for row in counted}
    days = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    rows = ((one.person, [found.get((one.person.pk, day), 0) for day in days]) for one in people)
    return [DueDays(person, counts[0], counts[1:-1], counts[-1]) for person, counts in rows]


def _is_of(one: Load, unit: int | None) -> bool:
    return unit is not None and unit in [own.pk for own in one.units]


def _load(members: list[Any], people: dict[int, User]) -> Load:
    """A person of one or several memberships; the numbers are the same in each."""
    first = members[0]
    return Load(
        first.user,
        first.open,
        first.late,
        first.week,
        departments=frozenset(member.department_id for member in members),
        units=tuple(member.unit for member in members if member.unit),
        heads=all(member.role == Membership.Role.HEAD for member in members),
        away_until=first.away_until,
        substitute=people.get(first.substitute),
    )


def _members(departments: list[int]) -> Any:
    today = timezone.localdate()
    # A duplicate waits for its main case.
    alone = Q(work__duplicate__isnull=True)
    running = alone & ~Q(work__status=Status.WAITING)
    members = Membership.objects.filter(department__in=departments, user__is_active=True)
    return (
        members.select_related("user", "unit")
        .annotate(
            work=FilteredRelation("user__cases", condition=Q(user__cases__status__in=OPEN)),
            absent=FilteredRelation(
                "user__absences",
                condition=Q(user__absences__since__lte=today, user__absences__until__gte=today),
            ),
        )
        .annotate(
            away_until=F("absent__until"),
            substitute=F("absent__substitute"),
            open=Count("work", filter=alone),
            late=Count("work", filter=running & Q(work__due_on__lt=today)),
            week=Count("work", filter=running & Q(work__due_on__range=(today, last_of_week(today)))),
        )
        .order_by("pk")
    )
