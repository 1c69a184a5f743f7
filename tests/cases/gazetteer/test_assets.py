"""Things with numbers: asked for where the kind is about one, and then the place is theirs."""

from typing import Any

import pytest
from django.test import Client

from cases.gazetteer import assets
from cases.lib.geography import Point
from cases.models import Asset, Case, RequestType
from tests.cases.views.pages import WHERE, at, errors_of, send, write
from tests.factories import AreaFactory, AssetFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
METRE = 0.000009


@pytest.fixture
def post(db: None) -> Asset:
    return AssetFactory(number="4-127")


@pytest.fixture
def lamp(db: None) -> RequestType:
    return RequestTypeFactory(code="street_light", needs_map=True, asset_sort="lamp")


def test_a_number_is_known_however_it_is_spelt(post: Asset) -> None:
    AssetFactory(number="4-127", sort="bin")
    AssetFactory(number="5-1", active=False)
    assert assets.numbered("lamp", "๔-๑๒๗") == assets.numbered("lamp", " 4 - 127") == post
    assert assets.numbered("lamp", "5-1") is assets.numbered("tree", "4-127") is None


def test_what_stands_within_thirty_metres_is_offered_the_nearest_first(post: Asset) -> None:
    near = AssetFactory(latitude=17.414 + 20 * METRE)
    AssetFactory(latitude=17.414 + 40 * METRE)
    AssetFactory(sort="tree")
    assert [one for _away, one in assets.near("lamp", Point(17.414, 102.786))] == [post, near]


def test_the_map_asks_what_stands_there(client: Client, post: Asset) -> None:
    query = {"sort": "lamp", "latitude": "17.414000", "longitude": "102.786000"}
    ((number, _latitude, _longitude, words),) = client.get("/en/things/", query).json()["assets"]
    assert (number, words) == ("4-127", "Lamp post 4-127, 0 m away")
    for other in ({"sort": "x"}, {"latitude": "nan"}, {"latitude": "9" * 999}, {"longitude": ""}):
        assert client.get("/en/things/", {**query, **other}).json() == {"assets": []}


@pytest.mark.parametrize("typed", [{}, {"latitude": "17.5", "longitude": "102.9"}])
def test_the_number_decides_about_the_place(
    client: Client, lamp: RequestType, post: Asset, typed: dict[str, Any]
) -> None:
    area = AreaFactory()
    write(client, lamp, asset="๔-๑๒๗", place="", **typed)
    assert ">4-127</dd>" in client.get(f"/en/requests/{lamp.code}/check/").text
    send(client, lamp, asset="๔-๑๒๗", place="", **typed)
    case = Case.objects.get()
    assert (case.asset, float(case.latitude or 0), case.area) == (post, 17.414, area)


def test_a_number_that_nobody_knows_is_refused_and_kept(
    client: Client, lamp: RequestType, post: Asset
) -> None:
    answer = write(client, lamp, asset="9-999")
    assert "This number is not known here" in errors_of(answer)["asset"]
    assert 'value="9-999"' in answer.text
    assert "asset" in errors_of(write(client, lamp, asset="x" * 41))


def test_a_second_report_about_the_same_thing_is_shown_the_first(
    client: Client, lamp: RequestType, post: Asset
) -> None:
    send(client, lamp, asset="4-127", place="")
    first = Case.objects.get()
    write(client, lamp, asset="4-127", place="", email="other@citizen.example")
    page = client.get(f"/en/requests/{lamp.code}/similar/").text
    assert (first.number in page, "At the same place" in page) == (True, True)


def test_only_a_kind_that_is_about_a_known_sort_asks(client: Client, lamp: RequestType) -> None:
    assert "asset" not in at(client, lamp, WHERE).context["form"].fields
    AssetFactory(sort="tree")
    assert "asset" not in at(client, lamp, WHERE).context["form"].fields
    AssetFactory()
    page = at(client, lamp, WHERE)
    assert page.context["form"].fields["asset"].label == "Number on the lamp post"
    assert "gazetteer.js" in page.text
    assert "asset" not in at(client, RequestTypeFactory(code="hole"), WHERE).context["form"].fields
