"""What a department leaves behind that is switched off, and the successor of its request types, units and
rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from cases.models import OPEN, Case, Department, Membership, RequestType, RoutingRule, Subtask, Unit


@dataclass(frozen=True)
class Left:
    """How much is left in a department: what needs a successor, and what its head still has to finish."""

    request_types: int
    units: int
    rules: int
    open_cases: int
    open_subtasks: int

    @property
    def needs_successor(self) -> bool:
        """Whether new cases would come, or teams and rules would hang in the air."""
        return bool(self.request_types or self.units or self.rules)

    def __bool__(self) -> bool:
        return bool(self.needs_successor or self.open_cases or self.open_subtasks)

    def __str__(self) -> str:
        return ", ".join(self._words())

    def _words(self) -> Iterator[str]:
        for number, text in (
            (
                self.request_types,
                ngettext("%(n)s kind of request", "%(n)s kinds of request", self.request_types),
            ),
            (self.units, ngettext("%(n)s unit", "%(n)s units", self.units)),
            (self.rules, ngettext("%(n)s routing rule", "%(n)s routing rules", self.rules)),
            (self.open_cases, ngettext("%(n)s open case", "%(n)s open cases", self.open_cases)),
            (
                self.open_subtasks,
                ngettext("%(n)s open subtask of a case", "%(n)s open subtasks of cases", self.open_subtasks),
            ),
        ):
            if number:
                yield text % {"n": number}


def left_in(departments: QuerySet[Department]) -> dict[Department, Left]:
    """Return what is left in each of these departments, if anything is. One statement."""
    active = Q(active=True)
    counted = departments.annotate(
        left_request_types=_count(RequestType.objects.filter(active)),
        left_units=_count(Unit.objects.filter(active)),
        left_rules=_count(RoutingRule.objects.filter(active)),
        left_cases=_count(Case.objects.filter(status__in=OPEN)),
        left_subtasks=_count(Subtask.objects.helping()),
    )
    found = {
        one: Left(one.left_request_types, one.left_units, one.left_rules, one.left_cases, one.left_subtasks)
        for one in counted
    }
    return {one: left for one, left in found.items() if left}


def left_by(department: Department) -> Left:
    """Return what is left in one department."""
    return left_in(Department.objects.filter(pk=department.pk)).get(department, Left(0, 0, 0, 0, 0))


@transaction.atomic
def hand_over(department: Department, *, to: Department) -> None:
    """Give the request types, units and rules of a department to its successor.

    Whoever is in one of the units stays in the department, in none of the units; open cases stay to be
    finished. One by one: the change log hears of each.
    """
    for member in Membership.objects.filter(department=department, unit__isnull=False):
        member.unit = None
        member.save(update_fields=["unit"])
    for unit in department.units.all():
        unit.department = to
        unit.save(update_fields=["department"])
    rows: list[RequestType | RoutingRule] = [*department.kinds.all()]
    for row in [*rows, *RoutingRule.objects.filter(department=department)]:
        row.department = to
        row.save(update_fields=["department"])


def office_for(request_type: RequestType) -> tuple[Department, Unit | None]:
    """Return the department and the unit of a request type's cases; never one that is switched off."""
    department, unit = request_type.department, request_type.unit
    if not department.active:
        return instead_of(request_type), None
    return department, unit if unit and unit.active else None


def instead_of(request_type: RequestType) -> Department:
    """Return who gets the new cases of a request type whose department is out of use, until it has a
    successor: a department that has a head, if it can be one that answers for the same category, the first in
    order."""
    headed = Membership.objects.filter(
        department=OuterRef("pk"), role=Membership.Role.HEAD, user__is_active=True
    )
    alike = RequestType.objects.filter(
        department=OuterRef("pk"), category=request_type.category_id, active=True
    )
    in_use = Department.objects.filter(active=True).annotate(headed=Exists(headed), alike=Exists(alike))
    return in_use.order_by("-headed", "-alike", "position", "pk").first() or request_type.department


def _count(rows: QuerySet[models.Model]) -> Coalesce:
    here = rows.filter(department=OuterRef("pk")).order_by().values("department")
    return Coalesce(Subquery(here.annotate(number=Count("pk")).values("number")), 0)
