"""How many SQL statements a step of the staff's costs, savepoints of the tests' own transaction included."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, Department, User
from tests.factories import CaseFactory, ResultCodeFactory
from tests.workflows.views.conftest import Desk, Seat, address, open_task

pytestmark = pytest.mark.django_db
AT_ONCE = 3


@pytest.fixture
def working(department: Department, head: User, officer: User) -> Case:
    """A case in progress, in the hands of the officer."""
    made: Case = CaseFactory(
        request_type__department=department, head=head, officer=officer, in_progress=True
    )
    return made


def _form(case: Case, **typed: Any) -> dict[str, Any]:
    last = case.events.latest("pk").pk
    return {"task": open_task(case), "after": last, "form_token": uuid.uuid4(), **typed}


def _send(desk: Desk, case: Case, verb: str, form: dict[str, Any]) -> None:
    assert desk.post(address("step", case.number, verb), form).status_code == 302


def test_to_assign_costs_at_most_29(
    desk: Seat, case: Case, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    seat, form = desk(head), _form(case, to=officer.pk)
    seat.page("case", case.number)
    with django_assert_max_num_queries(29):
        _send(seat, case, "assign", form)


def test_to_resolve_costs_at_most_32(
    desk: Seat, working: Case, officer: User, django_assert_max_num_queries: Any
) -> None:
    day = timezone.localdate()
    on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    seat, form = desk(officer), _form(working, result=ResultCodeFactory().pk, details="ปะซ่อมแล้ว", **on)
    seat.page("case", working.number)
    with django_assert_max_num_queries(32):
        _send(seat, working, "resolve", form)


def test_to_assign_many_costs_at_most_18_each(
    desk: Seat, department: Department, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    cases = [CaseFactory(request_type__department=department) for _ in range(AT_ONCE)]
    rows = [f"{one.number}:{open_task(one)}:{one.events.latest('pk').pk}" for one in cases]
    seat, form = desk(head), {"row": rows, "to": officer.pk, "form_token": uuid.uuid4()}
    with django_assert_max_num_queries(10 + AT_ONCE * 18):
        assert seat.post(address("many", "assign"), form).status_code == 200
