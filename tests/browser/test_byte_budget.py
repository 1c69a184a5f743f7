"""What a page costs on a slow line: bytes and requests as Chromium receives them from the site that a city
runs, with its own gzip and its packed files, and nothing in the cache."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from cases import actions
from cases.models import Municipality, RequestType
from cases.setup import branding, town_map
from cases.views.public.home import drawn_once
from tests import maps
from tests.browser.filling import open_page
from tests.browser.test_citizen_pages import log_in
from tests.cases.questions import ask, question
from tests.factories import AreaFactory, AssetFactory, FiledFactory, LandmarkFactory
from tests.people import Citizen
from tests.pictures import photo, picture

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/requests/road_damage/"
MOST_BYTES, MOST_REQUESTS = 30 * 1024, 6
# The web font is counted apart: its two files are fetched once for all pages, and only where the line is
# quick enough to have them at once (font-display: optional).
FONT_BYTES = 25 * 1024
# Scripts and style sheets of the map, as transferred.
MOST_OF_MAP = 120 * 1024


@dataclass
class Scales:
    """Weighs what a page transfers; photos apart."""

    page: Page
    urls: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._received)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def weigh(self, address: str) -> dict[str, int]:
        """Address to bytes of all that came with this page."""
        self.urls.clear()
        self.sizes.clear()
        self.page.goto(address, wait_until="networkidle")
        return {url: self.sizes.get(key, 0) for key, url in self.urls.items() if not url.startswith("data:")}

    def _asked(self, event: Any) -> None:
        self.urls[event["requestId"]] = event["request"]["url"]

    def _received(self, event: Any) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]


def served_by_whitenoise(site: Any) -> Any:
    """Nothing stands between the site and its files."""
    return site


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed files, made once."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=_with_packed_files(django_settings.STORAGES)):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def _with_packed_files(storages: dict[str, Any]) -> dict[str, Any]:
    return {**storages, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}


@pytest.fixture
def city(live_site: str, settings: Settings, packed: Path) -> Iterator[str]:
    """The site with its packed files and all of its middleware, as behind a city's own server. The plain one
    stands before it and ends after it, when no line to this one is open any more."""
    settings.STATIC_ROOT = packed
    settings.STORAGES = _with_packed_files(settings.STORAGES)
    # What was drawn names the files as they were called before.
    drawn_once.cache_clear()
    server = LiveServerThread("127.0.0.1", static_handler=served_by_whitenoise)  # type: ignore[arg-type]
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    drawn_once.cache_clear()


@pytest.fixture
def scales(browser: Browser, city: str) -> Iterator[Scales]:
    """The scales, and a telephone's page on them."""
    visitor = browser.new_context(base_url=city, viewport={"width": 360, "height": 740})
    yield Scales(visitor.new_page())
    visitor.close()


def costs(found: dict[str, int], city: str) -> tuple[int, int]:
    """Bytes and requests but for the web font, which has a budget of its own; all were received, and none of
    them from elsewhere."""
    assert [url for url in found if not url.startswith(city)] == []
    assert all(found.values()), found
    fonts = [url for url in found if url.endswith(".woff2")]
    assert (len(fonts), sum(found[url] for url in fonts) <= FONT_BYTES) == (2, True), found
    return sum(size for url, size in found.items() if url not in fonts), len(found) - len(fonts)


@pytest.mark.parametrize("name", ["what", "where", "you", "check"])
def test_a_page_of_the_form_is_light(scales: Scales, city: str, request_type: RequestType, name: str) -> None:
    ask(request_type, question("since", "date"), question("paper", "file"))
    open_page(scales.page, FORM, name)
    size, requests = costs(scales.weigh(f"{FORM}{name}/"), city)
    assert (size <= MOST_BYTES, requests <= MOST_REQUESTS) == (True, True), (size, requests)


def test_the_page_of_the_place_is_light_with_all_that_a_town_knows(
    scales: Scales, city: str, request_type: RequestType
) -> None:
    RequestType.objects.update(needs_map=True, asset_sort="lamp")
    for number in range(200):
        AreaFactory(name_th=f"ชุมชนหนองน้ำใสพัฒนา {number}", column=number)
    LandmarkFactory()
    AssetFactory()
    open_page(scales.page, FORM, "where")
    size, requests = costs(scales.weigh(f"{FORM}where/"), city)
    assert (size <= MOST_BYTES, requests <= MOST_REQUESTS) == (True, True), (size, requests)


def test_a_colour_a_logo_and_a_banner_of_its_own_stay_within_the_budget(
    scales: Scales, city: str, request_type: RequestType, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    office = Municipality.objects.get()
    office.colour = "#7a1f5c"
    made = branding.logo(picture(320, 320, format="PNG").read())
    office.logo.save(str(made.name), made)
    strip = branding.banner(picture(1600, 900, format="JPEG").read())
    office.banner.save(str(strip.name), strip)
    for address in ("/", f"{FORM}what/"):
        found = scales.weigh(address)
        assert sum(".css" in url and "/appearance/" in url for url in found) == 1
        size, requests = costs(found, city)
        assert (size <= MOST_BYTES, requests <= MOST_REQUESTS) == (True, True), (address, found)


def test_a_street_map_costs_the_page_nothing_before_it_is_opened_and_little_then(
    scales: Scales, city: str, request_type: RequestType, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    Municipality.objects.update(**maps.BOX, **maps.MIDDLE)
    with maps.FILE.open("rb") as file:
        town_map.bring_in(file, maps.FILE.stat().st_size, attribution="", by=None)
    open_page(scales.page, FORM, "where")
    size, requests = costs(scales.weigh(f"{FORM}where/"), city)
    assert (size <= MOST_BYTES, requests <= MOST_REQUESTS) == (True, True), (size, requests)
    before = set(scales.urls)
    scales.page.click("[data-open-map]")
    scales.page.wait_for_selector("canvas.leaflet-tile-loaded")
    opened = {url: scales.sizes.get(key, 0) for key, url in scales.urls.items() if key not in before}
    code = {url: size for url, size in opened.items() if url.endswith((".js", ".css"))}
    assert len(code) == 5, code
    assert sum(code.values()) <= MOST_OF_MAP, code


def test_the_tracking_page_is_light_but_for_its_photos(
    scales: Scales, city: str, request_type: RequestType
) -> None:
    citizen = Citizen(*FiledFactory(request_type=request_type, resolved=True))
    actions.reopen(citizen.case, reason="ยังไม่เรียบร้อย", photos=[photo() for _ in range(5)])
    log_in(scales.page, citizen)
    found = scales.weigh(f"/track/cases/{citizen.case.number}/")
    assert sum("/thumbnail/" in url for url in found) == 5
    size, _ = costs({url: size for url, size in found.items() if "/thumbnail/" not in url}, city)
    assert size <= MOST_BYTES, size


def test_the_first_page_and_the_manual_are_light(
    scales: Scales, city: str, request_type: RequestType
) -> None:
    for address in ("/", "/help/"):
        # The pictures of the manual are fetched as they come into sight.
        found = {url: size for url, size in scales.weigh(address).items() if not url.endswith(".webp")}
        size, requests = costs(found, city)
        assert (size <= MOST_BYTES, requests <= MOST_REQUESTS) == (True, True), (address, found)
