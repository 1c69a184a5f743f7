"""The area of a case: by its point, else as it was named; for routing, duplicates and the form."""

from typing import Any

import pytest
from django.test import Client

from cases.gazetteer import areas
from cases.intake import routing
from cases.intake.routing import Problem
from cases.intake.similar_cases import similar
from cases.models import Area, Case, RequestType, RoutingRule
from tests.cases.views.pages import WHERE, errors_of, send, write
from tests.factories import AreaFactory, CaseFactory, DepartmentFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
# In the middle of the square of column 0, of that of column 1, and of none.
FIRST = {"latitude": 17.415, "longitude": 102.785}
SECOND = {"latitude": 17.415, "longitude": 102.795}
NOWHERE = {"latitude": 17.5, "longitude": 102.9}


@pytest.fixture
def first(db: None) -> Area:
    return AreaFactory(code="first", name_en="First")


@pytest.fixture
def second(db: None) -> Area:
    return AreaFactory(code="second", name_en="Second", column=1)


def town() -> Area:
    """An area around both squares."""
    outline = "MULTIPOLYGON (((102.7 17.4, 102.9 17.4, 102.9 17.45, 102.7 17.45, 102.7 17.4)))"
    return AreaFactory(code="town", sort="ward", outline=outline)


@pytest.fixture
def hole(db: None) -> RequestType:
    return RequestTypeFactory(code="road_damage", needs_map=True)


def test_a_point_lies_in_the_areas_that_hold_it_the_smallest_first(first: Area, second: Area) -> None:
    around, whole = areas.finder().around, town()
    assert around(FIRST) == [first]
    assert areas.finder().around(FIRST) == [first, whole]
    assert areas.finder().around(SECOND) == [second, whole]
    Area.objects.filter(pk=second.pk).update(active=False)
    assert areas.finder().around(SECOND) == [whole]
    assert areas.finder().around(NOWHERE) == areas.finder().around({}) == []


def test_the_point_decides_before_the_name_which_holds_without_one(first: Area, second: Area) -> None:
    assert areas.finder().around({**FIRST, "area": second}) == [first]
    assert areas.finder().around({**NOWHERE, "area": second}) == [second]
    assert areas.finder().around({"latitude": None, "longitude": None, "area": second}) == [second]


def test_a_case_keeps_its_area_when_the_area_goes_out_of_use(first: Area, hole: RequestType) -> None:
    case = CaseFactory(request_type=hole, **FIRST)
    assert case.area == first
    Area.objects.update(active=False)
    case.refresh_from_db()
    assert case.area == first
    assert CaseFactory(request_type=hole, **FIRST).area is None


def test_a_rule_asks_for_the_area_of_the_place(first: Area, second: Area, hole: RequestType) -> None:
    whole, far = town(), DepartmentFactory(code="FAR")
    rule = RoutingRule.objects.create(name="Ward", department=far)
    rule.areas.set([whole])
    assert CaseFactory(request_type=hole, **FIRST).department == far
    rule.areas.set([second])
    assert CaseFactory(request_type=hole, **FIRST).department != far
    assert CaseFactory(request_type=hole, area=second).department == far
    Area.objects.filter(pk=second.pk).update(active=False)
    ((_stored, applied),) = routing.rules_now()
    assert applied.problems == (Problem.AREA,)


def test_without_a_point_the_newest_cases_of_the_area_may_be_the_same(
    first: Area, second: Area, hole: RequestType
) -> None:
    older, newer = (CaseFactory(request_type=hole, **FIRST) for _n in range(2))
    CaseFactory(request_type=hole, **SECOND)
    CaseFactory(request_type=hole, **FIRST, hide_identity=True)
    found = similar(hole, None, None, first)
    assert [(one.number, one.metres) for one in found] == [(newer.number, None), (older.number, None)]
    assert similar(hole, None, None) == []


def test_the_form_asks_for_the_area_where_there_are_some(client: Client, hole: RequestType) -> None:
    assert "area" not in write(client, hole, place="").context["form"].fields
    AreaFactory(code="first")
    answer = write(client, hole)
    assert errors_of(answer) == {"area": "Choose the area, or give the position."}
    assert 'value="first"' in answer.text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"area": "first"}, "First"),
        ({"area": "unknown"}, None),
        ({"area": "second", "latitude": "17.415", "longitude": "102.785"}, "First"),
        ({"latitude": "17.415", "longitude": "102.795"}, "Second"),
        ({"latitude": "17.5", "longitude": "102.9"}, None),
    ],
)
def test_what_the_citizen_sends_is_stored_and_shown_before(
    client: Client, hole: RequestType, first: Area, second: Area, typed: dict[str, Any], name: str | None
) -> None:
    assert write(client, hole, **typed).status_code == 302
    page = client.get(f"/en/requests/{hole.code}/check/").text
    assert {one for one in ("First", "Second") if f">{one}</dd>" in page} == ({name} if name else set())
    send(client, hole, **typed)
    case = Case.objects.get()
    assert (case.area.name_en if case.area else None) == name


def test_an_area_that_is_not_on_offer_is_refused_and_one_may_be_left_out_of_a_matter_without_place(
    client: Client, hole: RequestType, first: Area
) -> None:
    assert "area" in errors_of(write(client, hole, area="nowhere"))
    RequestType.objects.update(needs_map=False)
    assert write(client, RequestTypeFactory(code="fees"), place="").status_code == 302


def test_a_citizen_without_a_point_is_shown_the_cases_of_the_area(
    client: Client, hole: RequestType, first: Area
) -> None:
    case = CaseFactory(request_type=hole, **FIRST)
    write(client, hole, area="first", email="other@citizen.example")
    page = client.get(f"/en/requests/{hole.code}/similar/").text
    assert case.number in page
    assert "In the same area" in page
    assert WHERE in page
