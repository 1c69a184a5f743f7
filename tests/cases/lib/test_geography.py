"""Places on the globe: what people type is read; distances, directions and boxes."""

import math
from decimal import Decimal

import pytest

from cases.lib.geography import Box, Point, km_between, metres_between, octant, parse, point_of
from cases.models import Municipality

UDON = Point(Decimal("17.415000"), Decimal("102.786700"))
BANGKOK = Point(13.7563, 100.5018)


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


def test_a_distance_is_that_of_the_great_circle() -> None:
    assert km_between(BANGKOK, UDON) == pytest.approx(474, abs=1)
    assert metres_between(UDON, UDON) == 0


def test_a_quarter_of_the_equator() -> None:
    assert km_between(Point(0, 0), Point(0, 90)) == pytest.approx(math.pi / 2 * 6371)


@pytest.mark.parametrize(
    ("north", "east", "said"), [(1, 0, 0), (1, 1, 1), (0, 1, 2), (-1, 0, 4), (0, -1, 6), (0, 0, None)]
)
def test_a_direction_is_one_of_eight(north: int, east: int, said: int | None) -> None:
    assert octant(Point(0, 0), Point(north / 1000, east / 1000)) == said


@pytest.mark.parametrize("latitude", [0, 17.4, -60])
def test_the_box_around_a_place_holds_the_circle(latitude: float) -> None:
    here = Point(latitude, 102.8)
    box = Box.around(here, 50)
    for edge in (Point(box.north, 102.8), Point(box.south, 102.8), Point(latitude, box.east)):
        assert 50 <= metres_between(here, edge) <= 51
        assert box.holds(edge)


def test_the_nearest_place_in_a_box_is_the_place_itself_or_on_its_edge() -> None:
    box = Box(17.0, 102.0, 18.0, 103.0)
    assert box.nearest(Point(17.5, 102.5)) == (17.5, 102.5)
    assert box.nearest(Point(19, 101)) == (18.0, 102.0)


def test_what_is_not_known_is_no_place_and_no_box() -> None:
    assert point_of(None, 102.8) is None
    assert point_of(0, 0) == (0, 0)
    assert Point.of(Municipality()) is None
    assert Box.of(Municipality(south=1.0, west=1.0, north=2.0)) is None
