"""The pages of the departments: their list, one with its people and units, and one that is closed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from cases.models import Case, Department, Membership, RequestType, SetupChange, Unit, User
from tests.factories import CaseFactory, DepartmentFactory, HeadFactory, RequestTypeFactory, UnitFactory
from tests.workflows.views.conftest import Desk, Seat, address, text

pytestmark = pytest.mark.django_db


def fields(page: Any) -> dict[str, Any]:
    values = {bound.html_name: bound.value() for bound in page.context["form"]}
    found = {name: value for name, value in values.items() if value is not None and value is not False}
    return {**found, "seen": page.context["seen"]}


def send(seat: Desk, name: str, *args: Any, **typed: Any) -> Any:
    """Send a page as it stands but for what is typed; None takes a field away."""
    data = {**fields(seat.page(name, *args)), **typed}
    return seat.post(address(name, *args), {key: value for key, value in data.items() if value is not None})


@pytest.mark.parametrize("who", ["head", "officer", "clerk", "executive"])
def test_others_than_administrators_get_a_403(
    desk: Seat, request: Any, who: str, department: Department
) -> None:
    seat = desk(request.getfixturevalue(who))
    unit = UnitFactory(department=department)
    for name, args in (
        ("setup_departments", []),
        ("setup_department_new", []),
        ("setup_department", [department.code]),
        ("setup_unit_new", [department.code]),
        ("setup_unit", [department.code, unit.code]),
    ):
        assert seat.page(name, *args).status_code == seat.post(address(name, *args)).status_code == 403


def test_who_may_only_look_changes_nothing(desk: Seat, administrator: User, department: Department) -> None:
    group = Group.objects.get(name="administrator")
    gone = [f"{verb}_{model}" for verb in ("add", "change") for model in ("department", "unit")]
    group.permissions.remove(*group.permissions.filter(codename__in=gone))
    seat, unit = desk(administrator), UnitFactory(department=department)
    assert seat.page("setup_department", department.code).context["form"] is None
    assert seat.page("setup_unit", department.code, unit.code).context["form"] is None
    assert seat.post(address("setup_department", department.code)).status_code == 403
    assert seat.post(address("setup_unit", department.code, unit.code)).status_code == 403
    assert seat.page("setup_department_new").status_code == 403


def test_the_list_says_heads_numbers_and_what_is_left(
    desk: Seat, administrator: User, case: Case, department: Department, django_assert_max_num_queries: Any
) -> None:
    UnitFactory(department=department)
    DepartmentFactory(code="LONE")
    closed = DepartmentFactory(code="OLD", name_en="Old office", active=False)
    RequestTypeFactory(department=closed)
    seat = desk(administrator)
    page = seat.page("setup_departments")
    row = next(one for one in page.context["rows"] if one.code == "ENG")
    assert (row.number_people, row.number_units, row.number_cases, len(row.heads)) == (2, 1, 1, 1)
    assert "no head" in text(page)
    assert "This is left in it: 1 kind of request." in text(page)
    for number in range(8):
        HeadFactory(department__code=f"D{number}")
    seat.page("setup_departments")
    with django_assert_max_num_queries(12):
        seat.page("setup_departments")


def test_a_department_is_made_changed_and_logged(desk: Seat, administrator: User) -> None:
    seat = desk(administrator)
    names = {"name_th": "กองช่าง", "name_en": "Works"}
    made = send(seat, "setup_department_new", code="WORKS", **names)
    assert made["Location"] == address("setup_department", "WORKS")
    found = Department.objects.get()
    assert (found.active, found.position) == (True, 1)
    assert "already exists" in text(send(seat, "setup_department_new", code="WORKS", **names))
    assert "another code" in text(send(seat, "setup_department_new", code="new", **names))
    send(seat, "setup_department", "WORKS", name_en="Public works", code="OTHER", confirmed="on")
    found.refresh_from_db()
    assert (found.code, found.name_en, found.confirmed) == ("WORKS", "Public works", True)
    assert list(SetupChange.objects.order_by("pk").values_list("table", "action", "by")) == [
        ("cases.department", "added", administrator.pk),
        ("cases.department", "changed", administrator.pk),
    ]


def test_a_stale_form_changes_nothing_and_keeps_what_was_typed(
    desk: Seat, administrator: User, department: Department
) -> None:
    seat = desk(administrator)
    typed = fields(seat.page("setup_department", "ENG")) | {"name_en": "Typed"}
    Department.objects.update(name_th="อื่น")
    answer = seat.post(address("setup_department", "ENG"), typed)
    assert (answer.status_code, 'value="Typed"' in text(answer)) == (409, True)
    assert "Somebody else has changed this meanwhile" in text(answer)
    assert Department.objects.get(code="ENG").name_en != "Typed"


def test_it_is_closed_with_a_successor_alone(
    desk: Seat, administrator: User, case: Case, department: Department
) -> None:
    UnitFactory(code="LAMPS", department=department)
    new = DepartmentFactory(code="NEW2")
    seat = desk(administrator)
    refused = text(send(seat, "setup_department", "ENG", active=None))
    assert "Name the successor" in refused
    assert "1 kind of request, 1 unit" in refused
    assert "when the department is switched off" in text(
        send(seat, "setup_department", "ENG", successor=new.pk)
    )
    assert Department.objects.get(code="ENG").active
    answer = send(seat, "setup_department", "ENG", active=None, successor=new.pk)
    assert "1 open case is still in this department" in text(seat.get(answer["Location"]))
    assert RequestType.objects.get().department == Unit.objects.get().department == new
    assert Case.objects.get().department == department
    assert "This is left in it: 1 open case." in text(seat.page("setup_departments"))
    assert address("setup_department", "ENG") in text(seat.page("setup"))


def test_a_unit_is_made_with_its_people_and_moves(
    desk: Seat, administrator: User, department: Department, officer: User
) -> None:
    seat, other = desk(administrator), DepartmentFactory(code="PHE")
    send(seat, "setup_unit_new", "ENG", code="LAMPS", name_th="ไฟฟ้า", name_en="Lamps")
    unit = Unit.objects.get()
    Membership.objects.filter(user=officer).update(unit=unit)
    page = text(seat.page("setup_department", "ENG"))
    assert ("Lamps" in page, "1 person" in page) == (True, True)
    send(seat, "setup_unit", "ENG", "LAMPS", department=other.pk)
    unit.refresh_from_db()
    assert unit.department == other
    assert seat.page("setup_unit", "ENG", "LAMPS").status_code == 404


def test_a_department_page_costs_at_most_22_statements(
    desk: Seat, administrator: User, department: Department, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        HeadFactory(department=department)
        UnitFactory(code=f"U{number}", department=department)
    CaseFactory(request_type=RequestTypeFactory(department=department))
    seat = desk(administrator)
    seat.page("setup_department", "ENG")
    with django_assert_max_num_queries(22):
        seat.page("setup_department", "ENG")
