"""Who has how much to do, who is away, and whom that suggests."""

import datetime
import re
from typing import Any

import pytest
from django.utils import timezone

from cases.access import absences
from cases.actions import duplicates
from cases.models import Absence, Case, Department, Membership, Unit, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    UnitFactory,
)
from tests.workflows.views.conftest import Seat, text
from tests.workflows.views.conftest import desk as desk
from workflows.steps.workload import Load, loads, suggested

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def given(user: User, department: Department, *due_in: int, **state: bool) -> None:
    """Cases in a person's name, due in so many days."""
    request_type = RequestTypeFactory(code=f"road{department.pk}", department=department)
    for days in due_in:
        case = CaseFactory(request_type=request_type, officer=user, **(state or {"assigned": True}))
        Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() + datetime.timedelta(days))


def away(user: User, substitute: User) -> Absence:
    today = timezone.localdate()
    until = today + datetime.timedelta(days=4)
    return absences.enter(user, substitute=substitute, since=today, until=until, by=user)


def of(user: User, department: Department) -> Load:
    return next(one for one in loads([department.pk]) if one.person == user)


def test_open_late_and_due_are_counted(department: Department, head: User, officer: User) -> None:
    given(officer, department, -1, 0, 30)
    given(officer, department, -1, waiting=True)
    given(officer, department, -1, resolved=True)
    load = of(officer, department)
    assert (load.open, load.late, load.week) == (4, 1, 1)


def test_what_waits_for_its_main_case_does_not_count(
    department: Department, head: User, officer: User
) -> None:
    given(officer, department, -1, 30)
    late, main = Case.objects.order_by("due_on")
    duplicates.mark_duplicate(late, of=main, by=head)
    load = of(officer, department)
    assert (load.open, load.late, load.week) == (1, 0, 0)


def test_the_cases_of_other_departments_count_too_and_once(
    department: Department, head: User, officer: User
) -> None:
    other = DepartmentFactory(code="OTHER")
    Membership.objects.create(user=officer, department=other, role="officer")
    given(officer, department, 30)
    given(officer, other, 30)
    (mine,) = [one for one in loads([department.pk, other.pk]) if one.person == officer]
    assert mine.open == 2


def test_the_work_of_everybody_is_one_statement(
    department: Department, head: User, officer: User, colleague: User, django_assert_num_queries: Any
) -> None:
    away(colleague, officer)
    with django_assert_num_queries(1):
        assert [one.words for one in loads([department.pk])]


def test_who_has_left_is_not_among_them(department: Department, head: User, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert [one.person for one in loads([department.pk])] == [head]


def test_the_least_loaded_officer_is_suggested(
    department: Department, head: User, officer: User, colleague: User
) -> None:
    given(officer, department, 30)
    found = suggested(loads([department.pk]))
    assert found is not None
    assert found[0].person == colleague
    assert found[1] == f"Suggested: {colleague}, with the fewest open cases of the officers who are here (0)."


def test_the_unit_of_the_case_comes_before_the_load(
    department: Department, head: User, officer: User, colleague: User
) -> None:
    unit: Unit = UnitFactory(department=department, name_en="Roads")
    officer.memberships.update(unit=unit)
    given(officer, department, 30)
    found = suggested(loads([department.pk]), unit.pk)
    assert found is not None
    assert found[0].person == officer
    assert "of Roads, with the fewest open cases there (1)" in found[1]


def test_who_is_away_is_not_suggested_and_comes_last(
    department: Department, head: User, officer: User, colleague: User
) -> None:
    given(officer, department, 30)
    away(colleague, officer)
    people = loads([department.pk])
    found = suggested(people)
    assert found is not None
    assert found[0].person == officer
    assert people[-1].person == colleague
    assert f"{officer} stands in" in people[-1].words


def test_nobody_is_suggested_where_nobody_is_here(
    department: Department, officer: User, colleague: User
) -> None:
    substitute = HeadFactory(department=DepartmentFactory(code="OTHER"))
    Membership.objects.create(user=substitute, department=department, role="officer")
    away(officer, substitute), away(colleague, substitute)
    people = [one for one in loads([department.pk]) if one.person != substitute]
    assert suggested(people) is None


def test_the_form_has_the_suggestion_ticked_and_says_why(
    desk: Seat, case: Case, head: User, officer: User
) -> None:
    page = text(desk(head).page("case", case.number))
    assert re.search(rf'name="to" value="{officer.pk}"[^>]* checked', page)
    assert f"Suggested: {officer}" in page


def test_a_name_is_no_markup(desk: Seat, case: Case, head: User, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(first_name="<b>x</b>")
    page = text(desk(head).page("case", case.number))
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_whoever_is_away_is_given_a_case_only_if_that_is_meant(
    desk: Seat, case: Case, head: User, officer: User, colleague: User
) -> None:
    away(officer, colleague)
    seat = desk(head)
    page = seat.do(case, "assign", to=officer.pk, note="ด่วน")
    assert f"{colleague} stands in. Choose somebody else" in text(page)
    assert "ด่วน" in text(page)
    assert Case.objects.get(pk=case.pk).officer is None
    assert seat.do(case, "assign", to=officer.pk, anyway="on").status_code == 302
    assert Case.objects.get(pk=case.pk).officer == officer


def test_whoever_is_here_needs_no_second_question(
    desk: Seat, case: Case, head: User, officer: User, colleague: User
) -> None:
    away(officer, colleague)
    assert "who is away all the same" not in text(desk(head).page("case", case.number))
    assert desk(head).do(case, "assign", to=colleague.pk).status_code == 302


def test_several_cases_are_given_with_the_same_care(
    desk: Seat, case: Case, head: User, officer: User, colleague: User
) -> None:
    away(officer, colleague)
    seat = desk(head)
    first = seat.page("many", "assign", case=[case.number])
    assert f"Suggested: {colleague}" in text(first)
    rows = [str(row) for row in first.context["rows"]]
    address = first.request["PATH_INFO"]
    assert "who is away all the same" in text(seat.post(address, {"row": rows, "to": officer.pk}))
    assert "1 case done" in text(seat.post(address, {"row": rows, "to": officer.pk, "anyway": "on"}))


def test_the_case_page_keeps_its_limit_in_a_large_department(
    desk: Seat, case: Case, department: Department, head: User, django_assert_max_num_queries: Any
) -> None:
    OfficerFactory.create_batch(15, department=department)
    seat = desk(head)
    # What the city shares is read by the first page.
    seat.page("case", case.number)
    with django_assert_max_num_queries(20):
        seat.page("case", case.number)
