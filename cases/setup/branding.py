"""How the municipality looks: its colour as a style sheet, its logo and banner as pictures made anew."""

import colorsys
import io
import re
import uuid
from collections.abc import Callable, Mapping

from django.core.files.base import ContentFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.files import images
from cases.files.images import BadPhoto
from cases.files.inspection.judge import judged
from cases.files.inspection.verdicts import Reason, Unfit

# What `site.css` has by itself.
OWN_COLOUR = "#0b5d57"
# WCAG 2.2, 1.4.3: text of this colour on white, and white text on it.
LEAST_CONTRAST = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")
MOST_BYTES = 2 * 1024 * 1024
WORDS: dict[Reason, Promise] = images.WORDS | {
    Reason.PIXELS: gettext_lazy("This picture has more than 20 megapixels. Please choose a smaller one."),
    Reason.NO_PICTURE: gettext_lazy("Please choose a JPEG, PNG or WebP picture. SVG is not taken."),
}
# The grounds of `site.css` that are nearest to such text: `--tint` in the light, `--amber-tint` in the dark.
LIGHT_GROUND, DARK_GROUND = "#f2eee4", "#392c12"
ON_DARK = "#0c1f1c"
STEP = 0.005
LIGHT = ":root{{--brand:{brand};--brand-dark:{dark};--green-tint:{tint};--deep:{dark}}}\n"
DARK = (
    "@media screen and (prefers-color-scheme:dark)"
    "{{:root{{--brand:{brand};--brand-dark:{dark};--green-tint:{tint};--deep:{deep}}}}}\n"
)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrast_with_white(colour: str) -> float:
    """The contrast of `#rrggbb` with white."""
    return contrast(colour, "#ffffff")


def colours(colour: str) -> str:
    """The rules that set the colours that follow from the one that was chosen, in both schemes; nothing for
    none. Text of it that could not be read on the pages' ground is made darker, or lighter in the dark."""
    if not HEX.fullmatch(colour):
        return ""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    pale = min(full, 0.5)
    tint, dark_tint = _rgb(hue, 0.94, pale), _rgb(hue, 0.16, pale * 0.7)
    brand = _readable(hue, light, full, on=(LIGHT_GROUND, tint), step=-STEP)
    bright = _readable(hue, max(light, 0.6), pale, on=(DARK_GROUND, dark_tint, ON_DARK), step=STEP)
    return LIGHT.format(brand=brand, dark=_lit(brand, 0.72), tint=tint) + DARK.format(
        brand=bright, dark=_lit(bright, 1.15), tint=dark_tint, deep=_rgb(hue, 0.11, pale)
    )


def logo(content: bytes) -> "ContentFile[bytes]":
    """The picture made anew from its pixels, as PNG of at most 320 px with its transparency, under a name
    that tells nothing. Raises BadPhoto: SVG, which can carry scripts, is refused."""
    return _made("logo", content, "png")


def banner(content: bytes) -> "ContentFile[bytes]":
    """The picture at the head of the first page, made anew as a strip in WebP under a name that tells
    nothing. Raises BadPhoto."""
    return _made("banner", content, "webp")


# By the field of the municipality that holds them.
PICTURES: Mapping[str, Callable[[bytes], "ContentFile[bytes]"]] = {"logo": logo, "banner": banner}


def _made(purpose: str, content: bytes, ending: str) -> "ContentFile[bytes]":
    if len(content) > MOST_BYTES:
        raise BadPhoto(_("This picture is larger than 2 MB. Please choose a smaller one."))
    try:
        made = judged(purpose, io.BytesIO(content))
    except Unfit as unfit:
        raise BadPhoto(str(WORDS[unfit.reason])) from unfit
    return ContentFile(made.body, name=f"{uuid.uuid4()}.{ending}")


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _readable(hue: float, light: float, full: float, *, on: tuple[str, ...], step: float) -> str:
    """The first colour from `light` on, step by step, that can be read on all of these."""
    while True:
        colour = _rgb(hue, light, full)
        if not 0 < light < 1 or all(contrast(colour, ground) >= LEAST_CONTRAST for ground in on):
            return colour
        light += step


def _lit(colour: str, times: float) -> str:
    """The colour, so many times as light."""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    return _rgb(hue, min(light * times, 1), full)


def _rgb(hue: float, light: float, full: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, light, full))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
