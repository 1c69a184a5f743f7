"""Only pixels survive: each segment of what is stored stands on a list, whatever the file brought along."""

import zlib

import pytest
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from cases.files.inspection import pictures
from tests.cases.files.inspection.drawing import (
    chunks,
    exif,
    quarters,
    saved,
    segments,
    turn,
    with_chunk,
    with_segment,
)

SECRET = b"Somchai, 17.4149 N 102.7872 E"
# What a JPEG of pixels is made of: JFIF's header, tables, one frame, one scan (ITU-T T.81, B.1.1.3).
APP0, DQT, SOF0, DHT, SOS = 0xE0, 0xDB, 0xC0, 0xC4, 0xDA
NEEDED = {APP0, DQT, SOF0, DHT, SOS}
# Version, no unit, one by one, no thumbnail.
JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"


def _text() -> PngInfo:
    text = PngInfo()
    text.add_text("Comment", SECRET.decode())
    text.add_text("Author", SECRET.decode(), zip=True)
    text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return text


def _files() -> dict[str, bytes]:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    jpeg, own = saved(quarters(), "JPEG"), exif(turn(1)) + SECRET
    files = {
        "plain": jpeg,
        "comment": saved(quarters(), "JPEG", comment=SECRET),
        "Exif": saved(quarters(), "JPEG", exif=own),
        "XMP": saved(quarters(), "JPEG", xmp=SECRET),
        "profile": saved(quarters(), "JPEG", icc_profile=profile),
        "density": saved(quarters(), "JPEG", dpi=(300, 300)),
        "behind the end": jpeg + SECRET,
        "progressive": saved(quarters(), "JPEG", progressive=True, comment=SECRET),
        "grey": saved(quarters().convert("L"), "JPEG", comment=SECRET),
        "CMYK": saved(quarters().convert("CMYK"), "JPEG", comment=SECRET),
        "PNG": saved(quarters(), dpi=(72, 72), pnginfo=_text(), exif=own, icc_profile=profile),
        "PNG with alpha": saved(quarters().convert("RGBA"), pnginfo=_text()),
        "PNG palette": saved(quarters().quantize(8), pnginfo=_text(), transparency=1),
        "PNG's time": with_chunk(saved(quarters()), b"tIME", b"\x0a\x09\x0b\x1c\x00\x00\x00"),
        "PNG's own chunk": with_chunk(saved(quarters()), b"prVt", SECRET),
        "PNG behind the end": saved(quarters()) + SECRET,
        "WebP": saved(quarters(), "WEBP", exif=own, xmp=SECRET, icc_profile=profile),
    }
    for marker in (*range(0xE1, 0xF0), 0xFE):
        files[f"segment {marker:x}"] = with_segment(jpeg, marker, SECRET)
    return files


FILES = _files()


@pytest.mark.parametrize("what", FILES)
def test_every_segment_of_a_stored_photo_and_of_its_thumbnail_is_on_the_list(what: str) -> None:
    made = pictures.photo(FILES[what])
    for jpeg in (made.body, made.thumbnail):
        found = list(segments(jpeg))
        assert {marker for marker, _ in found} == NEEDED
        assert [body for marker, body in found if marker == APP0] == [JFIF]
        assert [marker for marker, _ in found].count(SOF0) == 1
        assert SECRET not in jpeg


@pytest.mark.parametrize("what", FILES)
def test_every_chunk_of_a_stored_logo_is_on_the_list(what: str) -> None:
    made = pictures.logo(FILES[what])
    assert set(chunks(made.body)) == {b"IHDR", b"IDAT", b"IEND"}
    assert made.body.endswith(b"IEND" + zlib.crc32(b"IEND").to_bytes(4))
