"""The first page of the set-up: who gets in, what is offered, what needs care."""

import datetime
from typing import Any

import pytest

from cases.models import Holiday, RoutingRule, User
from cases.setup.holidays import years_without
from tests.factories import DepartmentFactory, HeadFactory, RequestTypeFactory, UserFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PAGES = """
    setup setup_office setup_holidays setup_routing setup_routing_new setup_routing_try setup_file
    setup_export
    setup_changes
"""


def test_the_administrator_opens_every_page(desk: Seat, administrator: User) -> None:
    seat = desk(administrator)
    for name in PAGES.split():
        assert seat.page(name).status_code == 200, name


@pytest.mark.parametrize("who", ["head", "officer", "clerk", "executive"])
def test_the_rest_of_the_staff_is_told_whom_to_ask(desk: Seat, request: Any, who: str) -> None:
    seat = desk(request.getfixturevalue(who))
    for name in PAGES.split():
        for response in (seat.page(name), seat.post(address(name), {"add": "1"})):
            told = "An administrator can give it" in text(response)
            assert (response.status_code, told) == (403, True), name


def test_strangers_go_to_the_log_in(client: Any) -> None:
    for name in PAGES.split():
        assert client.get(address(name))["Location"].startswith(address("login")), name


def test_the_right_alone_is_not_enough(desk: Seat, administrator: User) -> None:
    administrator.is_staff = False
    administrator.save()
    assert desk(administrator).page("setup").status_code == 403


def test_nothing_is_offered_that_this_person_may_not_open(desk: Seat, administrator: User) -> None:
    page = text(desk(administrator).page("setup"))
    assert "/en/staff/setup/departments/" in page
    assert "/en/staff/rights/" in page
    assert "/en/admin/auth/group/" not in page
    root = UserFactory(is_staff=True, is_superuser=True)
    assert "/en/admin/auth/group/" in text(desk(root).page("setup"))


def test_every_link_leads_somewhere(desk: Seat, administrator: User) -> None:
    seat = desk(administrator)
    links = [link for _title, items in seat.page("setup").context["sections"] for _item, link in items]
    assert {seat.get(link).status_code for link in links} == {200}
    assert len(links) > 15


def test_a_rule_that_cannot_be_applied_is_not_silent(desk: Seat, administrator: User) -> None:
    RoutingRule.objects.create(name="Gone", department=DepartmentFactory(active=False), community="หนองบัว")
    assert "1 rule cannot be applied." in text(desk(administrator).page("setup"))


def test_a_department_without_a_head_is_warned_of(desk: Seat, administrator: User) -> None:
    DepartmentFactory(code="LONE", name_en="Lonely office")
    HeadFactory(department__code="LED", department__name_en="Led office")
    page = text(desk(administrator).page("setup"))
    assert ("Lonely office has no head" in page, "Led office" in page) == (True, False)


def test_proposed_kinds_wait_for_confirmation(desk: Seat, administrator: User) -> None:
    RequestTypeFactory(confirmed=False)
    assert "1 kind of request is our proposal." in text(desk(administrator).page("setup"))


@pytest.mark.parametrize(
    ("today", "missing"), [("2026-09-30", []), ("2026-10-01", [2027]), ("2027-01-02", [2027])]
)
def test_next_years_holidays_are_missed_from_october_on(today: str, missing: list[int]) -> None:
    Holiday.objects.create(day=datetime.date(2026, 12, 10))
    Holiday.objects.create(day=datetime.date(2027, 1, 1), confirmed=False)
    assert years_without(today=datetime.date.fromisoformat(today)) == missing


def test_the_first_page_costs_at_most_20_statements(
    desk: Seat, administrator: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        rule = RoutingRule.objects.create(name=f"{number}", department=DepartmentFactory())
        rule.kinds.set([RequestTypeFactory()])
    seat = desk(administrator)
    with django_assert_max_num_queries(20):
        seat.page("setup")
