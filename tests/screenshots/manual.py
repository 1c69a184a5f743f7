"""The pictures of the citizens' manual, taken from the demo, with numbers and arrows drawn over them."""

import json
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page

from tests.screenshots.fields import fields
from tests.screenshots.pointed import GUTTER, LANGUAGES, SITE, Shot, keep, press
from tests.tokens import STATIC

FOLDER = STATIC / "help"
TAKEN = FOLDER / "pictures.json"
KIND = "street_light"
WIDTH = 360
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
            taken[name][language] = keep(page, SHOTS[name], FOLDER / language / f"{name}.webp", WIDTH)
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
        press(page, "#request > button")
        # Others have reported a lamp near by: this is another one.
        if page.url.endswith("/similar/"):
            press(page, "main > form button")
    yield "check"
    press(page, "#request button")
    yield "done"
    keys = page.locator(".keys .credential").all_inner_texts()
    page.goto(f"{root}track/")
    page.fill("#log-in [name=user_id]", keys[0])
    page.fill("#log-in [name=password]", keys[1])
    yield "track"
    press(page, "#log-in .row button")
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
