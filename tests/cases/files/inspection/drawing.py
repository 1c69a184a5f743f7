"""Pictures as cameras, scanners and attackers write them, and what is left of them."""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image, ImageChops, ImageStat

from cases.files.inspection.containers import PNG_SIGNATURE

WIDTH, HEIGHT = 96, 64
TIFF = {"II": b"II*\0", "MM": b"MM\0*"}


def quarters(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Four fields of their own colours: turned or mirrored it is another picture."""
    picture = Image.new("RGB", (width, height), "#c03020")
    picture.paste("#2060c0", (width // 2, 0, width, height // 2))
    picture.paste("#30a050", (0, height // 2, width // 2, height))
    picture.paste("#f0e0a0", (width // 2, height // 2, width, height))
    return picture


def saved(picture: Image.Image, format_name: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    best = (
        {"lossless": True}
        if format_name == "WEBP"
        else {"quality": 95, "subsampling": 0}
        if format_name != "PNG"
        else {}
    )
    picture.save(buffer, format_name, **best | options)
    return buffer.getvalue()


def exif(*entries: tuple[int, int, int, bytes], order: str = "II", prefixes: int = 1) -> bytes:
    """Exif data with these entries (tag, type, count, four bytes of value) in their first directory."""
    sign = "<" if order == "II" else ">"
    body = TIFF[order] + struct.pack(f"{sign}IH", 8, len(entries))
    body += b"".join(struct.pack(f"{sign}HHI", *entry[:3]) + entry[3] for entry in entries)
    return b"Exif\0\0" * prefixes + body + bytes(4)


def turn(value: int, order: str = "II") -> tuple[int, int, int, bytes]:
    """The entry of an orientation."""
    return (0x0112, 3, 1, struct.pack("<HH" if order == "II" else ">HH", value, 0))


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment at its beginning."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + jpeg[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunk(png: bytes, name: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    return png[:33] + chunk(name, body) + png[33:]


def png(
    rows: Sequence[bytes], *, width: int, depth: int, colour: int, clear: bytes = b"", height: int = 0
) -> bytes:
    """A PNG of raw rows; `clear` is its tRNS chunk, and `height` what the header says of their number."""
    header = struct.pack(">IIBBBBB", width, height or len(rows), depth, colour, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = [chunk(b"IHDR", header), chunk(b"tRNS", clear) if clear else b"", chunk(b"IDAT", body)]
    return PNG_SIGNATURE + b"".join(parts) + chunk(b"IEND", b"")


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and body of everything in a JPEG; what stands behind its end comes as marker 0."""
    assert jpeg[:2] == b"\xff\xd8"
    place = 2
    while jpeg[place] == 0xFF and jpeg[place + 1] != 0xD9:
        marker, length = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4])
        yield marker, jpeg[place + 4 : place + 2 + length]
        place += 2 + length
        while marker == 0xDA and (jpeg[place] != 0xFF or jpeg[place + 1] in (0, *range(0xD0, 0xD8))):
            place += 1
    assert jpeg[place : place + 2] == b"\xff\xd9"
    if rest := jpeg[place + 2 :]:
        yield 0, rest


def chunks(content: bytes) -> Iterator[bytes]:
    """The name of each chunk of a PNG."""
    place = len(PNG_SIGNATURE)
    while place < len(content):
        yield content[place + 4 : place + 8]
        place += 12 + int.from_bytes(content[place : place + 4])


def opened(content: bytes) -> Image.Image:
    """A stored picture."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures for each channel of a pixel, 0 to 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)
