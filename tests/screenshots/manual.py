"""The pictures of the citizens' manual, taken from the demo, with numbers and arrows drawn over them."""

import hashlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.screenshots.fields import fields
from tests.tokens import STATIC

FOLDER = STATIC / "help"
TAKEN = FOLDER / "pictures.json"
SITE = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
# Languages, with how their addresses begin.
LANGUAGES = {"th": "/", "en": "/en/"}
KIND = "street_light"
WIDTH, GUTTER, BELOW = 360, 56, 16
# What a citizen types on each page of the form, by the names of the fields.
TYPED = {
    "th": {
        "what": {"details": "ไฟถนนหน้าบ้านดับมาสามคืนแล้ว มืดมาก", "no_photo": "dark"},
        "where": {"place": "ซอย 3 หน้าบ้านเลขที่ 12", "area": "demo-centre"},
        "you": {
            "first_name": "สมชาย",
            "last_name": "ใจดี",
            "phone": "081 234 5678",
            "email": "somchai@example.com",
        },
    },
    "en": {
        "what": {
            "details": "The street light in front of our house has been out for three nights.",
            "no_photo": "dark",
        },
        "where": {"place": "Soi 3, in front of number 12", "area": "demo-centre"},
        "you": {
            "first_name": "John",
            "last_name": "Smith",
            "phone": "081 234 5678",
            "email": "john@example.com",
        },
    },
}
DRAW = (STATIC.parents[1] / "tests" / "screenshots" / "pointing.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Shot:
    """A picture: where it begins, and at what its numbers point."""

    numbered: tuple[str, ...]
    begins: str = "main"
    ends: str = ""


LAST = "main > section.card:last-of-type"
SHOTS = {
    "home": Shot(("main .search", "main .tiles"), begins=".site-header", ends="main .tiles"),
    "what": Shot(("#request .card:has(#id_photos_field)", "#id_details_field")),
    "where": Shot(("#id_place_field", "main .place-tools", "#request > button")),
    "you": Shot(("#id_first_name_field", "#id_phone_field", "#id_email_field")),
    "check": Shot((f"{LAST} .changes > div:first-child", "#request button"), begins=LAST),
    "done": Shot((".keys > div:nth-child(1)", ".keys > div:nth-child(2)"), ends="#keys ~ p.row"),
    "track": Shot(("#id_user_id_field", "#id_password_field", "#log-in .row button", "#log-in .row a")),
    "list": Shot(("main td:has(.status)", "main td .button"), ends="main .cards"),
    "forgot": Shot(("#id_wanted_field", "#forgot button"), ends="#forgot"),
}


def take(browser: Browser) -> None:
    """Take all pictures anew, of a request that is filed for it, and note what they show."""
    taken: dict[str, dict[str, Any]] = {name: {} for name in SHOTS}
    for language, root in LANGUAGES.items():
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        context = browser.new_context(
            base_url=SITE,
            viewport={"width": WIDTH + GUTTER, "height": 740},
            device_scale_factor=1.5,
            reduced_motion="reduce",
            locale=language,
        )
        page = context.new_page()
        for name in walk(page, root, TYPED[language]):
            if language == "th":
                taken[name]["fields"] = fields(context.request.get(page.url).text())
                taken[name]["numbers"] = len(SHOTS[name].numbered)
            taken[name][language] = _keep(page, name, language)
        context.close()
    TAKEN.write_text(json.dumps(taken, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def walk(page: Page, root: str, typed: dict[str, dict[str, str]]) -> Iterator[str]:
    """Go a citizen's road, and say at each page how its picture is called."""
    page.goto(root)
    # The web font is optional: the second time it is there.
    page.reload()
    yield "home"
    page.goto(f"{root}requests/{KIND}/")
    for name in ("what", "where", "you"):
        _fill(page, typed[name])
        yield name
        _press(page, "#request > button")
        # Others have reported a lamp near by: this is another one.
        if page.url.endswith("/similar/"):
            _press(page, "main > form button")
    yield "check"
    _press(page, "#request button")
    yield "done"
    keys = page.locator(".keys .credential").all_inner_texts()
    page.goto(f"{root}track/")
    page.fill("#log-in [name=user_id]", keys[0])
    page.fill("#log-in [name=password]", keys[1])
    yield "track"
    _press(page, "#log-in .row button")
    yield "list"
    page.goto(f"{root}track/forgot/")
    page.fill("[name=wanted]", keys[0])
    yield "forgot"


def _fill(page: Page, typed: dict[str, str]) -> None:
    for name, text in typed.items():
        field = page.locator(f"main [name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    # A question of the kind that has to be answered.
    for radio in page.locator("main input[type=radio][name^=q_]").all()[:1]:
        radio.check()


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.click(button)


def _keep(page: Page, name: str, language: str) -> dict[str, Any]:
    """Take the picture of the page that is open; return its size and its fingerprint."""
    shot = SHOTS[name]
    page.evaluate("document.fonts.ready")
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    page.evaluate("gutter => { document.documentElement.style.paddingLeft = gutter }", f"{GUTTER}px")
    high = page.evaluate(DRAW, list(shot.numbered))
    begin = page.locator(shot.begins).first.bounding_box()
    end = page.locator(shot.ends).first.bounding_box() if shot.ends else None
    assert begin, name
    bottom = max(high, end["y"] + end["height"] if end else 0) + BELOW
    clip = {"x": 0, "y": begin["y"], "width": WIDTH + GUTTER, "height": bottom - begin["y"]}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True)))  # type: ignore[arg-type]
    file = FOLDER / language / f"{name}.webp"
    picture.save(file, quality=70, method=6)
    return {
        "width": clip["width"],
        "height": round(clip["height"]),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
