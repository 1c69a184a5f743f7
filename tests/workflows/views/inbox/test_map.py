"""The list as a map: the same filters and rights as the list, gathered by the database, by how late it is."""

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from cases.lib.geography import Box
from cases.models import Case, RequestType, User
from tests import maps
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import Desk, Seat, text
from tests.workflows.views.inbox.test_page import copies, due, numbers
from workflows.forms.filters import query_of
from workflows.inbox import map as inbox_map
from workflows.inbox.saved_views import LONGEST

pytestmark = pytest.mark.django_db
NORTH, EAST = (Decimal(str(maps.MIDDLE[name])) for name in ("latitude", "longitude"))
VIEW = {"south": NORTH - 1, "west": EAST - 1, "north": NORTH + 1, "east": EAST + 1, "zoom": 12}


def put(case: Case, north: str = "0", east: str = "0") -> Case:
    """The case at a place so many degrees from the middle of the town."""
    Case.objects.filter(pk=case.pk).update(latitude=NORTH + Decimal(north), longitude=EAST + Decimal(east))
    return Case.objects.get(pk=case.pk)


def points(seat: Desk, **query: Any) -> list[tuple[int, int, int, str]]:
    """Of each point the cases, the late ones, the ones due soon, and the number of the one."""
    answer = seat.page("inbox_points", **{**VIEW, "view": "open", **query})
    assert answer.status_code == 200
    return [(one["count"], one["late"], one["soon"], one["number"]) for one in answer.json()["points"]]


def test_what_lies_together_is_one_point_and_each_says_how_late_it_is(
    desk: Seat, case: Case, head: User
) -> None:
    put(due(case, -1)), put(due(CaseFactory(request_type=case.request_type), 2))
    far = put(due(CaseFactory(request_type=case.request_type), 40), "0.1")
    seat = desk(head)
    assert points(seat) == [(2, 1, 1, ""), (1, 0, 0, far.number)]
    assert points(seat, north=NORTH + Decimal("0.05")) == [(2, 1, 1, "")]
    assert points(seat, zoom=5) == [(3, 1, 1, "")]


def test_the_filters_of_the_list_are_those_of_the_map(desk: Seat, case: Case, head: User) -> None:
    put(case), CaseFactory(request_type=case.request_type, withdrawn=True)
    seat = desk(head)
    assert points(seat, request_type=case.request_type_id) == [(1, 0, 0, case.number)]
    assert points(seat, status="waiting") == []
    assert points(seat, view="late") == []


def test_a_shape_drawn_by_hand_narrows_list_and_map_and_can_be_saved(
    desk: Seat, case: Case, head: User
) -> None:
    """An L: its box holds all three cases, and the shape two of them."""
    inside = [put(case), put(CaseFactory(request_type=case.request_type), "0.3", "0")]
    put(CaseFactory(request_type=case.request_type), "0.3", "0.3")
    ell = [("-.1", "-.1"), ("-.1", ".4"), (".1", ".4"), (".1", ".1"), (".4", ".1"), (".4", "-.1")]
    box = ";".join(f"{NORTH + Decimal(north)},{EAST + Decimal(east)}" for north, east in ell)
    seat = desk(head)
    assert sorted(numbers(seat, view="open", box=box)) == sorted(one.number for one in inside)
    assert sorted(point[-1] for point in points(seat, box=box)) == sorted(one.number for one in inside)
    sentence = "as chosen on the map"
    assert sentence in text(seat.page("inbox", view="open", box=box, status="waiting"))
    longest = ";".join(f"{17.11111 + n / 1000:.5f},102.12345" for n in range(30))
    assert len(query_of(QueryDict(f"view=open&box={longest}"))) < LONGEST


