"""The demo's accounts: one head and one officer for every department, more where there is more to do."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from django.contrib.auth.models import Group

from cases.access import absences
from cases.models import (
    Department,
    KindReader,
    Membership,
    OutsideParty,
    OutsidePerson,
    RequestType,
    Unit,
    User,
)
from cases.setup.demonstration import require_nobody

PASSWORD = "demo-2569"  # noqa: S105  (it is printed on the demo's screen)
OFFICE = "office.example"
MORE_OFFICERS = {"ENG": 2, "PHE": 2}
# Who gets the letters of outside parties, by the codes of these.
OUTSIDE = {"pea": "วิชัย ศรีสว่าง", "pwa": "สุดา ธาราทิพย์"}


@dataclass
class Team:
    """Who heads a department and who works in it; the first officer has the demo's known account."""

    department: Department
    head: User
    officers: list[User] = field(default_factory=list)


@dataclass
class Staff:
    """Everybody in the town hall."""

    clerk: User
    executive: User
    administrator: User
    teams: dict[int, Team]
    # By the keys of their parties.
    outside: dict[int, OutsidePerson] = field(default_factory=dict)


def is_there() -> bool:
    """Say whether the demo's people were made before; no real person has an address under `.example`."""
    return User.objects.filter(email__endswith=f"@{OFFICE}").exists()


def hire(names: list[list[str]]) -> Staff:
    """Make all accounts, with PASSWORD, and put them where they belong. Raises RealInstallation
    where there are people or cases, or the demo is not on."""
    require_nobody()
    waiting = iter(names)
    clerk = _account("clerk", next(waiting), group="clerk")
    executive = _account("executive", next(waiting), group="executive")
    administrator = _account("admin", next(waiting), group="administrator")
    administrator.is_staff = administrator.is_superuser = True
    administrator.save(update_fields=["is_staff", "is_superuser"])
    teams = [_team(department, waiting) for department in Department.objects.all()]
    heads = {team.department.pk: team.head for team in teams}
    for request_type in RequestType.objects.filter(restricted=True):
        KindReader.objects.create(kind=request_type, user=heads[request_type.department_id])
    outside = {party.pk: _outside(party) for party in OutsideParty.objects.filter(code__in=OUTSIDE)}
    return Staff(clerk, executive, administrator, {team.department.pk: team for team in teams}, outside)


def send_away(staff: Staff, today: datetime.date) -> None:
    """In each larger department a second officer is away for some days; the first, whose account is known,
    stands in."""
    for team in staff.teams.values():
        if len(team.officers) > 1:
            first, second, *_others = team.officers
            until = today + datetime.timedelta(days=4)
            absences.enter(second, substitute=first, since=today, until=until, by=team.head)


def _team(department: Department, names: Iterator[list[str]]) -> Team:
    code = department.code.lower()
    team = Team(department, _member(f"head.{code}", next(names), department, Membership.Role.HEAD))
    usernames = [
        f"officer.{code}",
        *(f"officer{n + 2}.{code}" for n in range(MORE_OFFICERS.get(department.code, 0))),
    ]
    units = cycle(department.units.filter(active=True).order_by("position") or [None])
    for username, unit in zip(usernames, units, strict=False):
        team.officers.append(_member(username, next(names), department, Membership.Role.OFFICER, unit))
    return team


def _outside(party: OutsideParty) -> OutsidePerson:
    address = f"{party.code}@outside.example"
    return OutsidePerson.objects.create(party=party, name=OUTSIDE[party.code], email=address)


def _member(
    username: str, name: list[str], department: Department, role: str, unit: Unit | None = None
) -> User:
    user = _account(username, name)
    Membership.objects.create(user=user, department=department, role=role, unit=unit)
    return user


def _account(username: str, name: list[str], *, group: str = "") -> User:
    user = User.objects.create_user(
        username, f"{username}@{OFFICE}", PASSWORD, first_name=name[0], last_name=name[1]
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user
