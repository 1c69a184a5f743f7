"""HTML to PDF by WeasyPrint, with fonts of our own, and without reading anything from the net or the disk.

WeasyPrint needs the system library Pango. Where that is missing, everything else works and `written` raises
`Unavailable`: a page then offers the browser's print instead.
"""

import contextlib
import importlib
import io
import logging
import threading
from base64 import b64encode
from functools import cache
from typing import Any

from django.conf import settings
from PIL import ImageFile

from cases.errors import Busy

FONTS = settings.BASE_DIR / "config" / "static" / "fonts" / "sarabun"
# Separate names: one family with `unicode-range` loses its Latin in WeasyPrint.
FAMILIES = {"Sarabun Latin": "latin", "Sarabun Thai": "thai"}
FACE = (
    "@font-face {{ font-family: '{name}'; font-weight: {weight}; src: url(data:font/woff2;base64,{data}) }}"
)
# Pango is not made for threads: one document at a time, a third of a second each.
PATIENCE = 15.0
_turn = threading.Lock()


class Unavailable(Exception):
    """This machine cannot make a PDF: Pango is not installed."""


def available() -> bool:
    """Whether this machine can make a PDF."""
    return _weasyprint() is not None


def written(html: str, css: str) -> bytes:
    """The PDF of a page. Raises Unavailable without Pango, and Busy when too many wait for one."""
    if not available():
        raise Unavailable
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return _written(html, css)
    finally:
        _turn.release()


def _written(html: str, css: str) -> bytes:
    weasyprint = _weasyprint()
    assert weasyprint is not None
    fetcher = weasyprint.URLFetcher(allowed_protocols=["data"])
    fonts = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    style = weasyprint.CSS(string=f"{_faces()}\n{css}", font_config=fonts, url_fetcher=fetcher)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    content: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True)
    return content


@cache
def _weasyprint() -> Any:
    """The library, loaded when the first PDF is wanted (0.6 s, and it fails without Pango), or None."""
    for name, level in (("fontTools", logging.WARNING), ("weasyprint", logging.ERROR)):
        logging.getLogger(name).setLevel(level)  # they would quote what is written
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            found = importlib.import_module("weasyprint")
            # WeasyPrint lets Pillow accept half a picture, in the whole process: citizens' photos too.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            return found
    except (ImportError, OSError):
        return None


@cache
def _faces() -> str:
    return "\n".join(
        FACE.format(name=name, weight=weight, data=_data(f"sarabun-{script}-{weight}-normal.woff2"))
        for name, script in FAMILIES.items()
        for weight in (400, 700)
    )


def _data(file: str) -> str:
    return b64encode((FONTS / file).read_bytes()).decode()
