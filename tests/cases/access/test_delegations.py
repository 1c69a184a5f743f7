"""Delegations: who may decide for whom, when it ends, and what the database refuses."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.access import absences, delegations
from cases.errors import Refused
from cases.models import Delegation, Department, Membership, User
from tests.factories import HeadFactory, OfficerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = datetime.timedelta(days=1)


def hand_on(user: User, deputy: User, *, starts: int = 0, days: int = 3, **said: Any) -> Delegation:
    """Somebody hands decisions on from so many days from now on."""
    since = timezone.localdate() + starts * DAY
    wanted: dict[str, Any] = {
        "since": since,
        "until": since + (days - 1) * DAY,
        "order_number": "12/2569",
        "by": user,
    }
    return delegations.enter(user, deputy=deputy, **wanted | said)


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_head_hands_on_the_department(head: User, officer: User, department: Department) -> None:
    hand_on(head, officer)
    assert anew(officer).decided == [department.pk]
    assert anew(officer).headed == []


def test_an_executive_hands_on_the_reading_of_every_case(executive: User, head: User) -> None:
    hand_on(executive, head)
    assert anew(head).has_perm("cases.view_every_case")
    assert not anew(head).has_perm("cases.route_case")


@pytest.mark.parametrize("starts", [-5, 1])
def test_it_begins_and_ends_by_itself(head: User, officer: User, starts: int) -> None:
    hand_on(head, officer, days=3)
    Delegation.objects.update(
        since=timezone.localdate() + starts * DAY, until=timezone.localdate() + (starts + 2) * DAY
    )
    assert anew(officer).decided == []


@pytest.mark.parametrize("who", ["officer", "clerk", "administrator"])
def test_who_decides_nothing_has_nothing_to_hand_on(
    who: str, head: User, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refused, match="nothing to hand on"):
        hand_on(request.getfixturevalue(who), head)


@pytest.mark.parametrize("who", ["officer", "stranger", "clerk", "executive"])
def test_a_deputy_is_of_the_department_or_bears_responsibility(
    who: str, head: User, request: pytest.FixtureRequest
) -> None:
    assert hand_on(head, request.getfixturevalue(who)).pk


def test_an_officer_of_another_department_is_no_deputy(head: User, stranger: User) -> None:
    other = OfficerFactory(department=stranger.memberships.get().department)
    for nobody in (
        other,
        head,
        OfficerFactory(department=head.memberships.get().department, is_active=False),
    ):
        with pytest.raises(Refused, match="deputy works"):
            hand_on(head, nobody)


@pytest.mark.parametrize(("starts", "days"), [(-5, 3), (0, 0), (0, 400)])
def test_days_that_make_no_sense_are_refused(head: User, officer: User, starts: int, days: int) -> None:
    with pytest.raises(Refused):
        hand_on(head, officer, starts=starts, days=days)


def test_nobody_has_two_deputies_on_one_day(head: User, officer: User, colleague: User) -> None:
    first = hand_on(head, officer, days=2)
    with pytest.raises(Refused, match="already"):
        hand_on(head, colleague, starts=1)
    hand_on(head, colleague, starts=2)
    with pytest.raises(IntegrityError, match="delegation_once_at_a_time"), transaction.atomic():
        Delegation.objects.filter(pk=first.pk).update(until=first.until + DAY)


def test_what_was_withdrawn_is_in_nobodys_way(head: User, officer: User, colleague: User) -> None:
    assert delegations.withdraw(hand_on(head, officer), by=head)
    hand_on(head, colleague)
    assert anew(officer).decided == []


def test_it_is_withdrawn_once(head: User, officer: User) -> None:
    row = hand_on(head, officer)
    assert [delegations.withdraw(row, by=head), delegations.withdraw(row, by=head)] == [True, False]


def test_a_change_withdraws_and_writes_anew(head: User, officer: User, colleague: User) -> None:
    first = hand_on(head, officer)
    second = hand_on(head, colleague, instead_of=first)
    assert list(Delegation.objects.in_force()) == [second]


def test_a_change_that_is_refused_changes_nothing(head: User, officer: User) -> None:
    first = hand_on(head, officer)
    with pytest.raises(Refused):
        hand_on(head, head, instead_of=first)
    assert list(Delegation.objects.in_force()) == [first]


def test_somebody_who_is_away_decides_for_nobody(head: User, officer: User, colleague: User) -> None:
    today = timezone.localdate()
    absences.enter(officer, substitute=colleague, since=today, until=today, by=officer)
    with pytest.raises(Refused, match="away"):
        hand_on(head, officer)
    hand_on(head, officer, starts=1)


def test_two_heads_do_not_decide_for_one_another(head: User, stranger: User) -> None:
    hand_on(head, stranger)
    with pytest.raises(Refused, match="not passed on"):
        hand_on(stranger, head)


def test_a_deputys_deputy_gets_the_own_office_alone(
    head: User, stranger: User, officer: User, clerk: User
) -> None:
    hand_on(head, stranger)
    hand_on(stranger, clerk)
    assert anew(clerk).decided == stranger.headed


@pytest.mark.parametrize("who", ["head", "officer"])
def test_an_account_that_closes_ends_it(
    who: str, head: User, officer: User, department: Department, request: pytest.FixtureRequest
) -> None:
    HeadFactory(department=department)
    hand_on(head, officer)
    person = request.getfixturevalue(who)
    person.is_active = False
    person.save()
    assert not Delegation.objects.in_force().exists()
    assert anew(officer).decided == []


@pytest.mark.parametrize("who", ["head", "officer"])
def test_who_leaves_the_department_ends_it(
    who: str, head: User, officer: User, department: Department, request: pytest.FixtureRequest
) -> None:
    HeadFactory(department=department)
    hand_on(head, officer)
    Membership.objects.get(user=request.getfixturevalue(who)).delete()
    assert not Delegation.objects.in_force().exists()


def test_a_head_who_becomes_an_officer_has_nothing_to_hand_on(
    head: User, officer: User, department: Department
) -> None:
    HeadFactory(department=department)
    hand_on(head, officer)
    membership = head.memberships.get()
    membership.role = Membership.Role.OFFICER
    membership.save()
    assert not Delegation.objects.in_force().exists()


def test_the_signature_says_in_which_capacity_and_for_whom(head: User, officer: User) -> None:
    row = Delegation(user=head, deputy=officer, order_number="12/2569")
    assert row.signature_with_order == f"acting for {head} (order 12/2569)"
    row.capacity = Delegation.Capacity.CONFERRED
    assert row.signature == f"by authority of {head}"


def test_those_of_a_day_are_found(head: User, officer: User) -> None:
    row = hand_on(head, officer)
    assert delegations.in_force(row.since) == [row]
    assert delegations.in_force(row.until + DAY) == []
