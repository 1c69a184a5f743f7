"""Places: what people type is read, and one outside gets a warning that names it."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.translation import override

from cases.intake.geo import Point, is_inside, km_outside, parse, spread, warning
from cases.models import Municipality

UDON = Point(Decimal("17.415000"), Decimal("102.786700"))
CITY = Municipality(name_th="เทศบาลนคร", name_en="City", south=17.34, west=102.72, north=17.48, east=102.87)


@pytest.mark.parametrize(
    "text",
    [
        "17.4150,102.7867",
        " 17.415, 102.7867 ",
        "(17.415 102.7867)",
        "17.415; 102.7867",
        "๑๗.๔๑๕, ๑๐๒.๗๘๖๗",
        "17.415°N 102.7867°E",
        "N17.415, E102.7867",
        "102.7867, 17.415",
        "102.7867E 17.415N",
        "17°24'54\"N 102°47'12.12\"E",
        "17° 24′ 54″ N, 102° 47′ 12.12″ E",
        "17°24.9'N 102°47.202'E",
        "https://maps.example/@17.4150,102.7867,15z",
        "https://maps.example/?q=17.4150,102.7867&hl=th",
        "https://maps.example/?q=17.4150%2C102.7867",
        "geo:17.415000,102.786700",
        "17.415\u200b, 102.7867",
        "17.415，102.7867",
    ],
)
def test_a_place_is_read_however_it_is_written(text: str) -> None:
    assert parse(text) == UDON


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [("-33.5, 151.25", "-33.5", "151.25"), ("33.5S 70.6W", "-33.5", "-70.6"), ("−1.5, 36.8", "-1.5", "36.8")],
)
def test_south_and_west_are_negative(text: str, latitude: str, longitude: str) -> None:
    assert parse(text) == (Decimal(latitude), Decimal(longitude))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17.415",
        "หน้าวัดโพธิ์",
        "181, 190",
        "91, 95",
        "17.4N 18.4N",
        "17.4, 102.7, 5",
        "nan, inf",
        "1e5, 3",
        "17.4 102.7 somewhere",
        "https://maps.example/place",
        "9" * 5000,
    ],
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("field", ["latitude", "longitude"])
def test_a_pair_pasted_into_one_field_goes_into_both(field: str) -> None:
    data = spread(QueryDict(f"{field}=17.415, 102.7867&details=x"))
    assert (data["latitude"], data["longitude"], data["details"]) == ("17.415000", "102.786700", "x")


@pytest.mark.parametrize(
    "typed", ["latitude=17.4&longitude=102.7", "latitude=17.4", "latitude=&longitude=", ""]
)
def test_other_data_stays_as_it_is(typed: str) -> None:
    assert spread(QueryDict(typed)) == QueryDict(typed)


def test_a_place_inside_needs_no_warning() -> None:
    assert is_inside(UDON, CITY)
    assert warning(UDON, CITY) == ""


def test_the_edge_is_inside() -> None:
    assert is_inside(Point(Decimal("17.34"), Decimal("102.72")), CITY)


def test_a_place_outside_is_named_with_its_distance() -> None:
    away = Point(Decimal("17.60"), Decimal("102.80"))
    assert 13 < km_outside(away, CITY) < 14
    with override("en"):
        text = warning(away, CITY)
    assert "17.60000, 102.80000" in text
    assert "14 km" in text


def test_a_municipality_without_a_box_warns_of_nothing() -> None:
    assert warning(Point(Decimal(0), Decimal(0)), Municipality()) == ""
