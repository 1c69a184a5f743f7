"""A picture of a page of the running demo, with numbers and arrows drawn over it."""

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.tokens import ROOT

SITE = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
# Languages, with how their addresses begin.
LANGUAGES = {"th": "/", "en": "/en/"}
GUTTER, BELOW = 56, 16
DRAW = (ROOT / "tests" / "screenshots" / "pointing.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Shot:
    """A picture: where it begins and ends, at what its numbers point, and how tall it may become."""

    numbered: tuple[str, ...]
    begins: str = "main"
    ends: str = ""
    most: int = 0


def press(page: Page, button: str) -> None:
    """Press what leads to another page."""
    with page.expect_navigation():
        page.click(button)


def keep(page: Page, shot: Shot, file: Path, width: int) -> dict[str, Any]:
    """Take the picture of the page that is open; return its size and its fingerprint."""
    page.evaluate("document.fonts.ready")
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    page.evaluate("gutter => { document.documentElement.style.paddingLeft = gutter }", f"{GUTTER}px")
    high = page.evaluate(DRAW, list(shot.numbered))
    begin = page.locator(shot.begins).first.bounding_box()
    end = page.locator(shot.ends).first.bounding_box() if shot.ends else None
    assert begin, file
    bottom = max(high, end["y"] + end["height"] if end else 0) + BELOW
    height = min(bottom - begin["y"], shot.most or bottom)
    clip = {"x": 0, "y": begin["y"], "width": width + GUTTER, "height": height}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True)))  # type: ignore[arg-type]
    picture.save(file, quality=70, method=6)
    return {
        "width": clip["width"],
        "height": round(clip["height"]),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
