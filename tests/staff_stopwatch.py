"""`python -m tests.staff_stopwatch 0.6.0=http://127.0.0.1:8000 …`: plays five roads of the staff, and counts.

It counts against demos that run, of this release and of 0.5.0, as `tests.stopwatch` does for the citizen.
Every road begins with an empty cache on the first page after the log-in. What a road needs, such as thirty
cases, is made by playing too. docs/design.md has the table.
"""

import json
import re
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, ViewportSize

from config.demo.launcher import PASSWORD
from tests.stopwatch import KIND, SCREEN, TYPED, Stopwatch, chromium

DESK: ViewportSize = {"width": 1280, "height": 800}
TO_ASSIGN = 30
PATIENCE = 60_000  # milliseconds
COUNTED = ("taps", "pages", "characters", "bytes", "requests")
NAMES = {"name_th": "ป้ายล้ม", "name_en": "Fallen sign"}
# Thai and English; the third is asked after the first answer of the second.
QUESTIONS = (("ล้มเมื่อใด", "Since when?"), ("ป้ายอะไร", "Which sign?"), ("สูงกี่เมตร", "How many metres high?"))
ANSWERS = (("ป้ายชื่อซอย", "Street name"), ("ป้ายจราจร", "Traffic sign"))
SATURDAY = "5"
LAMP, BEGIN = "ไฟฟ้าสาธารณะดับ", "เริ่ม"


class Seat(Stopwatch):
    """Somebody of the staff before a page."""

    wanted = ("phone", "place", "area", "photos")
    typed = TYPED | {"place": "หน้าตลาด ซอย 3"}

    def link(self, end: str) -> Locator:
        """The first link whose address ends like this."""
        return self.page.locator(f"a[href$='{end}']").first

    def named(self, name: str) -> Locator:
        """The field of this name."""
        return self.page.locator(f"[name='{name}']:visible").first

    def write(self, texts: dict[str, str]) -> None:
        """Type each text into the field of its name."""
        for name, text in texts.items():
            self.type(self.named(name), text)


