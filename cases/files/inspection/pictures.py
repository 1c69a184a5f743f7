"""Pictures are measured before they are decoded, turned the right way up, and encoded anew from their pixels
alone. What comes out looks like what went in: as a browser shows it, on white where it is transparent."""

import io
from typing import Any

from PIL import Image, ImageChops, ImageCms, ImageOps

from cases.files.inspection.containers import JPEG, Contained, contained
from cases.files.inspection.limits import (
    BANNER_BYTES,
    BANNER_RATIO,
    BANNER_SIDE,
    LOGO_PIXELS,
    LOGO_SIDE,
    MAX_PIXELS,
    SIDE,
    THUMBNAIL,
)
from cases.files.inspection.verdicts import Reason, Unfit, Verdict

# So many rows of a large picture are in work at once beside the decoded one.
ROWS = 64
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What is judged here is measured here, before it is decoded.
Image.MAX_IMAGE_PIXELS = None


def photo(content: bytes) -> Verdict:
    """A JPEG of at most 1600 px with its thumbnail, from a JPEG, PNG or WebP picture. Raises Unfit."""
    picture = _judged(content, MAX_PIXELS, SIDE, alpha=False)
    body = _saved(picture, "JPEG", quality=85)
    size = picture.size
    picture.thumbnail((THUMBNAIL, THUMBNAIL))
    return Verdict(*size, body, _saved(picture, "JPEG", quality=75))


def logo(content: bytes) -> Verdict:
    """A PNG of at most 320 px that keeps its transparency. Raises Unfit."""
    picture = _judged(content, LOGO_PIXELS, LOGO_SIDE, alpha=True)
    return Verdict(*picture.size, _saved(picture, "PNG"))


