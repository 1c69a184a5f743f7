"""Photos before they are sent: smaller, upright, previewed, removable, each problem said at once."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from PIL import Image
from playwright.sync_api import Page, expect

from cases.models import Attachment, Department, RequestType, User
from tests.browser.filling import open_page
from tests.browser.test_citizen_pages import findings
from tests.cases.files.test_pdf_uploads import pdf
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/en/requests/road_damage/"
SEND = "main form > button:last-of-type"
PREVIEWS = "[data-previews] img"
TWO_MEGABYTES = 2_000_000
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


@pytest.fixture
def request_type(live_site: str, department: Department, head: User, officer: User) -> RequestType:
    return RequestTypeFactory(code="road_damage", department=department, needs_map=True)


@pytest.fixture
def form(page: Page, request_type: RequestType) -> Page:
    """The form, just opened."""
    open_page(page, FORM, "what")
    return page


def file(content: bytes, name: str, content_type: str = "image/jpeg") -> Any:
    return {"name": name, "mimeType": content_type, "buffer": content}


def camera_photo(width: int = 4000, height: int = 3000) -> bytes:
    """A photo with much detail, taken with the telephone on its side, that knows where it was taken."""
    coarse = [Image.effect_noise((width // 8, height // 8), 90) for _ in range(3)]
    scene = Image.merge("RGB", coarse).resize((width, height), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((width, height), 18).convert("RGB")
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "Telephone"
    exif.get_ifd(GPS).update({1: "N", 2: (17.0, 24.0, 54.0), 3: "E", 4: (102.0, 47.0, 12.0)})
    buffer = io.BytesIO()
    Image.blend(scene, grain, 0.4).save(buffer, "JPEG", quality=92, exif=exif)
    return buffer.getvalue()


def small(name: str = "hole.jpg") -> Any:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(buffer, "JPEG")
    return file(buffer.getvalue(), name)


def choose(page: Page, *files: Any) -> None:
    page.set_input_files("[name=photos]", list(files))


def sent(page: Page) -> None:
    """Send the form and wait for what the server says."""
    with page.expect_navigation():
        page.click(SEND)


def held(page: Page) -> list[dict[str, str]]:
    """Name and content (each byte a character) of the files that the form would send."""
    script = """async () => Promise.all(
      [...document.querySelector("[name=photos]").files].map(async (file) => ({
        name: file.name, content: new TextDecoder("latin1").decode(await file.arrayBuffer()) })))"""
    files: list[dict[str, str]] = page.evaluate(script)
    return files


@pytest.fixture
def received() -> Iterator[list[int]]:
    """The size of each body that the server was sent: the browser's own tools do not count files."""
    sizes: list[int] = []

    def note(environ: dict[str, str], **_: Any) -> None:
        if environ["REQUEST_METHOD"] == "POST":
            sizes.append(int(environ["CONTENT_LENGTH"]))

    request_started.connect(note)
    yield sizes
    request_started.disconnect(note)


@pytest.mark.timeout(600)
def test_three_photos_of_12_megapixels_upload_less_than_2_mb_upright_and_without_camera_data(
    form: Page, received: list[int]
) -> None:
    photo = camera_photo()
    assert len(photo) * 3 > 10_000_000
    choose(form, *[file(photo, f"IMG_{number}.jpg") for number in range(3)])
    expect(form.locator(PREVIEWS)).to_have_count(3, timeout=120_000)
    sent(form)
    assert 100_000 < sum(received) < TWO_MEGABYTES
    for stored in Attachment.objects.all():
        picture = Image.open(stored.file)
        assert picture.size == (1200, 1600)
        assert not picture.getexif()
        stored.file.close()
    assert Attachment.objects.count() == 3


def test_the_browser_itself_takes_the_camera_data_and_the_name_away(form: Page) -> None:
    photo = camera_photo(800, 600)
    assert b"Telephone" in photo
    choose(form, file(photo, "IMG_1.jpg"))
    expect(form.locator(PREVIEWS)).to_have_count(1)
    (kept,) = held(form)
    assert kept["name"] == "photo.jpg"
    assert len(kept["content"]) > 5_000
    assert "Telephone" not in kept["content"]
    assert "Exif" not in kept["content"]


def test_photos_chosen_one_after_the_other_add_up(form: Page) -> None:
    choose(form, small())
    expect(form.locator(PREVIEWS)).to_have_count(1)
    choose(form, small(), small())
    expect(form.locator(PREVIEWS)).to_have_count(3)
    sent(form)
    assert Attachment.objects.count() == 3


def test_a_removed_photo_is_not_sent(form: Page) -> None:
    choose(form, small(), small())
    expect(form.locator(PREVIEWS)).to_have_count(2)
    form.click("[data-previews] button >> nth=0")
    expect(form.locator(PREVIEWS)).to_have_count(1)
    sent(form)
    assert Attachment.objects.count() == 1


def test_a_file_that_is_no_photo_is_named_before_the_page_is_left(form: Page) -> None:
    choose(form, file(b"hello", "note.txt", "text/plain"), small())
    expect(form.locator("[data-problems]")).to_contain_text("note.txt")
    expect(form.locator(PREVIEWS)).to_have_count(1)
    sent(form)
    assert Attachment.objects.count() == 1


def test_a_sixth_photo_is_left_out_and_said(form: Page) -> None:
    choose(form, *[small() for _ in range(6)])
    expect(form.locator("[data-problems]")).to_contain_text("at most 5")
    expect(form.locator(PREVIEWS)).to_have_count(5)


def test_photos_that_the_form_has_kept_count_too(form: Page) -> None:
    choose(form, *[small() for _ in range(4)])
    expect(form.locator(PREVIEWS)).to_have_count(4)
    sent(form)
    choose(form, small(), small())
    expect(form.locator("[data-problems]")).to_contain_text("at most 5")
    expect(form.locator(PREVIEWS)).to_have_count(1)


def test_a_form_sent_too_early_waits_for_its_photos(form: Page) -> None:
    choose(form, file(camera_photo(2400, 1800), "IMG_1.jpg"))
    sent(form)
    assert Attachment.objects.count() == 1


def test_the_link_of_an_error_leads_to_the_button(form: Page, request_type: RequestType) -> None:
    RequestType.objects.update(needs_photo=True)
    form.reload()
    form.click(SEND)
    form.click(".error-summary a[href='#id_photos']")
    expect(form.locator("[data-gallery]")).to_be_focused()


def test_a_paper_is_sent_as_it_is_where_the_kind_takes_one(form: Page) -> None:
    RequestType.objects.update(accepts_pdf=True)
    form.reload()
    choose(form, file(pdf(), "plan.pdf", "application/pdf"))
    expect(form.locator("[data-previews] .paper")).to_contain_text("plan.pdf")
    sent(form)
    assert Attachment.objects.get().is_pdf
    assert findings(form) == []


def test_a_paper_is_refused_at_once_where_the_kind_takes_none(form: Page) -> None:
    choose(form, file(pdf(), "plan.pdf", "application/pdf"))
    expect(form.locator("[data-problems]")).to_contain_text("plan.pdf")


def test_chosen_photos_have_nothing_for_axe(form: Page) -> None:
    choose(form, small(), file(b"hello", "note.txt", "text/plain"))
    expect(form.locator(PREVIEWS)).to_have_count(1)
    assert findings(form) == []
