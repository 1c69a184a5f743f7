"""Landmarks: found by what is typed, and their place taken where no other is given."""

import json
from typing import Any

import pytest
from django.test import Client

from cases.gazetteer import landmarks
from cases.models import Case, Landmark, RequestType
from tests.cases.views.pages import WHERE, address, at, errors_of, send, write
from tests.factories import AreaFactory, LandmarkFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def temple(db: None) -> Landmark:
    return LandmarkFactory()


@pytest.fixture
def hole(db: None) -> RequestType:
    return RequestTypeFactory(code="road_damage", needs_map=True)


@pytest.fixture
def school(db: None) -> Landmark:
    return LandmarkFactory(name_th="โรงเรียนวัดโพธิ์", name_en="Wat Pho School", sort="school", latitude=17.42)


def test_landmarks_are_found_by_parts_of_their_names_however_spelt(
    temple: Landmark, school: Landmark
) -> None:
    assert landmarks.found("วัด โพธิ์") == [temple, school]
    assert landmarks.found("WAT pho") == [temple, school]
    assert landmarks.found("school") == [school]
    assert landmarks.found("ว") == landmarks.found("") == landmarks.found("ไม่มี") == []
    assert (landmarks.named("wat pho"), landmarks.named("wat"), landmarks.named("")) == (temple, None, None)


def test_suggestions_come_in_the_language_of_the_page(client: Client, temple: Landmark) -> None:
    answer = client.get("/en/landmarks/", {"q": "วัดโพ\0"})
    assert json.loads(answer.content) == {"landmarks": [["Wat Pho", "17.412300", "102.785600"]]}
    assert client.get("/landmarks/", {"q": "wat"}).json()["landmarks"][0][0] == "วัดโพธิ์"
    assert client.get("/landmarks/", {"q": "x" * 100_000}).json() == {"landmarks": []}
    assert client.post("/landmarks/").status_code == 405


def test_nobody_is_asked_where_the_town_has_no_landmarks(client: Client, hole: RequestType) -> None:
    page = at(client, hole, WHERE)
    assert "near" not in page.context["form"].fields
    assert "gazetteer.js" not in page.text


@pytest.mark.parametrize(
    ("typed", "place", "latitude"),
    [
        ({"near": "wat pho", "place": ""}, "Near Wat Pho", 17.4123),
        ({"near": "วัดโพธิ์", "place": "the blue shop"}, "the blue shop (Near Wat Pho)", 17.4123),
        ({"near": "wat", "place": ""}, "Near wat", None),
        ({"near": "wat pho", "place": "", "latitude": "17.5", "longitude": "102.9"}, "Near Wat Pho", 17.5),
        ({"near": "wat pho", "place": "x" * 295}, "x" * 295, 17.4123),
    ],
)
def test_a_name_that_is_known_becomes_a_point_and_words(
    client: Client,
    hole: RequestType,
    temple: Landmark,
    typed: dict[str, Any],
    place: str,
    latitude: float | None,
) -> None:
    send(client, hole, **typed)
    case = Case.objects.get()
    assert (case.place, case.latitude and float(case.latitude)) == (place, latitude)


def test_without_scripts_a_button_offers_the_names_to_choose_from(
    client: Client, hole: RequestType, temple: Landmark, school: Landmark
) -> None:
    at(client, hole, WHERE)
    page = client.post(address(hole, WHERE), {"near": "wat", "update": "near"}, follow=True)
    assert "Wat Pho School (School, university)" in page.text
    assert 'value="wat"' in page.text
    send(client, hole, near="wat", landmark=school.pk, place="")
    case = Case.objects.get()
    assert (case.place, float(case.latitude or 0)) == ("Near Wat Pho School", 17.42)


def test_a_choice_that_the_words_no_longer_offer_is_left_out(
    client: Client, hole: RequestType, temple: Landmark, school: Landmark
) -> None:
    send(client, hole, near="wat pho", landmark=school.pk + 999, place="")
    assert Case.objects.get().place == "Near Wat Pho"
    assert "near" in errors_of(write(client, hole, near="x" * 201))


def test_the_area_follows_from_the_landmark(client: Client, hole: RequestType, temple: Landmark) -> None:
    area = AreaFactory()
    send(client, hole, near="wat pho")
    assert Case.objects.get().area == area