class Release(ABC):
    """The roads, as far as both releases have them alike."""

    def __init__(self, browser: Browser, site: str, photo: Path) -> None:
        self.browser, self.site, self.photo = browser, site, photo
        self.filed: list[str] = []
        # A kind's name is given once, however often this is played.
        self.number = f"{int(time.time()) % 10_000:04}"
        self.names = {name: f"{text} {self.number}" for name, text in NAMES.items()}

    @abstractmethod
    def waiting(self, head: Seat) -> int:
        """How many cases wait for an officer."""

    @abstractmethod
    def choose(self, clerk: Seat) -> None:
        """Come from the first page of the filing to the form of the kind."""

    @abstractmethod
    def assign(self, head: Seat) -> None:
        """Assign thirty cases."""

    @abstractmethod
    def finish(self, officer: Seat) -> None:
        """Begin a lamp's case that is open to the officer, and finish it: photo, result, standard text."""

    @abstractmethod
    def kind(self, administrator: Seat) -> None:
        """Make a kind with three questions, one of them with a condition, and a routing rule."""

    @abstractmethod
    def worse(self, executive: Seat) -> None:
        """Find out which department got worse, and why."""

    def play(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Each road's name, with what it took."""
        yield "from the call to the slip", self.call()
        with self.seat("head.eng") as head:
            waiting = self.waiting(head)
        for _ in range(TO_ASSIGN - waiting):
            self.call()
        for name, user, screen, road in (
            ("thirty cases assigned", "head.eng", DESK, self.assign),
            ("from the card to the sent result", "officer.eng", SCREEN, self.finish),
            ("a new kind", "admin", DESK, self.kind),
            ("which department got worse, and why", "executive", DESK, self.worse),
        ):
            with self.seat(user, screen) as seat:
                road(seat)
            yield name, {one: seat.counted[one] for one in COUNTED}

    @contextmanager
    def seat(self, user: str, screen: ViewportSize = DESK) -> Iterator[Seat]:
        """Somebody who has just logged in, before an empty cache."""
        door = self.browser.new_context(base_url=self.site)
        page = door.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/staff/login/")
        page.fill("[name=username]", user)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.click("main button[type=submit]")
        context = self.browser.new_context(
            storage_state=door.storage_state(),
            base_url=self.site,
            viewport=screen,
            locale="th-TH",
            service_workers="block",
        )
        door.close()
        context.set_default_timeout(PATIENCE)
        yield Seat(context.new_page(), self.photo)
        context.close()

    def call(self) -> dict[str, int]:
        """A caller reports a lamp; the slip is read out."""
        with self.seat("clerk") as clerk:
            clerk.open("/staff/")
            clerk.press(clerk.link("/staff/file/"))
            self.choose(clerk)
            clerk.fill()
            clerk.press(clerk.page.locator("#request button[type=submit]:not([name]):visible").last)
            clerk.page.locator(".slip").wait_for()
            self.filed += re.findall(r"\d{4}-\d{5}", clerk.page.locator("h1").first.inner_text())
            return {one: clerk.counted[one] for one in COUNTED}


class Earlier(Release):
    """0.5.0."""

    def waiting(self, head: Seat) -> int:
        """How many cases wait for an officer."""
        head.open("/staff/?view=assign")
        return head.page.locator("input[name=case]").count()

    def choose(self, clerk: Seat) -> None:
        """The kind comes first; the form asks for all else."""
        clerk.reach(clerk.link(f"/staff/file/for/{KIND}/"))

    def assign(self, head: Seat) -> None:
        """Thirty ticks; one officer is suggested for all of them, with the fewest cases."""
        head.open("/staff/")
        for box in head.page.locator("input[name=case]").all()[:TO_ASSIGN]:
            head.tap(box)
        head.press(head.page.locator("[data-verb=assign]"))
        head.press(head.page.locator("main form button[type=submit]").last)
        head.page.locator(".notice-success").wait_for()

    def finish(self, officer: Seat) -> None:
        """Two steps, each chosen on the page of the case and done on the next."""
        page = officer.page
        officer.open("/staff/?view=mine&status=assigned")
        officer.press(page.locator("tr", has_text=LAMP).locator("th a").first)
        officer.press(officer.link("/start/#step"))
        officer.press(page.locator("#step button[type=submit]:not([name]):visible").last)
        officer.press(officer.link("/resolve/#step"))
        officer.select(officer.named("result"), index=1)
        officer.select(officer.named("standard_text"), index=1)
        officer.tap(officer.named("insert"))
        page.wait_for_function("document.querySelector('[name=details]').value")
        officer.attach(page.locator("#step [name=photos]"))
        officer.press(page.locator("#step button[type=submit]:not([name]):visible").last)
        page.locator(".notice-success").wait_for()

    def kind(self, administrator: Seat) -> None:
        """Django's admin twice, and the page of the rules."""
        page, code = administrator.page, f"sign_{self.number}"
        administrator.open("/staff/")
        administrator.press(administrator.link("/staff/setup/"))
        administrator.press(administrator.link("/admin/cases/requesttype/"))
        administrator.press(page.locator(".object-tools .addlink"))
        administrator.write({"code": code, **self.names, "target_working_days": "3"})
        administrator.select(administrator.named("category"), index=1)
        administrator.select(administrator.named("department"), index=1)
        administrator.press(page.locator("[name=_save]"))
        administrator.press(administrator.link("/admin/cases/questionset/"))
        administrator.press(page.locator(".object-tools .addlink"))
        administrator.select(administrator.named("request_type"), label=self.names["name_th"])
        administrator.tap(page.locator(".add-row a"))
        for number, (kind, texts) in enumerate(zip(("short", "one", "number"), QUESTIONS, strict=True)):
            row = f"questions-{number}"
            administrator.write({f"{row}-text_th": texts[0], f"{row}-text_en": texts[1]})
            if kind != "short":
                administrator.select(administrator.named(f"{row}-kind"), value=kind)
        lines = "\n".join(f"{thai} | {english}" for thai, english in ANSWERS)
        asked = {"questions-2-show_if_key": "sign", "questions-2-show_if_value": ANSWERS[0][0]}
        administrator.write({"questions-1-choice_lines": lines, "questions-1-key": "sign", **asked})
        administrator.press(page.locator("[name=_save]"))
        administrator.press(administrator.link("/staff/setup/"))
        administrator.press(administrator.link("/staff/setup/routing/"))
        administrator.press(administrator.link("/staff/setup/routing/new/"))
        administrator.write({"name": self.names["name_th"]})
        box = page.locator("label", has_text=self.names["name_th"]).locator("[name=kinds]")
        administrator.tap(page.locator("details", has=box).locator("summary"))
        administrator.tap(box)
        administrator.tap(page.locator(f"[name=weekdays][value='{SATURDAY}']"))
        administrator.select(administrator.named("department"), index=2)
        administrator.press(page.locator("main form button[type=submit]").first)
        page.locator("h2", has_text=self.names["name_th"]).wait_for()

    def worse(self, executive: Seat) -> None:
        """The table of departments now and a month ago, then the kinds of one, now and a month ago. Here the
        pages end: which kinds it is can be compared by eye, where their time goes is not told."""
        show = executive.page.locator("form.filters button[type=submit]").first
        executive.open("/staff/")
        executive.press(executive.link("/staff/figures/"))
        executive.select(executive.named("period"), index=2)
        executive.press(show)
        executive.select(executive.named("department"), index=3)
        executive.press(show)
        executive.press(executive.page.locator("a[href*='by=kind']").first)
        executive.select(executive.named("period"), index=0)
        executive.press(show)
        executive.page.locator("table.numbers").last.wait_for()


class Present(Release):
    """0.6.0."""

    def waiting(self, head: Seat) -> int:
        """How many cases wait for an officer."""
        head.open("/staff/morning/")
        return head.page.locator("[name=row]").count()

    def choose(self, clerk: Seat) -> None:
        """The number and what the caller says come first, and find the kind."""
        clerk.write({name: TYPED[name] for name in ("phone", "details")})
        clerk.press(clerk.page.locator(f".found [formaction$='/{KIND}/']").first)

    def assign(self, head: Seat) -> None:
        """Each as it is suggested."""
        head.open("/staff/")
        head.press(head.link("/staff/morning/"))
        head.press(head.page.locator(".to-assign-bar button"))
        head.page.locator(".notice-success").wait_for()

    def finish(self, officer: Seat) -> None:
        """The card in the field, and one form."""
        page = officer.page
        officer.open("/staff/field/")
        officer.press(
            page.locator(".field-card", has_text=LAMP, has=page.get_by_text(BEGIN)).locator(".button").last
        )
        officer.attach(page.locator(".field-work [name=photos]"))
        page.locator("[data-previews] img").wait_for()
        officer.tap(page.locator("[name=result]").first)
        officer.tap(page.locator("[name=insert]").first)
        page.wait_for_function("document.querySelector('.field-work textarea').value")
        officer.press(page.locator(".field-finish button"))
        page.locator(".notice-success").wait_for()

    def kind(self, administrator: Seat) -> None:
        """The page of the kind; its questions and rules stand on it."""
        page = administrator.page
        administrator.open("/staff/")
        administrator.press(administrator.link("/staff/setup/"))
        administrator.press(administrator.link("/staff/setup/kinds/"))
        administrator.press(administrator.link("/staff/setup/new-kind/"))
        administrator.write({**self.names, "target_working_days": "3"})
        administrator.select(administrator.named("category"), index=1)
        administrator.select(administrator.named("department"), index=1)
        administrator.press(page.locator(".kind-save button").first)
        answers = {
            f"choice_{number}_{language}": text
            for number, texts in enumerate(ANSWERS, start=1)
            for language, text in zip(("th", "en"), texts, strict=True)
        }
        for kind, texts in zip(("short", "one", "number"), QUESTIONS, strict=True):
            administrator.press(administrator.link("?question=new#card-new"))
            administrator.write(dict(zip(("text_th", "text_en"), texts, strict=True)))
            if kind != "short":
                administrator.select(page.locator(".question-form [name=kind]"), value=kind)
            if kind == "one":
                administrator.write(answers)
            if kind == "number":
                administrator.select(administrator.named("asked"), index=1)
            administrator.press(page.locator(".question-form button[type=submit]:not([name]):visible").last)
        administrator.tap(page.locator("#rules details summary"))
        administrator.tap(page.locator(f"[name=rule-weekdays][value='{SATURDAY}']"))
        administrator.select(administrator.named("rule-department"), index=2)
        administrator.press(page.locator("#rules details button[type=submit]"))
        page.locator("#rules ol li").first.wait_for()

    def worse(self, executive: Seat) -> None:
        """The month in sentences: the department with the most late cases, and of which kind they are."""
        executive.open("/staff/")
        executive.press(executive.link("/staff/figures/"))
        executive.press(executive.link("/staff/mayor/"))
        executive.page.locator(".said").first.wait_for()


def main(sites: list[str]) -> None:
    """Play all roads on each of these sites, named by their release."""
    with chromium() as (browser, photo):
        for release, site in (one.split("=", 1) for one in sites):
            for road, counted in (Earlier if release == "0.5.0" else Present)(browser, site, photo).play():
                sys.stdout.write(f"{release} {road} {json.dumps(counted)}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
