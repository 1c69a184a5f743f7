"""What is taken as the town's street map, and what is said of everything else."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override
from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_header,
    serialize_directory,
    serialize_header,
    zxy_to_tileid,
)
from pytest_django import Settings

from cases.files import orphaned_files
from cases.lib.geography import Point
from cases.models import Municipality, SetupChange, TownMap
from cases.setup import pmtiles_file, town_map
from cases.setup.pmtiles_file import HEADER, BadMap
from tests import maps
from tests.cases.views.test_stored_files import HOUR

pytestmark = pytest.mark.django_db
GOOD = maps.FILE.read_bytes()


@pytest.fixture(autouse=True)
def town(settings: Settings, tmp_path: Path) -> Municipality:
    """The invented town, and a folder for its files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return Municipality.objects.create(
        code="city", name_th="สมมติ", name_en="Invented", **maps.BOX, **maps.MIDDLE
    )


def bring_in(content: bytes = GOOD, attribution: str = "") -> TownMap:
    return town_map.bring_in(io.BytesIO(content), len(content), attribution=attribution, by=None)


def refusal(content: bytes) -> str:
    """What is said of this file; nothing is stored of it."""
    with override("en"), pytest.raises(BadMap) as refused:
        bring_in(content)
    assert not TownMap.objects.exists()
    assert not default_storage.exists("maps")
    return str(refused.value)


def changed(**header: Any) -> bytes:
    """The good file with other words in its header."""
    whole: Any = {**deserialize_header(GOOD[:HEADER]), **header}
    return serialize_header(whole) + GOOD[HEADER:]


def made(
    *, entries: list[Entry] | None = None, root: bytes = b"", leaves: bytes = b"", layers: Any = None,
    metadata: bytes = b"", tile: bytes = b"\x1a\x00",
) -> bytes:  # fmt: skip
    """A file with directories, description and one tile of our own, all in the header's places."""
    here = zxy_to_tileid(15, *pmtiles_file._tile_of(Point(*maps.MIDDLE.values()), 15))
    packed = gzip.compress(tile)
    root = root or serialize_directory(entries or [Entry(here, 0, len(packed), 1)])
    named = [{"id": "roads"}] if layers is None else layers
    metadata = metadata or gzip.compress(json.dumps({"vector_layers": named}).encode())
    header: Any = dict(deserialize_header(GOOD[:HEADER]))
    at = HEADER
    for name, part in (
        ("root", root),
        ("metadata", metadata),
        ("leaf_directory", leaves),
        ("tile_data", packed),
    ):
        header |= {f"{name}_offset": at, f"{name}_length": len(part)}
        at += len(part)
    return serialize_header(header) + root + metadata + leaves + packed


def test_a_good_file_is_the_map_under_the_sum_of_its_content() -> None:
    stored = bring_in()
    assert TownMap.current() == stored
    assert (stored.min_zoom, stored.max_zoom, stored.size) == (6, 15, len(GOOD))
    assert stored.box.holds(Point(*maps.MIDDLE.values()))
    assert stored.attribution == "© OpenStreetMap contributors"
    with default_storage.open(stored.file_name) as file:
        assert file.read() == GOOD
    assert bring_in(made()).version != stored.version


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a PMTiles file"),
        (b"<!doctype html>", "not a PMTiles file"),
        (b"SQLite format 3\0" + bytes(200), "MBTiles"),
        (b"PM\x02\x00" + bytes(200), "old version"),
        (b"PMTiles\x04" + bytes(200), "version of PMTiles is not known"),
        (b"PMTiles\x03", "broken inside"),
        (b"PMTiles\x03" + b"\xff" * 200, "no PMTiles file says"),
        (changed(tile_type=TileType.PNG), "consists of pictures"),
        (changed(tile_type=TileType.MLT), "not drawn here"),
        (changed(tile_compression=Compression.ZSTD), "packed with gzip"),
        (changed(internal_compression=Compression.BROTLI), "packed with gzip"),
        (changed(min_zoom=15, max_zoom=14), "no PMTiles file says"),
        (changed(max_zoom=12), "ends at zoom level 12"),
        (changed(min_zoom=11), "begins at zoom level 11"),
        (changed(min_lat_e7=91_000_000, max_lat_e7=90_000_000), "no PMTiles file says"),
        (changed(max_lat_e7=90_400_000), "does not cover the town"),
        (GOOD[:-1], "end of this file is missing"),
        (changed(leaf_directory_offset=2**63, leaf_directory_length=2**63), "end of this file is missing"),
        (changed(root_length=10), "broken inside"),
        (made(layers=[{"id": "transportation"}]), "layout of Protomaps"),
        (made(layers="roads"), "layout of Protomaps"),
        (made(metadata=gzip.compress(b"[" * 100_000)), "broken inside"),
        (made(metadata=gzip.compress(bytes(20 * 1024 * 1024))), "broken inside"),
        (made(root=gzip.compress(bytes(20 * 1024 * 1024))), "broken inside"),
        (made(root=gzip.compress(b"\xff" * 1000)), "broken inside"),
        (made(entries=[Entry(1, 0, 10**6, 1)]), "broken inside"),
        (made(entries=[Entry(1, 0, 5, 1)]), "nothing at the middle"),
        (made(tile=b"<html>"), "broken inside"),
        (made(tile=bytes(8 * 1024 * 1024)), "broken inside"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_drawn_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_directory_that_leads_to_itself_ends() -> None:
    itself = serialize_directory([Entry(0, 0, 0, 0)])
    for _ in range(3):
        itself = serialize_directory([Entry(0, 0, len(itself), 0)])
    assert "broken inside" in refusal(made(entries=[Entry(0, 0, len(itself), 0)], leaves=itself))


def test_a_map_of_far_more_than_a_town_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pmtiles_file, "MOST_ENTRIES", 3)
    assert "far more than a town" in refusal(GOOD)


def test_where_no_place_of_the_town_is_known_the_map_is_taken(town: Municipality) -> None:
    Municipality.objects.update(south=None, west=None, north=None, east=None, latitude=None, longitude=None)
    assert bring_in().version


def test_another_map_replaces_it_and_open_pages_keep_the_old_one_for_a_day() -> None:
    first = bring_in()
    second = bring_in(made())
    assert TownMap.current() == second
    now = timezone.now()
    orphaned_files.remove_unnamed(now=now + 23 * HOUR)
    assert default_storage.exists(first.file_name)
    orphaned_files.remove_unnamed(now=now + 25 * HOUR)
    assert [default_storage.exists(one.file_name) for one in (first, second)] == [False, True]
    assert list(TownMap.objects.all()) == [second]
    # The same file once more is one file and one row, also when it had been replaced.
    bring_in()
    bring_in(made())
    assert TownMap.current() == second
    assert len(default_storage.listdir("maps")[1]) == 2
    town_map.take_away()
    assert TownMap.current() is None


def test_the_command_brings_it_in_and_says_what_is_wrong(tmp_path: Path) -> None:
    said = io.StringIO()
    call_command("load_map", str(maps.FILE), "--attribution", "สมมติ", stdout=said)
    assert "zoom 6 to 15" in said.getvalue()
    assert TownMap.objects.get().attribution == "สมมติ"
    assert SetupChange.objects.filter(table="cases.townmap", via="command").exists()
    bad = tmp_path / "bad.pmtiles"
    bad.write_bytes(b"x")
    with override("en"), pytest.raises(CommandError, match="not a PMTiles file"):
        call_command("load_map", str(bad))
    with pytest.raises(CommandError, match="could not be read"):
        call_command("load_map", str(tmp_path / "none"))
