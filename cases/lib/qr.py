"""QR codes, as SVG in a page or a PDF and as PNG in a letter; they hold addresses, never a secret."""

import io
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(address: str) -> SafeString:
    """The address as a QR code (ISO/IEC 18004, level M) with its quiet zone; as large as its box."""
    code = segno.make(address, error="m", micro=False)
    drawn: str = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308 - made of numbers alone: the address is not in it


@lru_cache(maxsize=32)
def qr_png(address: str) -> bytes:
    """The same code as a picture of about 150 pixels, for a letter."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="png", scale=4, border=4)
    return buffer.getvalue()
