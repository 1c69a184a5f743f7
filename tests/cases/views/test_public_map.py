"""The public map: off until a request type is switched on; what strangers see of a case, as list, points and
feed; and what they never see."""

import datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.actions import public_description
from cases.intake import public_cases
from cases.lib.geography import Point, metres_between
from cases.models import Case, RequestType, User
from tests.factories import STATES, CaseFactory
from workflows.forms.publication import PublicationForm

pytestmark = pytest.mark.django_db
PLACE_LATITUDE = Decimal("17.415123")
PLACE = {"latitude": PLACE_LATITUDE, "longitude": Decimal("102.787321"), "place": "บ้านนายสมชาย"}
VIEW: dict[str, Any] = {"south": 17.3, "west": 102.7, "north": 17.5, "east": 102.9, "zoom": 18}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def on_map(request_type: RequestType) -> RequestType:
    RequestType.objects.filter(pk=request_type.pk).update(needs_map=True, on_public_map=True)
    return RequestType.objects.get(pk=request_type.pk)


@pytest.fixture
def hole(on_map: RequestType) -> Case:
    return CaseFactory(request_type=on_map, **PLACE)


def points(client: Client, **changed: Any) -> list[dict[str, Any]]:
    answer = client.get("/en/map/points/", VIEW | changed)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["points"]
    return found


@pytest.mark.parametrize("page", ["", "points/", "feed/", "near/"])
def test_there_is_no_map_before_the_town_has_switched_a_kind_on(
    client: Client, request_type: RequestType, page: str
) -> None:
    assert client.get(f"/en/map/{page}").status_code == 404
    assert "/en/map/" not in client.get("/en/").text


def test_it_shows_kind_state_and_date_and_nothing_that_was_typed(client: Client, hole: Case) -> None:
    assert "/en/map/" in client.get("/en/").text
    pages = [client.get(page).text for page in ("/en/map/", f"/en/map/{hole.number}/", "/en/map/feed/")]
    for page in pages:
        assert hole.request_type.name_en in page
        assert "We have received it" in page
        for typed in (hole.place, hole.details, hole.first_name, hole.last_name, hole.email, "17.415123"):
            assert typed not in page


@pytest.mark.parametrize("state", STATES)
def test_it_shows_what_is_open_and_what_was_solved(client: Client, on_map: RequestType, state: str) -> None:
    case = CaseFactory(request_type=on_map, **PLACE, **{state: True})
    shown = state not in ("rejected", "withdrawn")
    assert (client.get(f"/en/map/{case.number}/").status_code == 200) == shown
    assert bool(points(client)) == shown
    assert (case.number in client.get("/en/map/").text) == shown
    wanted = {"open" if case.is_open else "solved"} if shown else set()
    assert {
        one for one in ("open", "solved") if case.number in client.get(f"/en/map/?state={one}").text
    } == wanted


def test_what_was_solved_long_ago_is_gone(client: Client, on_map: RequestType) -> None:
    case = CaseFactory(request_type=on_map, **PLACE, resolved=True)
    Case.objects.filter(pk=case.pk).update(resolved_at=timezone.now() - 31 * DAY)
    assert client.get(f"/en/map/{case.number}/").status_code == 404
    assert points(client) == []


@pytest.mark.parametrize(
    "fields", [{"restricted": True}, {"needs_map": False}, {"licence": True}, {"needs_national_id": True}]
)
def test_a_kind_about_a_person_cannot_be_switched_on(on_map: RequestType, fields: dict[str, bool]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestType.objects.filter(pk=on_map.pk).update(**fields)
    for name, value in fields.items():
        setattr(on_map, name, value)
    with pytest.raises(ValidationError, match="__all__"):
        on_map.full_clean()


@pytest.mark.parametrize("fields", [{"hide_identity": True}, {"latitude": None, "longitude": None}])
def test_who_wants_to_stay_unnamed_and_what_has_no_place_is_not_shown(
    client: Client, hole: Case, fields: dict[str, Any]
) -> None:
    Case.objects.filter(pk=hole.pk).update(**fields)
    assert client.get(f"/en/map/{hole.number}/").status_code == 404
    assert points(client) == []


@pytest.mark.parametrize("zoom", [5, 12, 19])
def test_a_place_is_told_to_within_fifty_metres(client: Client, hole: Case, zoom: int) -> None:
    (found,) = points(client, zoom=zoom)
    told, real = Point(found["latitude"], found["longitude"]), Point.of(hole)
    assert real is not None
    assert 0 < metres_between(told, real) <= 36
    # Two houses that are close together cannot be told apart.
    beside = Point(PLACE_LATITUDE + Decimal("0.000010"), real.longitude)
    assert public_cases.told(beside) == public_cases.told(real)
    assert (found["number"], found["count"], found["solved"]) == (hole.number, 1, 0)


def test_what_lies_close_together_is_one_point_until_one_looks_closer(client: Client, hole: Case) -> None:
    CaseFactory(request_type=hole.request_type, latitude=Decimal("17.418"), longitude=Decimal("102.790"))
    (far,) = points(client, zoom=8)
    assert (far["count"], far["number"]) == (2, "")
    assert sorted(one["count"] for one in points(client, zoom=18)) == [1, 1]
    assert len(points(client, north=17.416)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"zoom": "x"},
        {"south": "nan"},
        {"north": "1e400"},
        {"west": ""},
        {"zoom": 99},
        {"east": "9" * 400},
        {"zoom": "๕x"},
    ],
)
def test_an_address_that_says_no_map_is_refused(client: Client, hole: Case, wrong: dict[str, Any]) -> None:
    answer = client.get("/en/map/points/", VIEW | wrong)
    assert (answer.status_code, answer.json()) == (400, {"points": []})