def banner(content: bytes) -> Verdict:
    """A WebP strip of at most 1280 px and BANNER_BYTES, cut from the middle of the picture. Raises Unfit."""
    picture = _judged(content, LOGO_PIXELS, BANNER_SIDE, alpha=False)
    high = max(1, min(picture.height, picture.width // BANNER_RATIO))
    picture = ImageOps.fit(picture, (min(picture.width, high * BANNER_RATIO), high))
    for quality in (75, 60, 45, 30, 15):
        body = _saved(picture, "WEBP", quality=quality, method=6)
        if len(body) <= BANNER_BYTES:
            break
    while len(body) > BANNER_BYTES:
        picture = picture.reduce(2)
        body = _saved(picture, "WEBP", quality=30, method=6)
    return Verdict(*picture.size, body)


def _judged(content: bytes, most: int, side: int, *, alpha: bool) -> Image.Image:
    """The picture in colours of the screen, at most `side` pixels long, without a trace of its file."""
    source = contained(content)
    if source is None:
        raise Unfit(Reason.NO_PICTURE)
    try:
        picture = _opened(source, most)
        picture.draft("RGB", _enough(picture, side))
        small = _small(picture, source, side, alpha=alpha)
    except (Unfit, MemoryError):
        raise
    # A file made to break its reader fails in any way there is.
    except Exception as error:
        raise Unfit(Reason.NO_PICTURE) from error
    turned = small.transpose(TURNS[source.orientation]) if source.orientation in TURNS else small
    turned.info = {}
    return turned


def _opened(source: Contained, most: int) -> Image.Image:
    """The picture, not decoded yet, of at most so many pixels."""
    if source.size and source.size[0] * source.size[1] > most:
        raise Unfit(Reason.PIXELS)
    picture = Image.open(io.BytesIO(source.content), formats=[source.format])
    if picture.width * picture.height > most:
        raise Unfit(Reason.PIXELS)
    return picture


def _enough(picture: Image.Image, side: int) -> tuple[int, int]:
    """What is left of it in the end: a JPEG decoder leaves out early what is more than twice as large."""
    longest = max(picture.size)
    return max(1, picture.width * side // longest), max(1, picture.height * side // longest)


def _small(picture: Image.Image, source: Contained, side: int, *, alpha: bool) -> Image.Image:
    """The picture as it will be seen; only a small one is worked on whole."""
    factor = max(1, max(picture.size) // (2 * side))
    if source.format == JPEG and picture.mode == "CMYK" and source.profile:
        # Inks are mixed by their profile, while they are still inks.
        inks = picture.reduce(factor)
        inks.thumbnail((side, side))
        return _on_screen(inks, source.profile) or inks.convert("RGB")
    if picture.mode == "RGB" and not source.transparent and not alpha:
        # What is broken is found here, since nothing below would decode a picture that is small already.
        picture.load()
        small = picture.reduce(factor) if factor > 1 else picture
    else:
        small = _in_strips(picture, source, factor, alpha=alpha)
    small.thumbnail((side, side))
    return (_on_screen(small, source.profile) if source.profile and picture.mode != "I;16" else None) or small


def _in_strips(picture: Image.Image, source: Contained, factor: int, *, alpha: bool) -> Image.Image:
    """Colours and transparency, strip by strip: the memory of one whole picture is enough."""
    mode, ground = ("RGBA", (0, 0, 0, 0)) if alpha else ("RGB", (255, 255, 255))
    canvas = Image.new(mode, (-(-picture.width // factor), -(-picture.height // factor)), ground)
    # Before the picture is decoded: there is no room for both.
    lower = _lower_alike(source) if source.depth > 8 and len(source.transparent) == 3 else None
    picture.load()
    for top in range(0, picture.height, ROWS * factor):
        box = (0, top, picture.width, min(top + ROWS * factor, picture.height))
        layer = _layer(picture.crop(box), source, lower.crop(box) if lower else None)
        layer = layer.reduce(factor) if factor > 1 else layer
        # What is transparent is left to the ground of the canvas.
        canvas.paste(layer, (0, top // factor), None if alpha else layer)
    return canvas


def _lower_alike(source: Contained) -> Image.Image:
    """255 where the lower bytes of a colour of 16 bits are those of the transparent one. The decoder gives
    the upper byte of each sample; told that the bytes stand the other way round, it gives the lower."""
    picture = Image.open(io.BytesIO(source.content), formats=[source.format])
    picture.tile = [tile._replace(args="RGB;16L") for tile in picture.tile]
    picture.load()
    alike, sought = Image.new("L", picture.size), [sample & 0xFF for sample in source.transparent]
    for top in range(0, picture.height, ROWS):
        box = (0, top, picture.width, min(top + ROWS, picture.height))
        alike.paste(_where(picture.crop(box), sought), box)
    return alike


def _layer(strip: Image.Image, source: Contained, lower: Image.Image | None) -> Image.Image:
    """Colours with their transparency. Of 16 bits the upper eight are seen; `lower` tells where the others
    are those of the transparent colour."""
    clear: Image.Image | None = None
    if strip.mode.startswith("I"):
        low, high = Image.frombytes("LA", strip.size, strip.tobytes()).split()
        if source.transparent:
            sought = divmod(source.transparent[0], 256)
            clear = ImageChops.darker(_equal(high, sought[0]), _equal(low, sought[1]))
        strip = high
    elif source.transparent:
        strip = strip.convert("RGB" if len(source.transparent) == 3 else "L")
        clear = _where(strip, [_in_eight_bits(sample, source.depth) for sample in source.transparent])
        clear = ImageChops.darker(clear, lower) if lower else clear
    layer = strip.convert("RGBA")
    if clear:
        layer.paste((0, 0, 0, 0), mask=clear)
    return layer


def _where(strip: Image.Image, colour: list[int]) -> Image.Image:
    """255 where the strip has this colour, 0 elsewhere."""
    same = [_equal(channel, value) for channel, value in zip(strip.split(), colour, strict=True)]
    found = same[0]
    for one in same[1:]:
        found = ImageChops.darker(found, one)
    return found


def _equal(channel: Image.Image, value: int) -> Image.Image:
    return channel.point([255 if level == value else 0 for level in range(256)])


def _in_eight_bits(sample: int, depth: int) -> int:
    return sample >> (depth - 8) if depth > 8 else sample * 255 // ((1 << depth) - 1)


def _on_screen(picture: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture in sRGB, by its own colour profile; None where the profile is of no use."""
    try:
        own, screen = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        mode = "RGB" if picture.mode == "CMYK" else picture.mode
        return ImageCms.profileToProfile(picture, own, screen, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _saved(picture: Image.Image, format_name: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_name, optimize=True, **options)
    return buffer.getvalue()
