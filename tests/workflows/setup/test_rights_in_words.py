"""What a person may do, in words, is what the rights say of a real case."""

from typing import Any

import pytest
from django.utils import timezone

from cases.access import delegations
from cases.models import Case, KindReader, Membership, RolePermission, User
from tests.factories import HeadFactory, RequestTypeFactory, UserFactory
from workflows import rights
from workflows.rights.catalogue import STEPS, Verb
from workflows.setup.people.rights_in_words import Standing, by_place, change, rights_of, today_as_deputy
from workflows.steps import wording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PLACES = {
    "head": "Bureau of Public Works: as its head",
    "officer": "Bureau of Public Works: in the own cases",
    "colleague": "Bureau of Public Works: in cases of colleagues",
    "clerk": "Clerk at the counter: in all departments",
    "executive": "Executive: in all departments",
}


def said(person: User) -> dict[str, list[str]]:
    return dict(by_place(rights_of(User.objects.get(pk=person.pk))))


@pytest.mark.parametrize("who", PLACES)
def test_each_step_that_is_said_is_a_right_and_each_right_is_said(who: str, case: Case, request: Any) -> None:
    person = request.getfixturevalue(who)
    officer = request.getfixturevalue("officer")
    Case.objects.filter(pk=case.pk).update(officer=officer if who in ("officer", "colleague") else None)
    found = Case.objects.get(pk=case.pk)
    words = said(person)[PLACES[who]]
    for verb in Verb:
        if not STEPS[verb].of_approval and verb != Verb.PROPOSE:
            assert (wording.name(verb) in words) == rights.may(person, verb, found), verb


def test_what_an_administrator_takes_from_a_role_is_said_no_more(head: User) -> None:
    assert "Assign an officer" in said(head)[PLACES["head"]]
    RolePermission.objects.filter(role="head", permission__codename="assign_case").delete()
    assert "Assign an officer" not in said(head)[PLACES["head"]]


def test_restricted_kinds_are_those_of_the_head_until_somebody_is_named(head: User, officer: User) -> None:
    kind = RequestTypeFactory(restricted=True, department=head.memberships.get().department, name_en="Graft")
    assert said(head)["Restricted kinds: read and decide"] == ["Graft"]
    assert "Restricted kinds: read and decide" not in said(officer)
    KindReader.objects.create(kind=kind, user=officer)
    assert "Restricted kinds: read and decide" not in said(head)
    assert said(officer)["Restricted kinds: read and decide"] == ["Graft"]


def test_the_set_up_is_said_by_its_tables(administrator: User) -> None:
    words = said(administrator)["Set-up"]
    assert "Say which steps each role may do" in words
    assert any(line.startswith("Departments: ") and "edit" in line for line in words)
    assert said(UserFactory(is_staff=True, is_superuser=True))["Set-up"] == [
        "Every right, those of administrators too"
    ]


def test_nobody_who_has_left_may_anything(head: User, stranger: User) -> None:
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    assert said(stranger) == {}
    assert said(UserFactory()) == {}


def test_a_change_says_what_comes_and_goes(head: User, officer: User) -> None:
    was = Standing.of(officer)
    department = officer.memberships.get().department_id
    after = Standing(True, False, False, {department: Membership.Role.HEAD}, was.permissions)
    found = change(officer, after)
    assert {one.place for one in found.added} == {PLACES["head"]}
    assert {one.place for one in found.taken} == {PLACES["officer"], PLACES["colleague"]}
    assert not change(officer, was)
    assert today_as_deputy(officer) == []


def test_a_deputy_is_said_apart(head: User, department: Any) -> None:
    deputy = HeadFactory(department__code="OTHER")
    today = timezone.localdate()
    delegations.enter(head, deputy=deputy, since=today, until=today, by=head, order_number="1/2569")
    fresh = User.objects.get(pk=deputy.pk)
    assert today_as_deputy(fresh) == [f"Decides for {head} today, as deputy."]
    assert PLACES["head"] not in said(deputy)
