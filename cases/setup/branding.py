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
SHEET = ":root{{--brand:{brand};--brand-dark:{dark};--green-tint:{tint}}}\n"


def contrast_with_white(colour: str) -> float:
    """The contrast of `#rrggbb` with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def colours(colour: str) -> str:
    """The rule that sets the three colours that follow from the one that was chosen; nothing for none."""
    if not HEX.fullmatch(colour):
        return ""
    hue, light, full = colorsys.rgb_to_hls(*_parts(colour))
    dark = colorsys.hls_to_rgb(hue, light * 0.72, full)
    tint = colorsys.hls_to_rgb(hue, 0.955, min(full, 0.5))
    return SHEET.format(brand=colour, dark=_hex(dark), tint=_hex(tint))


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


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
