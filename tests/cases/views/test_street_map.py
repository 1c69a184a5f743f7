"""The street map's file over HTTP, in parts and whole, and what every map draws besides the streets."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from cases.lib.admission import admitted
from cases.models import Asset, Landmark, Municipality, TownMap
from cases.setup import town_map
from cases.views.public import town_map as views
from config.s3 import PrivateStorage
from tests import maps
from tests.scaling.bucket import KEY, NAME, SECRET, Bucket

pytestmark = pytest.mark.django_db
CONTENT = maps.FILE.read_bytes()
SIZE = len(CONTENT)


@pytest.fixture
def stored(settings: Settings, tmp_path: Path) -> TownMap:
    """The invented town's street map."""
    settings.MEDIA_ROOT = tmp_path / "media"
    Municipality.objects.create(code="city", name_th="สมมติ", name_en="Invented", **maps.BOX, **maps.MIDDLE)
    with maps.FILE.open("rb") as file:
        return town_map.bring_in(file, SIZE, attribution="", by=None)


@pytest.fixture
def address(stored: TownMap) -> str:
    return reverse("town_map", args=[stored.version])


def test_a_part_is_exactly_those_bytes_and_asks_no_database(
    client: Client, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # A browser that would take it packed gets the bytes themselves all the same.
    with django_assert_num_queries(0):
        answer = client.get(address, headers={"Range": "bytes=100-1099", "Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.content) == (206, CONTENT[100:1100])
    assert answer["Content-Range"] == f"bytes 100-1099/{SIZE}"
    assert (answer["Content-Length"], answer["Accept-Ranges"]) == ("1000", "bytes")
    assert "Content-Encoding" not in answer
    assert "immutable" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    etag = {"If-Range": answer["ETag"]}
    assert client.get(address, headers={"Range": "bytes=-5", **etag}).content == CONTENT[-5:]
    assert client.get(address, headers={"Range": "bytes=0-", "If-Range": '"x"'}).status_code == 200


def test_a_part_has_a_most(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_PART", 50)
    answer = client.get(address, headers={"Range": "bytes=10-"})
    assert (answer.content, answer["Content-Range"]) == (CONTENT[10:60], f"bytes 10-59/{SIZE}")


def test_bytes_behind_the_end_are_416(client: Client, address: str) -> None:
    answer = client.get(address, headers={"Range": f"bytes={SIZE}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{SIZE}")


def test_without_a_range_all_of_it_is_streamed_and_head_says_how_much(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "CHUNK", 1000)
    answer: Any = client.get(address)
    parts = list(answer.streaming_content)
    assert (b"".join(parts), max(map(len, parts))) == (CONTENT, 1000)
    head = client.head(address, headers={"Range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(SIZE), b"")
    same = client.get(address, headers={"If-None-Match": head["ETag"]})
    assert (same.status_code, same["ETag"], same.content) == (304, head["ETag"], b"")
    assert client.post(address).status_code == 405


def test_where_many_take_all_of_it_the_next_one_is_told_to_wait(client: Client, address: str) -> None:
    with admitted(lambda: False):
        answer = client.get(address)
        assert (answer.status_code, int(answer["Retry-After"]) > 0) == (503, True)
        assert client.get(address, headers={"Range": "bytes=0-9"}).status_code == 206


def test_a_version_that_is_not_kept_is_404(client: Client, stored: TownMap) -> None:
    assert client.get("/map/0123.pmtiles").status_code == 404
    default_storage.delete(stored.file_name)
    answer = client.get(reverse("town_map", args=[stored.version]), headers={"Range": "bytes=0-9"})
    assert answer.status_code == 404


@pytest.mark.scaling
def test_a_storage_of_several_machines_gives_parts_too(
    client: Client, address: str, stored: TownMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Bucket() as bucket:
        access = {"access_key": KEY, "secret_key": SECRET, "region_name": "us-east-1"}
        shared = PrivateStorage(bucket_name=NAME, endpoint_url=bucket.url, **access)
        with maps.FILE.open("rb") as file:
            shared.save(stored.file_name, file)
        monkeypatch.setattr(views, "default_storage", shared)
        answer = client.get(address, headers={"Range": "bytes=100-1099"})
        assert (answer.status_code, answer.content) == (206, CONTENT[100:1100])
        whole: Any = client.get(address)
        assert b"".join(whole.streaming_content) == CONTENT
        assert client.get("/map/0123.pmtiles").status_code == 404
    assert client.get(address, headers={"Range": "bytes=0-9"}).status_code == 503


def test_what_is_in_view_is_drawn_from_nearby_with_names(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    near, street = ({"latitude": f"17.41{one}", "longitude": "102.787"} for one in (1, 2))
    Landmark.objects.create(name_th="ถนนยาว", name_en="A long street", sort="street", **street)
    Landmark.objects.create(name_th="วัดโพธิ์", name_en="Wat Pho", sort="temple", **near)
    Landmark.objects.create(name_th="ไกล", name_en="Far away", latitude="17.5", longitude="102.787")
    Asset.objects.create(sort="lamp", number="A-7", key=Asset.key_of("A-7"), **near)
    Asset.objects.create(sort="lamp", number="B-1", key=Asset.key_of("B-1"), active=False, **near)
    view = {"south": "17.40", "north": "17.42", "west": "102.78", "east": "102.79"}

    def drawn(zoom: int) -> list[str]:
        found = client.get("/en/map/drawing.json", {**view, "zoom": str(zoom)}).json()["features"]
        return [one["properties"]["name"] for one in found]

    assert (drawn(12), drawn(15)) == ([], ["Wat Pho", "A long street"])
    with django_assert_max_num_queries(3):
        assert drawn(18) == ["Wat Pho", "A long street", "A-7"]
    for wrong in ({"zoom": "15"}, {**view, "zoom": "x"}, {**view, "south": "nan", "zoom": "15"}):
        assert client.get("/en/map/drawing.json", wrong).status_code == 400


def test_what_maps_draw_is_named_in_the_readers_language(client: Client, stored: TownMap) -> None:
    answer = client.get("/en/map/drawing.json")
    assert answer["Content-Type"] == "application/geo+json"
    edges, middle = answer.json()["features"]
    assert edges["properties"] == {"kind": "edges", "name": "Edge of Invented on the map"}
    assert edges["geometry"]["coordinates"][0][0] == [101.01, 9.01]
    assert middle["geometry"] == {"type": "Point", "coordinates": [101.03, 9.03]}
    assert client.get("/map/drawing.json").json()["features"][1]["properties"]["name"] == "สมมติ"
    Municipality.objects.update(south=None, west=None, north=None, east=None, latitude=None, longitude=None)
    assert client.get("/map/drawing.json").json()["features"] == []
