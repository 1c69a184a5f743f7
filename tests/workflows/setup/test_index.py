"""The first page of the set-up: who gets in, what is offered, what needs care."""

import datetime
from typing import Any

import pytest

from cases.models import Case, Holiday, RoutingRule, User
from cases.setup.holidays import years_without
from tests.factories import DepartmentFactory, HeadFactory, RequestTypeFactory, UserFactory
from tests.workflows.views.conftest import Seat, address, text
from workflows.setup.lists.tables import LISTS

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
    assert "/en/staff/setup/lists/categories/" in page
    assert "/en/staff/setup/departments/" in page
    assert "/en/staff/rights/" in page
    assert "/en/staff/setup/lists/roles/" not in page
    root = UserFactory(is_staff=True, is_superuser=True)
    assert "/en/staff/setup/lists/roles/" in text(desk(root).page("setup"))


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
    RequestTypeFactory(code="lone", confirmed=False)
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
    seat.page("setup")
    with django_assert_max_num_queries(20):
        seat.page("setup")


def test_no_page_of_the_daily_road_leads_to_the_admin(
    desk: Seat, administrator: User, case: Case, head: User, officer: User, clerk: User
) -> None:
    root = UserFactory(username="root", is_staff=True, is_superuser=True)
    DepartmentFactory(code="LONE", name_en="Lonely office")
    RequestTypeFactory(code="lone", confirmed=False)
    for person in (administrator, root, head, officer, clerk):
        seat = desk(person)
        for name in ("inbox", "search", "absence", "security", "morning", "file", "figures"):
            assert "/admin/" not in text(seat.page(name)), (person, name)
        assert "/admin/" not in text(seat.page("case", case.number)), person
    for person in (administrator, root):
        seat = desk(person)
        names = [one.address.removeprefix("staff:") for one in LISTS if person == root or one.name != "roles"]
        for name in (*PAGES.split(), "setup_map", "setup_start_departments", "setup_start_kinds", *names):
            if name != "setup_export":
                assert "/admin/" not in text(seat.page(name)), (person, name)
        assert "/admin/" not in text(seat.page("setup_kind", "lone")), person
