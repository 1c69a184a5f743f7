"""The pictures of the staff's manual, taken from the demo as its people see it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from tests.screenshots.fields import fields
from tests.screenshots.pointed import GUTTER, LANGUAGES, SITE, Shot, keep, press
from workflows.manual.illustrations import FOLDER

TAKEN = FOLDER / "pictures.json"
PASSWORD = "demo-2569"
TELEPHONE, DESK = 360, 720
FIRST = "main li.card:first-of-type"
STEP = "#step"
SAID = {
    "th": "ไฟถนนหน้าวัดดับสองคืนแล้ว",
    "en": "The street lamp in front of the temple is out",
}


@dataclass(frozen=True)
class Staged:
    """A picture of the staff: whose page it is, the way to it, and how wide it is."""

    person: str
    way: Callable[[Page, str], None]
    shot: Shot
    width: int = DESK


def to(path: str) -> Callable[[Page, str], None]:
    """The way to a page with an address of its own."""
    return lambda page, root: _open(page, f"{root}staff/{path}")


def step(view: str, verb: str) -> Callable[[Page, str], None]:
    """The way to a step of the first case of a list that has it."""

    def go(page: Page, root: str) -> None:
        _look(page, root, "list")
        _open(page, f"{root}staff/?view={view}")
        cases = page.locator("table.cases a[href*='/staff/cases/']").evaluate_all(
            "links => [...new Set(links.map(one => one.getAttribute('href')))]"
        )
        for case in cases:
            _open(page, case)
            if page.locator(f".step-list a[href*='/{verb}/']").count():
                press(page, f".step-list a[href*='/{verb}/']")
                return
        raise AssertionError(f"No case of {view} has the step {verb}: start from a new demo")

    return go


def _filed(page: Page, root: str) -> None:
    """A case that was filed for somebody."""
    _open(page, f"{root}staff/file/for/street_light/")
    page.fill("[name=phone]", "081 234 5678")
    page.fill("[name=first_name]", "สมชาย")
    if page.locator("[name=last_name]").is_visible():
        page.fill("[name=last_name]", "ใจดี")
    page.fill("[name=details]", SAID["th"])
    page.fill("[name=place]", "ซอย 3 หน้าวัด")
    if page.locator("[name=no_photo]").count():
        page.select_option("[name=no_photo]", index=1)
    if page.locator("[name=area]").count():
        page.select_option("[name=area]", index=1)
    for radio in page.locator("main input[type=radio][name^=q_]").all()[:1]:
        radio.check()
    press(page, "#request > p.row button")


def _look(page: Page, root: str, look: str) -> None:
    _open(page, f"{root}staff/?view=open")
    button = f".looks [name=look][value={look}]"
    if page.locator(button).get_attribute("aria-pressed") == "false":
        press(page, button)


def _board(page: Page, root: str) -> None:
    _look(page, root, "board")


def _field_case(page: Page, root: str) -> None:
    _open(page, f"{root}staff/field/")
    press(page, ".field-card a[href*='/staff/field/']")


def _draft(page: Page, root: str) -> None:
    """A plan as it is written: a new version of the first one, where none is being written."""
    _open(page, f"{root}staff/setup/plans/")
    press(page, "main a[href*='/setup/plans/']:not([href$='/new/']):not([href$='/plans/'])")
    if page.locator("button[name=begin]").count():
        press(page, "button[name=begin]")


def _open(page: Page, address: str) -> None:
    page.goto(address)


STAGED = {
    "caller": Staged("clerk", to("file/"), Shot(("#phone", "[data-earlier-button] button", "#details"))),
    "slip": Staged("clerk", _filed, Shot(("main .row .button", "main .slip"), most=760)),
    "unreached": Staged(
        "clerk",
        to("notices/unreached/"),
        Shot((f"{FIRST} .summary > div", f"{FIRST} form button")),
    ),
    "morning": Staged(
        "head.eng",
        to("morning/"),
        Shot((".to-assign-tick input", ".to-assign select", ".to-assign-bar button"), most=900),
    ),
    "board": Staged("head.eng", _board, Shot((".looks .choices", ".board .column"), most=700)),
    "extend": Staged(
        "head.eng",
        step("open", "extend"),
        Shot(
            (f"{STEP} .field:has([name^=to])", "#id_reason_field", f"{STEP} form > button:last-of-type"), STEP
        ),
    ),
    "approve": Staged(
        "head.eng",
        step("approve", "approve"),
        Shot((".case-steps .step-list", "#id_details_field"), ".case-steps"),
    ),
    "field-day": Staged(
        "officer.eng", to("field/"), Shot((".field-head h1", ".field-card .field-ways"), most=640), TELEPHONE
    ),
    "field-case": Staged(
        "officer.eng", _field_case, Shot(("#id_photos_field", "#id_result_field"), most=1100), TELEPHONE
    ),
    "ask": Staged(
        "officer.eng",
        step("mine", "ask"),
        Shot(("#id_question_field", f"{STEP} form > button:last-of-type"), STEP),
    ),
    "result": Staged(
        "officer.eng", step("mine", "resolve"), Shot(("#id_result_field", "#id_details_field"), STEP)
    ),
    "mayor": Staged("executive", to("mayor/"), Shot(("main .said", "main dl.figures"))),
    "setup": Staged(
        "admin",
        to("setup/"),
        Shot(("main .notice-warning", ".setup-parts .card:first-child li:first-child"), most=560),
    ),
    "holidays": Staged(
        "admin",
        to("setup/holidays/"),
        Shot(("main nav.tabs", "main button[name=propose]"), ends="main tbody tr:nth-child(4)"),
    ),
    "plan": Staged("admin", _draft, Shot(("main .row", ".plan-stage h2"), most=820)),
    "routing": Staged("admin", to("setup/routing/"), Shot(("main .row", FIRST))),
}


def take(browser: Browser) -> None:
    """Take all pictures anew, and note what they show."""
    taken: dict[str, dict[str, Any]] = {name: {} for name in STAGED}
    for language, root in LANGUAGES.items():
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        for name, staged in STAGED.items():
            with _seat(browser, staged, language, root) as page:
                staged.way(page, root)
                # The web font is optional: the second time it is there.
                page.evaluate("document.fonts.ready")
                if language == "th":
                    taken[name]["numbers"] = len(staged.shot.numbered)
                    taken[name]["fields"] = fields(page.content())
                file = FOLDER / language / f"{name}.webp"
                taken[name][language] = keep(page, staged.shot, file, staged.width)
    TAKEN.write_text(json.dumps(taken, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@contextmanager
def _seat(browser: Browser, staged: Staged, language: str, root: str) -> Iterator[Page]:
    """A browser of this person, logged in."""
    context = browser.new_context(
        base_url=SITE,
        viewport={"width": staged.width + GUTTER, "height": 740},
        device_scale_factor=1.5 if staged.width == TELEPHONE else 1.25,
        reduced_motion="reduce",
        locale=language,
        # The field's own would answer in the place of the site.
        service_workers="block",
    )
    page = context.new_page()
    page.goto(f"{root}staff/login/")
    page.fill("main [name=username]", staged.person)
    page.fill("main [name=password]", PASSWORD)
    press(page, "main button[type=submit]")
    yield page
    context.close()
