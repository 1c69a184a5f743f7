"""What stands around the pixels of a picture file: it is read here, within limits, and cut away before the
decoder sees the rest. Whatever is wrong with it, the picture is none the worse.

JPEG: ITU-T T.81, annex B. PNG: W3C PNG specification, third edition. WebP: RFC 9649. Exif: CIPA DC-008, in
which the orientation is tag 0x0112 of the first directory.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

JPEG, PNG, WEBP = "JPEG", "PNG", "WEBP"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
ORIENTATION, SHORT, LONG = 0x0112, 3, 4
MOST_ENTRIES = 1000
# A colour profile of a camera has 500 bytes, one of a printing press 2 MB.
MOST_PROFILE = 4 * 1024 * 1024
GREY, RGB, PALETTE = 0, 2, 3
# A segment of JFIF 1.01: no density, no thumbnail. A decoder knows it by its length too.
JFIF = b"JFIF\0\1\1\0\0\1\0\1\0\0"


@dataclass(frozen=True)
class Contained:
    """A picture without what stands around it: its format (Pillow's), the bytes for the decoder, how it is
    to be turned (1 to 8), its colour profile, and the one colour (a sample for each channel, as deep as
    `depth` bits) that is transparent."""

    format: str
    content: bytes
    orientation: int = 1
    profile: bytes = b""
    transparent: tuple[int, ...] = ()
    depth: int = 8
    size: tuple[int, int] | None = None


def contained(content: bytes) -> Contained | None:
    """The picture in a JPEG, PNG or WebP file; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(PNG_SIGNATURE):
        return _png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    return None


def orientation(exif: bytes) -> int:
    """How the picture is to be turned, by its Exif data; 1 where they say nothing that makes sense. The
    prefix that belongs to JPEG is left out, however often it stands there."""
    while exif[:4] == b"Exif":
        exif = exif[6:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        return _turned(exif, order)
    except struct.error:
        return 1


def _turned(exif: bytes, order: str) -> int:
    (start,) = struct.unpack_from(f"{order}I", exif, 4)
    (entries,) = struct.unpack_from(f"{order}H", exif, start)
    for entry in range(min(entries, MOST_ENTRIES)):
        place = start + 2 + 12 * entry
        tag, field_type, count = struct.unpack_from(f"{order}HHI", exif, place)
        if tag == ORIENTATION and field_type in (SHORT, LONG) and count == 1:
            (value,) = struct.unpack_from(f"{order}{'H' if field_type == SHORT else 'I'}", exif, place + 8)
            return value if value in range(1, 9) else 1
    return 1


# JPEG: the tables, the frame, the scans, and what says how colours are written: Adobe's segment, and before
# it that of JFIF, which goes to the decoder without anything else it says.
def _needed(marker: int, body: bytes) -> bool:
    return 0xC0 <= marker <= 0xCF or 0xDA <= marker <= 0xDD or (marker == 0xEE and body[:5] == b"Adobe")


def _jpeg(content: bytes) -> Contained:
    kept, turn, profile = [content[:2]], 0, []
    for marker, body, rest in _segments(content):
        if marker == 0xDA:
            kept.append(b"\xff\xda" + content[rest:])
        elif marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) >= len(JFIF):
            kept.append(struct.pack(">BBH", 0xFF, marker, len(JFIF) + 2) + JFIF)
        elif _needed(marker, body):
            kept.append(struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body)
        elif marker == 0xE1 and body[:4] == b"Exif" and not turn:
            turn = orientation(body)
        elif marker == 0xE2 and body[:12] == b"ICC_PROFILE\0":
            profile.append((body[12:13], body[14:]))
    # In pieces, each with its number; one that is missing is noticed by whoever reads the profile.
    icc = b"".join(part for _, part in sorted(profile, key=lambda piece: piece[0]))
    return Contained(JPEG, b"".join(kept), turn or 1, icc[:MOST_PROFILE])


def _segments(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker and body of each segment up to the first scan, whose rest begins at the third number."""
    place = 2
    while (place := content.find(b"\xff", place)) >= 0:
        while content[place : place + 1] == b"\xff":
            place += 1
        marker = content[place] if place < len(content) else 0xD9
        place += 1
        if marker == 0xD9:
            return
        if marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            continue
        length = int.from_bytes(content[place : place + 2])
        yield marker, content[place + 2 : place + max(length, 2)], place
        if marker == 0xDA:
            return
        place += max(length, 2)


def _png(content: bytes) -> Contained:
    kept, exif, profile, transparent, header = [PNG_SIGNATURE], b"", b"", b"", b""
    for name, body, chunk in _chunks(content):
        if name in (b"IHDR", b"PLTE", b"IDAT"):
            kept.append(chunk)
            header = header or (body if name == b"IHDR" else b"")
        elif name == b"tRNS" and header[9:10] == bytes([PALETTE]):
            kept.append(_chunk(name, body[:256]))
        elif name == b"tRNS" and header[9:10] in (bytes([GREY]), bytes([RGB])):
            transparent = body
        elif name == b"eXIf":
            exif = exif or body
        elif name == b"iCCP":
            profile = profile or _inflated(body)
    kept.append(_chunk(b"IEND", b""))
    depth = header[8] if len(header) > 8 else 8
    colour = _samples(transparent, depth, 3 if header[9:10] == bytes([RGB]) else 1)
    return Contained(PNG, b"".join(kept), orientation(exif), profile, colour, depth)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name and body of each chunk up to the end, and the chunk as it stands."""
    place = len(PNG_SIGNATURE)
    while place + 8 <= len(content):
        length, name = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        if name == b"IEND":
            return
        end = place + 12 + length
        yield name, content[place + 8 : place + 8 + length], content[place:end]
        place = end


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _samples(body: bytes, depth: int, channels: int) -> tuple[int, ...]:
    """A colour of so many channels; what lies above the depth counts for nothing, as the standard says."""
    if len(body) < 2 * channels:
        return ()
    return tuple(sample & ((1 << depth) - 1) for sample in struct.unpack_from(f">{channels}H", body))


def _inflated(body: bytes) -> bytes:
    """The profile of an iCCP chunk: a name, a nought, the method, then deflated."""
    try:
        return zlib.decompressobj().decompress(body.partition(b"\0")[2][1:], MOST_PROFILE)
    except zlib.error:
        return b""


def _webp(content: bytes) -> Contained:
    """As it is, since the chunks of a WebP file name each other; Pillow reads none of them by itself. The
    decoder takes the memory of the whole canvas when it opens the file, so its size is read here."""
    exif, profile, size, place = b"", b"", None, 12
    while place + 8 <= len(content):
        name, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        body = content[place + 8 : place + 8 + min(length, MOST_PROFILE)]
        if name == b"EXIF":
            exif = exif or body
        elif name == b"ICCP":
            profile = profile or body
        size = size or _webp_size(name, body)
        place += 8 + length + length % 2
    return Contained(WEBP, content, orientation(exif), profile, size=size)


def _webp_size(name: bytes, body: bytes) -> tuple[int, int] | None:
    if name == b"VP8X" and len(body) >= 10:
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if name == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 " and len(body) >= 10:
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    return None
