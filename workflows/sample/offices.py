"""The sample's town hall: the demo's, with branches of its large departments, and twenty people in each."""

import random
from dataclasses import dataclass
from itertools import cycle

from django.contrib.auth.hashers import make_password

from cases.models import Department, Membership, Unit, User
from workflows.demo.staff import OFFICE, PASSWORD
from workflows.demo.stories import Stories

PEOPLE = 20
# How many offices each department has; with those that have one, twenty.
BRANCHES = {"ENG": 5, "PHE": 5, "CLK": 2, "SWF": 2, "FIN": 2}
# What a row can hold of a department, a unit or a person, and the number of it.
Written = dict[tuple[str, int], str]


@dataclass(frozen=True)
class Office:
    """A department or a branch of it; the units and people have the order of the department's own."""

    department: Department
    units: list[Unit]
    head: User
    officers: list[User]


class Offices:
    """All offices, and what stands in a copy for the department, units and people of the life that was
    told: those of one branch, and of its officers others each time."""

    def __init__(self, stories: Stories, branches: dict[str, int] = BRANCHES) -> None:
        self.names, self.password = cycle(_names(stories)), make_password(PASSWORD)
        own = list(Department.objects.order_by("position", "code"))
        self.offices = [[self._office(one, n) for n in range(branches.get(one.code, 1))] for one in own]
        others = User.objects.filter(memberships=None)
        self.same: Written = {key: text for one in others for key, text in _person(one, one).items()}
        most = max([1, *branches.values()])
        self.ways = [self._way(branch, turn) for branch in range(most) for turn in range(PEOPLE - 1)]

    def drawn(self, rng: random.Random) -> Written:
        """Who does the work in one copy."""
        return rng.choice(self.ways)

    def _way(self, branch: int, turn: int) -> Written:
        found = dict(self.same)
        for told, *_ in self.offices:
            there = self.offices[self._place(told)][branch % len(self.offices[self._place(told)])]
            found |= _department(told.department, there.department)
            found |= {
                ("unit", one.pk): str(other.pk) for one, other in zip(told.units, there.units, strict=True)
            }
            found |= _person(told.head, there.head)
            for n, officer in enumerate(told.officers):
                found |= _person(officer, there.officers[(n + turn) % len(there.officers)])
        return found

    def _place(self, told: Office) -> int:
        return next(n for n, some in enumerate(self.offices) if some[0] is told)

    def _office(self, own: Department, n: int) -> Office:
        department = own if n == 0 else _branch(own, n + 1)
        units = [one if n == 0 else _team(one, department, n + 1) for one in own.units.order_by("pk")]
        members = list(department.memberships.select_related("user").order_by("pk"))
        people = {role: [one.user for one in members if one.role == role] for role in Membership.Role.values}
        heads, officers = people[Membership.Role.HEAD], people[Membership.Role.OFFICER]
        if not heads:
            heads = [self._hired(department, "head", Membership.Role.HEAD)]
        places = cycle(units or [None])
        for number in range(len(officers) + 1, PEOPLE):
            name = f"officer{number:02d}"
            officers.append(self._hired(department, name, Membership.Role.OFFICER, next(places)))
        return Office(department, units, heads[0], officers)

    def _hired(self, department: Department, name: str, role: str, unit: Unit | None = None) -> User:
        first, last = next(self.names)
        username = f"{name}.{department.code.lower()}"
        user = User.objects.create(
            username=username,
            email=f"{username}@{OFFICE}",
            first_name=first,
            last_name=last,
            password=self.password,
        )
        Membership.objects.create(user=user, department=department, role=role, unit=unit)
        return user


def _names(stories: Stories) -> list[tuple[str, str]]:
    firsts = [name[0] for names in stories.data["first_names"].values() for name in names]
    lasts = [name[0] for name in stories.data["last_names"]]
    found = [(first, last) for last in lasts for first in firsts]
    stories.rng.shuffle(found)
    return found


def _branch(own: Department, n: int) -> Department:
    made: Department = Department.objects.create(
        code=f"{own.code}-{n}",
        name_th=f"{own.name_th} สาขา {n}",
        name_en=f"{own.name_en}, branch {n}",
        short_th=f"{own.short_th}{n}",
        position=own.position,
    )
    return made


def _team(own: Unit, department: Department, n: int) -> Unit:
    made: Unit = Unit.objects.create(
        code=f"{own.code}-{n}",
        department=department,
        name_th=f"{own.name_th} สาขา {n}",
        name_en=f"{own.name_en}, branch {n}",
        position=own.position,
    )
    return made


def _department(told: Department, there: Department) -> Written:
    return {
        ("department", told.pk): str(there.pk),
        ("department_th", told.pk): there.name_th,
        ("department_en", told.pk): there.name_en,
    }


def _person(told: User, there: User) -> Written:
    return {
        ("user", told.pk): str(there.pk),
        ("email", told.pk): there.email,
        ("at", told.pk): f"@{there.username}",
        ("name", told.pk): str(there),
    }