@pytest.mark.parametrize(
    "query",
    ["kind=x", "state=x", "before=x", "before=9999-99999", "before=%00", "kind=%00", "kind=road_damage"],
)
def test_what_is_no_choice_chooses_nothing(client: Client, hole: Case, query: str) -> None:
    assert hole.number in client.get(f"/en/map/?{query}").text


def test_the_list_goes_on_where_the_page_ended(
    client: Client, hole: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.public.map.PAGE", 1)
    second = CaseFactory(request_type=hole.request_type, **PLACE)
    links = [f"/en/map/{case.number}/" for case in (second, hole)]
    page = client.get("/en/map/").text
    assert ([link in page for link in links], f"before={second.number}" in page) == ([True, False], True)
    page = client.get(f"/en/map/?before={second.number}").text
    assert ([link in page for link in links], "Older reports" in page) == ([False, True], False)


def test_the_feed_tells_of_a_place_alone_where_it_is_asked_to(client: Client, hole: Case) -> None:
    answer = client.get("/en/map/feed/")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert f"/en/map/{hole.number}/" in answer.text
    near = "latitude=17.4152&longitude=102.7873&metres=250"
    assert hole.number in client.get(f"/en/map/feed/?{near}").text
    assert hole.number not in client.get("/en/map/feed/?latitude=17.43&longitude=102.7873&metres=250").text
    for wrong in ("latitude=x&longitude=1", "metres=3", "latitude=95&longitude=0"):
        assert client.get(f"/en/map/feed/?{wrong}").status_code == 404


def test_the_database_reckons_which_told_places_are_near(hole: Case) -> None:
    """As every told place would be measured by itself, near the edge of the circle too."""
    here = Point(17.4152, 102.7873)
    for number in range(40):
        east = round(102.7873 + (number - 20) * 0.0008, 6)
        CaseFactory(
            request_type=hole.request_type, latitude=round(17.4141 + number / 9000, 6), longitude=east
        )
    cases = list(public_cases.shown())
    for metres in (0, 51, 250, 500, 1000):
        near = {one.pk for one in cases if metres_between(here, public_cases.place_of(one)) <= metres}
        assert set(public_cases.near(public_cases.shown(), here, metres).values_list("pk", flat=True)) == near
        assert len(near) < len(cases)
    assert near


def test_the_edges_of_the_view_do_not_give_the_real_place_away(client: Client, hole: Case) -> None:
    """What is in view follows from the told place alone, however its edges are moved."""
    (found,) = points(client)
    for name, told in (("latitude", found["latitude"]), ("longitude", found["longitude"])):
        low, high = ("south", "north") if name == "latitude" else ("west", "east")
        assert len(points(client, **{low: told - 0.00001, high: told + 0.00001})) == 1
        real = float(str(PLACE[name]))
        assert abs(real - told) > 0.00002
        assert points(client, **{low: real - 0.00001, high: real + 0.00001}) == []


def test_words_about_the_place_are_shown_while_the_case_is_open(
    client: Client, on_map: RequestType, head: User
) -> None:
    hole = CaseFactory(request_type=on_map, **PLACE)
    public_description.clear(hole, words=hole.place, by=head)
    assert hole.place in client.get(f"/en/map/{hole.number}/").text
    Case.objects.filter(pk=CaseFactory(request_type=on_map, **PLACE, resolved=True).pk).update(
        cleared_place=hole.place
    )
    done = client.get("/en/map/?state=solved").text
    assert "solved" in done
    assert hole.place not in done


def test_the_list_shows_what_lies_at_one_place(client: Client, hole: Case) -> None:
    far = CaseFactory(request_type=hole.request_type, latitude=Decimal("17.45"), longitude=Decimal("102.787"))
    page = client.get("/en/map/?latitude=17.4152&longitude=102.7873&metres=250").text
    assert [f"/en/map/{case.number}/" in page for case in (hole, far)] == [True, False]
    assert "within 250 m of one place" in page
    for wrong in ("latitude=x&longitude=1", "latitude=17.4", "latitude=95&longitude=0&metres=9"):
        assert hole.number in client.get(f"/en/map/?{wrong}").text


def test_the_feed_can_be_read_whatever_was_typed(client: Client, hole: Case) -> None:
    """A control character has no place in XML (askbot#936, comses.net#293)."""
    form = PublicationForm({"words": "หลุม\x1d <b>&\x0b ลึก"}, photos=[])
    assert form.is_valid()
    Case.objects.filter(pk=hole.pk).update(public_words=form.cleaned_data["words"])
    entry = ElementTree.fromstring(client.get("/en/map/feed/").content)  # noqa: S314 - our own feed
    assert "<b>&" in "".join(entry.itertext())


def test_the_statements_of_the_map_do_not_grow(
    client: Client, hole: Case, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        CaseFactory(request_type=hole.request_type, **PLACE)
    client.get("/en/map/")
    with django_assert_max_num_queries(3):
        client.get("/en/map/")
    client.get("/en/map/points/", VIEW)
    with django_assert_max_num_queries(2):
        client.get("/en/map/points/", VIEW)
