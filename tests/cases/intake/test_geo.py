"""A request's place: a pair that was pasted goes into both fields, and one outside gets a warning."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.translation import override

from cases.intake.geo import km_outside, spread, warning
from cases.lib.geography import Point
from cases.models import Municipality

UDON = Point(Decimal("17.415000"), Decimal("102.786700"))
CITY = Municipality(name_th="เทศบาลนคร", name_en="City", south=17.34, west=102.72, north=17.48, east=102.87)


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
    assert km_outside(UDON, CITY) == 0
    assert warning(UDON, CITY) == ""


def test_the_edge_is_inside() -> None:
    assert km_outside(Point(Decimal("17.34"), Decimal("102.72")), CITY) == 0


def test_a_place_outside_is_named_with_its_distance() -> None:
    away = Point(Decimal("17.60"), Decimal("102.80"))
    assert 13 < km_outside(away, CITY) < 14
    with override("en"):
        text = warning(away, CITY)
    assert "17.60000, 102.80000" in text
    assert "14 km" in text


def test_a_municipality_without_a_box_warns_of_nothing() -> None:
    assert warning(Point(Decimal(0), Decimal(0)), Municipality()) == ""
