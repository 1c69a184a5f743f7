"""The last clerk and the last executive stay while a step waits for them, whichever way they would go."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from cases.access import delegations
from cases.access.offices import office_of
from cases.actions import subtasks
from cases.actions.last_of_office import last_office
from cases.errors import Refused
from cases.models import Case, Department, Doer, Subtask, User
from tests.cases.actions.test_stages import filed, published, row, stage, step
from tests.cases.admin.test_leaving import send
from tests.cases.admin.test_set_up import address, at, fields_of
from tests.factories import RequestTypeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def switch_off(user: User) -> None:
    user.is_active = False
    user.save()


def take_role(user: User) -> None:
    user.groups.clear()


def take_role_from_the_other_side(user: User) -> None:
    user.groups.get().user_set.remove(user)


def take_rights(user: User) -> None:
    user.groups.get().permissions.remove(Permission.objects.get(codename="view_every_case"))


def remove_role(user: User) -> None:
    user.groups.get().delete()


WAYS = [switch_off, take_role, take_role_from_the_other_side, take_rights, remove_role]


def waiting(department: Department, head: User, officer: User, doer: Doer) -> Case:
    """A case of which an approval waits for this office."""
    request_type = RequestTypeFactory(code="tree", department=department, target_working_days=20)
    approval = step("yes", kind="approve", doer=str(doer))
    published(request_type, stage("a", step("look")), stage("b", approval))
    case = filed(request_type, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=officer)
    return case


@pytest.fixture(params=["clerk", "executive"])
def decider(request: pytest.FixtureRequest) -> User:
    """The only one of an office."""
    found: User = request.getfixturevalue(request.param)
    return found


def again(user: User) -> User:
    """The same person, as the next request reads them."""
    return User.objects.get(pk=user.pk)


def refused(way: Callable[[User], None], user: User) -> bool:
    """Whether it is refused in words; what is done is taken back."""
    with suppress(Refused), transaction.atomic():
        way(again(user))
        transaction.set_rollback(True)
        return False
    return True


def test_the_last_one_stays_while_a_step_waits(
    department: Department, head: User, officer: User, decider: User
) -> None:
    """Whichever way the office would be taken away. Where there is a second one, one of them may go."""
    office = office_of(decider)
    assert office
    assert last_office(decider) is None
    case = waiting(department, head, officer, office)
    assert last_office(decider) == office
    assert [way.__name__ for way in WAYS if not refused(way, decider)] == []
    other = UserFactory(username="other", group=str(office))
    assert not refused(switch_off, decider)
    assert not refused(take_role, decider)
    assert refused(take_rights, decider)
    switch_off(other)
    subtasks.finish_subtask(row(case, "yes"), by=again(decider))
    assert [way.__name__ for way in WAYS if refused(way, decider)] == []


def test_the_last_executive_does_not_become_a_clerk(
    department: Department, head: User, officer: User, executive: User
) -> None:
    waiting(department, head, officer, Doer.EXECUTIVE)
    route, more = Permission.objects.get(codename="route_case"), Group.objects.create(name="more")
    assert refused(lambda user: user.user_permissions.add(route), executive)
    assert not refused(lambda user: user.groups.add(more), executive)


def test_the_end_of_a_delegation_leaves_nobody_without_the_office(
    department: Department, head: User, officer: User, executive: User
) -> None:
    """A deputy keeps no office: the executive stays while there is one, and decides again at its end."""
    case, today = waiting(department, head, officer, Doer.EXECUTIVE), timezone.localdate()
    days: dict[str, Any] = {"since": today, "until": today}
    handed = delegations.enter(executive, deputy=head, order_number="1/2569", by=executive, **days)
    assert refused(switch_off, executive)
    delegations.withdraw(handed, by=executive)
    subtasks.finish_subtask(row(case, "yes"), by=again(executive))


def test_an_approval_of_a_head_who_did_the_work_keeps_the_executive(
    department: Department, head: User, officer: User, executive: User
) -> None:
    """It is the executive's to give; where the head may give it, the executive may leave."""
    case = waiting(department, head, officer, Doer.HEAD)
    assert last_office(executive) is None
    Subtask.objects.filter(pk=row(case, "look").pk).update(ended_by=head)
    assert last_office(executive) == Doer.EXECUTIVE
    assert refused(switch_off, executive)


def test_who_did_the_work_is_no_other_one(
    department: Department, head: User, officer: User, executive: User
) -> None:
    """Of two executives the one may go who could not approve; not the one who could."""
    other = UserFactory(username="other", group="executive")
    case = waiting(department, head, officer, Doer.EXECUTIVE)
    assert not refused(switch_off, executive)
    Subtask.objects.filter(pk=row(case, "look").pk).update(ended_by=other)
    assert refused(switch_off, executive)
    assert refused(take_role, executive)
    assert not refused(switch_off, other)


def test_the_pages_say_why(
    administrator: User, department: Department, head: User, officer: User, clerk: User
) -> None:
    """That of a person beside what was typed, those of a role above it; nothing is stored of any."""
    waiting(department, head, officer, Doer.CLERK)
    for typed in ({"is_active": None}, {"groups": None}):
        page = send(administrator, clerk, first_name="มาลี", **typed)
        assert "Name another clerk first" in page
        assert 'value="มาลี"' in page
    of_roles = ("view_group", "change_group", "delete_group")
    administrator.user_permissions.add(*Permission.objects.filter(codename__in=of_roles))
    group, client = clerk.groups.get(), at(administrator)
    url = address("auth_group_change", group.pk)
    fields = {name: value for name, value in fields_of(client.get(url)).items() if name != "permissions"}
    assert "Name another clerk first" in client.post(url, fields, follow=True).text
    gone = client.post(address("auth_group_delete", group.pk), {"post": "yes"}, follow=True)
    assert "Name another clerk first" in gone.text
    assert office_of(again(clerk)) == Doer.CLERK