@pytest.mark.parametrize(
    "box",
    ["1,2;3,4", "1,2;3,4;5", "1,2;3,4;91,6", "1,2;3,4;nan,6", ";".join(["1,2"] * 31), "1,2,3", "4,1,2,3"],
)
def test_what_is_no_part_of_a_map_shows_nothing_and_says_so(
    desk: Seat, case: Case, head: User, box: str
) -> None:
    put(case)
    seat = desk(head)
    assert numbers(seat, view="open", box=box) == []
    assert "Part of the map" in text(seat.page("inbox", view="open", box=box))


@pytest.mark.parametrize(
    "query", [{"zoom": ""}, {"south": "x"}, {"north": "91"}, {"status": "x"}, {"q": "x"}]
)
def test_what_is_no_map_is_refused(desk: Seat, case: Case, head: User, query: dict[str, str]) -> None:
    answer = desk(head).page("inbox_points", **{**VIEW, **query})
    assert (answer.status_code, answer.json()) == (400, {"points": []})


@pytest.mark.parametrize(
    ("name", "own", "restricted"),
    [
        ("head", 1, 1), ("officer", 1, 0), ("colleague", 1, 0), ("clerk", 1, 0), ("executive", 1, 0),
        ("stranger", 0, 0), ("administrator", 0, 0),
    ],
)  # fmt: skip
def test_the_map_shows_what_the_list_shows(
    request: pytest.FixtureRequest, desk: Seat, case: Case, name: str, own: int, restricted: int
) -> None:
    put(case)
    seat = desk(request.getfixturevalue(name))
    assert (len(points(seat)), len(numbers(seat, view="open"))) == (own, own)
    RequestType.objects.filter(pk=case.request_type_id).update(restricted=True)
    seat = desk(request.getfixturevalue(name))
    assert (len(points(seat)), len(numbers(seat, view="open"))) == (restricted, restricted)


def test_nobody_gets_points_without_logging_in(client: Any, case: Case) -> None:
    assert client.get("/en/staff/points/", VIEW).status_code == 302


def test_a_chosen_part_narrows_the_list_beside_the_map(desk: Seat, case: Case, head: User) -> None:
    put(case), put(CaseFactory(request_type=case.request_type), "0.1")
    seat = desk(head)
    box = f"{NORTH - 1},{EAST - 1},{NORTH + Decimal('0.05')},{EAST + 1}"
    assert numbers(seat, view="open", look="map", box=box) == [case.number]
    page = text(seat.page("inbox", view="open", look="map", box="1,1,2,2"))
    assert "Part of the map: as chosen on the map" in page


@pytest.mark.parametrize(
    "box", ["1,2,3", "a,b,c,d", "2,1,1,2", "1,1,2,999", "nan,1,2,3", "1,1,2,inf", "1,1,2,2,3"]
)
def test_what_is_no_part_of_a_map_shows_nothing_and_says_why(
    desk: Seat, case: Case, head: User, box: str
) -> None:
    page = desk(head).page("inbox", view="open", box=box).context["page"]
    assert (page.rows, [str(one) for one in page.missing]) == ([], ["Part of the map"])


def test_the_own_area_holds_the_own_cases_and_the_departments(
    case: Case, head: User, stranger: User, clerk: User
) -> None:
    put(case), put(CaseFactory(request_type=case.request_type), "0.1", "0.2")
    put(CaseFactory(request_type=RequestTypeFactory(code="far")), "1")
    found = inbox_map.own_area(head)
    assert found == Box(*(float(one) for one in (NORTH, EAST, NORTH + Decimal("0.1"), EAST + Decimal("0.2"))))
    assert (inbox_map.own_area(stranger), inbox_map.own_area(clerk)) == (None, None)


def test_the_points_take_seven_statements_however_many_cases_there_are(
    desk: Seat, case: Case, clerk: User, django_assert_max_num_queries: Any
) -> None:
    copies(put(case), 60)
    seat = desk(clerk)
    points(seat)
    with django_assert_max_num_queries(7):
        found = points(seat)
    assert [count for count, _late, _soon, _number in found] == [61]
