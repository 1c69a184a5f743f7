"""The page of the street map in the set-up."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from cases.models import Municipality, SetupChange, TownMap, User
from cases.setup import town_map
from tests import maps
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(settings: Settings, tmp_path: Path) -> Municipality:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Municipality.objects.create(
        code="city", name_th="สมมติ", name_en="Invented", **maps.BOX, **maps.MIDDLE
    )


def file(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("town.pmtiles", maps.FILE.read_bytes() if content is None else content)


def send(desk: Seat, user: User, **typed: Any) -> Any:
    return desk(user).post(address("setup_map"), typed, follow=True)


def test_a_map_is_brought_in_renamed_and_removed(desk: Seat, administrator: User) -> None:
    assert "No street map." in text(desk(administrator).get(address("setup_map")))
    page = text(send(desk, administrator, file=file(), attribution="© <b>Town</b>"))
    used = TownMap.objects.get()
    assert (used.attribution, used.added_by) == ("© <b>Town</b>", administrator)
    assert all(words in page for words in ("is in use", "6–15", f"/map/{used.version}.pmtiles"))
    assert "<b>Town" not in page
    assert SetupChange.objects.filter(table="cases.townmap", by=administrator).exists()
    send(desk, administrator, attribution="© Town")
    assert TownMap.objects.get().attribution == "© Town"
    send(desk, administrator, attribution="")
    assert TownMap.objects.get().attribution == "© OpenStreetMap contributors"
    assert "not both" in text(send(desk, administrator, file=file(), remove="on"))
    assert "No street map." in text(send(desk, administrator, remove="on"))
    assert TownMap.current() is None


def test_what_is_no_map_is_refused_and_the_typed_words_stay(
    desk: Seat, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = text(send(desk, administrator, file=file(b"x"), attribution="© Kept"))
    assert ("not a PMTiles file" in page, 'value="© Kept"' in page) == (True, True)
    assert "Choose a file." in text(send(desk, administrator, attribution="© Kept"))
    monkeypatch.setattr(town_map, "MOST_BYTES", 10)
    assert "larger than 50 MB" in text(send(desk, administrator, file=file()))
    assert not TownMap.objects.exists()


def test_a_full_disk_leaves_the_map_that_is_there(
    desk: Seat, administrator: User, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert "could not be kept" in text(send(desk, administrator, file=file()))
    assert not TownMap.objects.exists()


def test_without_a_place_of_the_town_the_page_says_what_is_missing(desk: Seat, administrator: User) -> None:
    Municipality.objects.update(south=None, west=None, north=None, east=None, latitude=None, longitude=None)
    assert "no edges and no middle yet" in text(desk(administrator).get(address("setup_map")))


def test_others_of_the_staff_may_not(desk: Seat, head: User) -> None:
    assert send(desk, head, file=file()).status_code == 403
    assert not TownMap.objects.exists()
