"""The twelve components, each as a picture of both schemes side by side, for docs/design.md."""

import io
import re
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, Route

from tests.tokens import ROOT, STATIC

SPECIMENS = Path(__file__).with_name("components.html")
FOLDER = ROOT / "docs" / "pictures" / "components"
SITE = "http://components.example"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTH = 380


def names() -> list[str]:
    """Return the names of the components, in the order of the page that shows them."""
    return re.findall(r'<section id="([\w-]+)">', SPECIMENS.read_text(encoding="utf-8"))


def take(browser: Browser) -> None:
    """Take the picture of each component anew."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, reduced_motion="reduce")
    page.route("**/*", _answer)
    page.goto(f"{SITE}/")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names():
        _both(page, name).save(FOLDER / f"{name}.webp", quality=85, method=6)
    page.close()


def _both(page: Page, name: str) -> Image.Image:
    """The component as it is in the light, and beside it as in the dark."""
    parts = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate("document.fonts.ready")
        parts.append(Image.open(io.BytesIO(_cut(page, name))))
    both = Image.new("RGB", (WIDTH * len(parts), parts[0].height))
    for place, part in enumerate(parts):
        both.paste(part, (WIDTH * place, 0))
    return both


def _cut(page: Page, name: str) -> bytes:
    page.evaluate(
        "name => document.querySelectorAll('section').forEach(one => { one.hidden = one.id !== name })", name
    )
    box = page.locator(f"#{name}").bounding_box()
    assert box, name
    clip = {"x": 0, "y": box["y"] - 8, "width": WIDTH, "height": box["height"] + 16}
    return page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]


def _answer(route: Route) -> None:
    """The page of the specimens, and the product's own files."""
    path = route.request.url.removeprefix(SITE)
    file = STATIC / path.removeprefix("/static/") if path.startswith("/static/") else SPECIMENS
    route.fulfill(path=file.as_posix().partition("#")[0])
