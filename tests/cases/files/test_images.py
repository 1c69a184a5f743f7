"""Photos: what is taken, what is refused, and what is left of them."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.files.images import BadPhoto, prepared
from cases.files.inspection.limits import MOST_BYTES
from tests.pictures import picture

GPS, MODEL, ORIENTATION = 0x8825, 0x0110, 0x0112


def _stored(upload) -> Image.Image:
    attachment = prepared(upload)
    attachment.file.open()
    return Image.open(io.BytesIO(attachment.file.read()))


def _with_exif(**tags) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = tags.get("orientation", 1)
    exif[MODEL] = "Telephone of somchai"
    exif[GPS] = {1: "N", 2: (17.0, 24.0, 54.0), 3: "E", 4: (102.0, 47.0, 12.0)}
    return exif


def test_a_photo_is_stored_without_where_and_with_what_it_was_taken():
    assert not _stored(picture(exif=_with_exif())).getexif()


def test_a_photo_that_lies_on_its_side_is_stood_up():
    assert _stored(picture(300, 200, exif=_with_exif(orientation=6))).size == (200, 300)


def test_a_large_photo_is_shrunk():
    assert _stored(picture(4000, 3000)).size == (1600, 1200)


def test_a_small_photo_is_not_blown_up():
    assert _stored(picture(320, 240)).size == (320, 240)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_the_usual_formats_are_taken_and_stored_as_jpeg(format_name):
    assert _stored(picture(format=format_name, name="photo.bin")).format == "JPEG"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_colour_mode_is_taken(mode):
    upload = SimpleUploadedFile("photo.png", _png(mode))
    assert _stored(upload).mode == "RGB"


def _png(mode: str) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (40, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def test_what_was_transparent_becomes_white():
    assert min(_stored(SimpleUploadedFile("photo.png", _png("RGBA"))).getpixel((20, 15))) > 250


def test_a_photo_has_a_thumbnail():
    thumbnail = Image.open(io.BytesIO(prepared(picture(1200, 600)).thumbnail))
    assert thumbnail.size == (240, 120)


def test_a_photo_is_measured():
    attachment = prepared(picture(3200, 1600))
    assert (attachment.width, attachment.height, attachment.size) == (1600, 800, attachment.file.size)


def _huge() -> bytes:
    """A PNG of 100 megapixels in a few bytes, as an attacker would send it."""
    header = struct.pack(">IIBBBBB", 10_000, 10_000, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1251 * 10_000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


JPEG = picture(600, 400).read()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 40,
        JPEG[: len(JPEG) // 2],
        JPEG[:200],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        _huge(),
    ],
    ids=["empty", "PDF", "SVG", "GIF", "half a JPEG", "a JPEG's head", "broken PNG", "100 megapixels"],
)
def test_what_is_not_a_photo_is_refused_whatever_its_name_says(content):
    with pytest.raises(BadPhoto):
        prepared(SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg"))


def test_more_than_10_mb_is_refused_before_it_is_opened():
    with pytest.raises(BadPhoto):
        prepared(SimpleUploadedFile("photo.jpg", b"\0" * (MOST_BYTES + 1)))


@pytest.mark.django_db
def test_the_stored_name_tells_nothing(somchai):
    attachment = prepared(picture(name="บ้านของสมชาย ซอย 3.jpg"))
    attachment.case, attachment.event = somchai.case, somchai.case.events.get()
    attachment.save()
    assert attachment.file.name == f"attachments/{attachment.pk.hex[:2]}/{attachment.pk.hex}.jpg"
