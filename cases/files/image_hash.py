"""Fingerprints: what a photo looks like, in 64 bits that survive re-encoding, resizing and more light.

A difference hash after N. Krawetz (2013): the picture is made nine by eight grey fields small, and each bit
says whether a field is lighter than its right neighbour. It is taken from the stored thumbnail, so that a
photo of before gets the same one as a new one. Similar fingerprints only point to a possible copy; `likeness`
then compares the thumbnails themselves.
"""

import io
from functools import lru_cache
from math import sqrt

from PIL import Image

from cases.models import Attachment

WIDTH, HEIGHT = 9, 8
# Neighbours that differ by less are equal: noise must not decide.
NOISE = 2
# With fewer neighbours that differ (a night, a wall, a sky) nothing can be said.
ENOUGH = 16
# Neighbouring bits go into different quarters, so that no quarter is the sky alone, which many photos share.
ORDER = [place for quarter in range(4) for place in range(quarter, 64, 4)]
# The thumbnails are compared as so many fields in each direction.
FIELDS = 32
AT_ONCE = 500


def fingerprint(thumbnail: bytes) -> int:
    """The fingerprint of a photo as a signed 64-bit number; 0 where the picture tells nothing."""
    grey = _grey(thumbnail, WIDTH, HEIGHT)
    pairs = [(grey[at], grey[at + 1]) for at in range(WIDTH * HEIGHT) if (at + 1) % WIDTH]
    if sum(abs(one - other) > NOISE for one, other in pairs) < ENOUGH:
        return 0
    bits = "".join("1" if pairs[place][0] - pairs[place][1] > NOISE else "0" for place in ORDER)
    return int.from_bytes(int(bits, 2).to_bytes(8), signed=True)


def distance(one: int, other: int) -> int:
    """In how many bits two fingerprints differ."""
    return ((one ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()


def likeness(one: bytes, other: bytes) -> float:
    """How much two thumbnails are the same picture, whatever their light: the correlation of their fields,
    1.0 for the same."""
    return sum(a * b for a, b in zip(_levelled(one), _levelled(other), strict=True))


def measure() -> int:
    """Work out the fingerprints of photos from before there were any, AT_ONCE at most; return how many."""
    photos = Attachment.objects.filter(kind=Attachment.Kind.PHOTO, fingerprint=None).order_by("pk")
    found = list(photos.only("thumbnail")[:AT_ONCE])
    for photo in found:
        photo.fingerprint = _of_stored(bytes(photo.thumbnail))
    Attachment.objects.bulk_update(found, ["fingerprint"])
    return len(found)


def _of_stored(thumbnail: bytes) -> int:
    try:
        return fingerprint(thumbnail)
    except OSError:
        return 0


def _grey(thumbnail: bytes, width: int, height: int) -> bytes:
    picture = Image.open(io.BytesIO(thumbnail), formats=["JPEG"]).convert("L")
    return picture.resize((width, height), Image.Resampling.BOX).tobytes()


@lru_cache(maxsize=64)
def _levelled(thumbnail: bytes) -> list[float]:
    """The fields with mean nought and length one; all nought where the picture is one colour."""
    fields = _grey(thumbnail, FIELDS, FIELDS)
    mean = sum(fields) / len(fields)
    deviations = [field - mean for field in fields]
    length = sqrt(sum(deviation**2 for deviation in deviations))
    return [deviation / length for deviation in deviations] if length else deviations
