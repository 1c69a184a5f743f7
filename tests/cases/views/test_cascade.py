"""Province, district, subdistrict, postal code: with a button and with JSON."""

from typing import Any

import pytest
from django.test import Client

from cases.models import RequestType
from tests.cases.views.pages import YOU, address, at, go_on, part, typed
from tests.factories import DistrictFactory, ProvinceFactory, SubdistrictFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def khon_kaen(db: None) -> None:
    province = ProvinceFactory(code="40", name_th="ขอนแก่น", name_en="Khon Kaen")
    district = DistrictFactory(code="4001", name_th="เมืองขอนแก่น", name_en="Mueang", province=province)
    codes = ["40000", "40260"]
    SubdistrictFactory(
        code="400101", name_th="ในเมือง", name_en="Nai Mueang", district=district, postal_codes=codes
    )


def pressed(client: Client, request_type: RequestType, **changes: str) -> Any:
    """Fill in the page of the address, and press one of its buttons."""
    at(client, request_type, YOU)
    return go_on(client, request_type, YOU, part(typed(**changes), YOU))


def options(page: object, name: str) -> list[str]:
    return [str(value) for value, _ in page.context["form"].fields[name].widget.choices]  # type: ignore[attr-defined]


def test_the_button_shows_the_districts_of_the_chosen_province(
    client: Client, request_type: RequestType
) -> None:
    page = pressed(client, request_type, province="40", update="district")
    assert options(page, "district") == ["", "4001"]
    assert options(page, "subdistrict") == [""]


def test_the_button_shows_the_subdistricts_and_their_postal_codes(
    client: Client, request_type: RequestType
) -> None:
    page = pressed(client, request_type, province="40", district="4001", update="subdistrict")
    assert options(page, "subdistrict") == ["", "400101"]
    assert options(page, "postal_code") == ["", "40000", "40260"]


def test_the_button_keeps_what_was_typed_and_finds_no_fault_yet(
    client: Client, request_type: RequestType
) -> None:
    page = pressed(client, request_type, phone="", soi="ซอย 3", update="district")
    assert 'value="ซอย 3"' in page.text
    assert not page.context["form"].errors


def test_the_municipalitys_district_is_chosen_first(client: Client, request_type: RequestType) -> None:
    from_municipality = DistrictFactory()
    from_municipality.municipality_set.create(code="city", name_th="เทศบาล", name_en="City")
    assert '<option value="4101" selected>' in at(client, request_type, YOU).text


def test_json_gives_the_districts_of_a_province(client: Client) -> None:
    answer = client.get("/en/addresses/", {"province": "40"})
    assert answer.json() == {"areas": [["4001", "Mueang"]]}
    assert "public" in answer.headers["Cache-Control"]


def test_json_gives_the_subdistricts_with_their_postal_codes_in_the_readers_language(client: Client) -> None:
    answer = client.get("/addresses/", {"district": "4001"})
    assert answer.json() == {"areas": [["400101", "ในเมือง", ["40000", "40260"]]]}


def test_the_chosen_province_is_still_there_when_the_page_is_opened_again(
    client: Client, request_type: RequestType
) -> None:
    pressed(client, request_type, province="40", update="district")
    assert '<option value="40" selected>' in client.get(address(request_type, YOU)).text


@pytest.mark.parametrize("query", [{}, {"province": "\x00"}, {"district": "999999999"}, {"district": "'"}])
def test_json_of_nowhere_is_empty(client: Client, query: dict[str, str]) -> None:
    assert client.get("/addresses/", query).json() == {"areas": []}
