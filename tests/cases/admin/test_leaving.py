"""The set-up page of a person who leaves: what will happen, what happened, and what is refused."""

from typing import Any

import pytest

from cases.models import Case, Department, Membership, User
from tests.cases.admin.test_set_up import address, at, fields_of
from tests.factories import CaseFactory, HeadFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_work(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)


def send(administrator: User, person: User, **typed: Any) -> str:
    """Send the person's page as it stands, but for what is typed; None takes a field away."""
    url, client = address("cases_user_change", person.pk), at(administrator)
    fields = {**fields_of(client.get(url)), **typed}
    data = {name: value for name, value in fields.items() if value is not None}
    return str(client.post(url, data, follow=True).content.decode())


def test_the_page_says_before_how_many_cases_go_back_and_from_where(
    administrator: User, in_work: Case, officer: User
) -> None:
    page = at(administrator).get(address("cases_user_change", officer.pk)).content.decode()
    assert "1 open case is in this person" in page
    assert "(Bureau of Public Works: 1)" in page


def test_a_membership_that_is_removed_takes_its_cases_along(
    administrator: User, in_work: Case, officer: User
) -> None:
    page = send(administrator, officer, **{"memberships-0-DELETE": "on"})
    assert "1 open case went back to the head" in page
    assert Case.objects.get(pk=in_work.pk).officer is None


def test_a_new_name_takes_none(administrator: User, in_work: Case, officer: User) -> None:
    assert "went back" not in send(administrator, officer, first_name="มาลี")
    assert Case.objects.get(pk=in_work.pk).officer == officer


@pytest.mark.parametrize(
    "typed", [{"memberships-0-DELETE": "on"}, {"memberships-0-role": "officer"}, {"is_active": None}]
)
def test_the_last_head_stays_and_the_page_says_why(
    administrator: User, head: User, typed: dict[str, Any]
) -> None:
    page = send(administrator, head, **typed)
    assert "nobody would head Bureau of Public Works" in page
    assert User.objects.get(pk=head.pk).is_active
    assert Membership.objects.get(user=head).role == "head"


def test_one_of_two_heads_can_be_switched_off(
    administrator: User, department: Department, head: User
) -> None:
    HeadFactory(department=department)
    send(administrator, head, is_active=None)
    assert not User.objects.get(pk=head.pk).is_active
