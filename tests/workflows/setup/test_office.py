"""The page of the municipality, and what the pages show of it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.files.inspection.limits import BANNER_BYTES
from cases.models import Municipality, SetupChange, User
from cases.setup import branding
from tests.pictures import picture
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
TYPED = {"name_th": "เทศบาล", "name_en": "City", "opens": "08:30", "closes": "16.30", "colour": "#0b5d57"}


@pytest.fixture(autouse=True)
def city(settings: Any, tmp_path: Any) -> Municipality:
    settings.MEDIA_ROOT = tmp_path
    return Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City")


def save(desk: Seat, user: User, **typed: Any) -> Any:
    return desk(user).post(address("setup_office"), TYPED | typed, follow=True)


def test_every_page_shows_what_was_typed(desk: Seat, administrator: User, client: Any) -> None:
    save(
        desk,
        administrator,
        name_en="Nong Bua",
        phone="042-325176",
        emergency_phone="1132",
        email="x@nb.example",
    )
    page = text(client.get("/en/"))
    assert [word in page for word in ("Nong Bua", "tel:042-325176", "tel:1132", "x@nb.example")] == [True] * 4
    assert SetupChange.objects.get().fields["name_en"] == ["City", "Nong Bua"]


def test_the_products_own_colour_needs_no_sheet(desk: Seat, administrator: User, client: Any) -> None:
    save(desk, administrator)
    assert Municipality.objects.get().colour == ""
    assert "/appearance/" not in text(client.get("/en/"))


def test_another_colour_has_a_sheet_that_browsers_keep(desk: Seat, administrator: User, client: Any) -> None:
    save(desk, administrator, colour="#7A1F5C")
    [link] = re.findall(r'rel="stylesheet" href="([^"]+)"', text(client.get("/en/")))
    sheet = client.get(link)
    assert "--brand:#7a1f5c" in text(sheet)
    assert ".site-header" in text(sheet)
    # Its files are named from the root: it does not lie beside them.
    fonts = set(re.findall(r'url\("([^"]+)"\)', text(sheet)))
    assert fonts
    assert all(font.startswith("/static/fonts/") for font in fonts)
    assert "immutable" in sheet["Cache-Control"]


@pytest.mark.parametrize("colour", ["#ffcc00", "#999999", "red", "#12345", "#0b5d57}body{"])
def test_a_colour_on_which_white_cannot_be_read_is_refused(
    desk: Seat, administrator: User, colour: str
) -> None:
    save(desk, administrator, colour=colour)
    assert Municipality.objects.get().colour == ""


@pytest.mark.parametrize(("colour", "contrast"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54)])
def test_the_contrast_is_that_of_the_standard(colour: str, contrast: float) -> None:
    assert branding.contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


def test_a_logo_is_made_anew_and_served(desk: Seat, administrator: User, client: Any) -> None:
    save(desk, administrator, picture=picture(1000, 500, format="PNG", name="../../evil.php"))
    office = Municipality.objects.get()
    with Image.open(office.logo.path) as stored:
        assert (stored.size, stored.format) == ((320, 160), "PNG")
    assert "evil" not in str(office.logo.name)
    served = client.get(f"/en/appearance/{office.branding_version}.png")
    assert b"".join(served.streaming_content).startswith(b"\x89PNG")
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert f"/appearance/{office.branding_version}.png" in text(client.get("/en/"))


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"x", b"GIF89a"]
)
def test_what_is_no_raster_picture_is_refused(desk: Seat, administrator: User, content: bytes) -> None:
    page = save(desk, administrator, picture=SimpleUploadedFile("logo.png", content), name_en="Kept")
    assert ("SVG is not taken" in text(page), 'value="Kept"' in text(page)) == (True, True)
    assert not Municipality.objects.get().logo


def test_a_logo_is_removed(desk: Seat, administrator: User, client: Any) -> None:
    save(desk, administrator, picture=picture(64, 64))
    save(desk, administrator, no_logo="on")
    assert not Municipality.objects.get().logo
    assert client.get("/en/appearance/x.png").status_code == 404


def test_a_banner_is_cut_to_a_light_strip_served_and_removed(
    desk: Seat, administrator: User, client: Any
) -> None:
    assert "spirals" in text(client.get("/en/"))
    save(desk, administrator, new_banner=picture(2000, 1500), banner_alt_en="The lake")
    office = Municipality.objects.get()
    with Image.open(office.banner.path) as stored:
        assert (stored.size, stored.format, office.banner.size <= BANNER_BYTES) == ((1280, 160), "WEBP", True)
    served = client.get(f"/en/appearance/{office.branding_version}.webp")
    assert b"".join(served.streaming_content)[8:12] == b"WEBP"
    assert served["Content-Type"] == "image/webp"
    page = text(client.get("/en/"))
    assert (f"/appearance/{office.branding_version}.webp" in page, 'alt="The lake"' in page) == (True, True)
    save(desk, administrator, no_banner="on")
    assert not Municipality.objects.get().banner
    assert client.get("/en/appearance/x.webp").status_code == 404


def test_the_short_name_stands_where_there_is_little_room(
    desk: Seat, administrator: User, client: Any
) -> None:
    save(desk, administrator, name_en="Nong Bua City Municipality", short_en="Nong Bua")
    page = text(client.get("/en/"))
    assert '<strong class="short">Nong Bua</strong>' in page
    assert '<strong class="long">Nong Bua City Municipality</strong>' in page


def test_it_opens_before_it_closes(desk: Seat, administrator: User) -> None:
    assert "The office closes after it opens." in text(save(desk, administrator, opens="17:00"))


def test_the_page_makes_the_first_municipality(desk: Seat, administrator: User) -> None:
    Municipality.objects.all().delete()
    save(desk, administrator, name_en="First")
    assert Municipality.objects.get().name_en == "First"
