"""`python -m tests.stopwatch [address]`: plays how a street lamp is reported, and counts what it takes.

It counts against a site that runs, such as `make demo` of this or of an earlier release: taps, fields and
characters of somebody who stands in front of the lamp and answers only what is required, on a telephone that
knows where it is; pages, requests and bytes from an empty cache. docs/design.md has the table.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, CDPSession, Geolocation, Locator, Page, ViewportSize, sync_playwright

from tests import servers

SITE = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
KIND = "street_light"
SCREEN: ViewportSize = {"width": 360, "height": 740}
# What somebody in front of a dark lamp types, by the names of the fields.
TYPED = {
    "details": "ไฟหน้าบ้านดับ",
    "first_name": "สมชาย",
    "last_name": "ใจดี",
    "phone": "0812345678",
    "email": "somchai@example.com",
    "national_id": "1103700012347",
    "house_no": "12",
}
# In front of the lamp, in the middle of the sample town.
HERE: Geolocation = {"latitude": 17.4138, "longitude": 102.7872, "accuracy": 8}
CONTROLS = ":is(input, select, textarea):not([type=hidden], [type=submit], [type=button])"
FIELD = "xpath=ancestor::*[contains(concat(' ', @class, ' '), ' field ')][1]"


class Stopwatch:
    """One visitor, and what it has cost so far: what stands on `page` is pressed and filled in."""

    form = "#request"
    wanted: tuple[str, ...] = ()
    typed = TYPED

    def __init__(self, page: Page, photo: Path) -> None:
        self.page, self.photo, self.counted = page, photo, Counter[str]()
        wire: CDPSession = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": False})
        wire.on("Network.loadingFinished", self._received)

    def open(self, address: str) -> None:
        """Come here from outside the site."""
        self.page.goto(address, wait_until="networkidle")
        self.counted["pages"] += 1

    def press(self, button: Locator) -> None:
        """Press what leads to another page."""
        self.counted["taps"] += 1
        with self.page.expect_navigation(wait_until="networkidle"):
            button.click()
        self.counted["pages"] += 1

    def tap(self, control: Locator) -> None:
        """Press what stays on the page."""
        self.counted["taps"] += 1
        control.click()

    def type(self, control: Locator, text: str) -> None:
        """Write into a field, which is tapped unless the page has put the cursor there."""
        focused = control.evaluate("one => one === document.activeElement")
        control.fill(text)
        self.counted.update(fields=1, taps=not focused, characters=len(text))

    def select(self, control: Locator, **option: Any) -> None:
        """Open a list, and take one of it."""
        control.select_option(**option)
        self.counted.update(fields=1, taps=2)

    def attach(self, control: Locator) -> None:
        """Our button, and the photo in the telephone's list."""
        control.set_input_files(self.photo)
        self.counted.update(fields=1, taps=2)

    def reach(self, link: Locator) -> None:
        """Press a link where the page shows it; else open what it stands in first."""
        if not link.is_visible():
            self.tap(self.page.locator("details", has=link).first.locator("summary"))
        self.press(link)

    def fill(self) -> None:
        """Fill in what the form requires."""
        for control in self.page.locator(f"{self.form} {CONTROLS}").all():
            self._look_at(control)

    def _look_at(self, control: Locator) -> None:
        name, kind = control.get_attribute("name") or "", control.get_attribute("type")
        offered = kind == "file" or control.is_visible()
        field = control.locator(FIELD)
        if not offered or not name or kind in ("radio", "checkbox"):
            self._choose(control, name, kind, field)
            return
        self.counted["fields shown"] += 1
        if name not in self.wanted and not field.locator(".required").count():
            return
        if kind == "file":
            self.attach(control)
        elif control.evaluate("one => one.tagName") == "SELECT":
            if not control.input_value():
                self.select(control, index=1)
        elif not control.input_value():
            self.type(control, self.typed.get(name, "1"))

    def _choose(self, control: Locator, name: str, kind: str | None, field: Locator) -> None:
        """The first of several answers, once, where one is required."""
        if kind not in ("radio", "checkbox") or not control.is_visible():
            return
        first = self.page.locator(f"{self.form} [name={json.dumps(name)}]").first
        if control.get_attribute("id") != first.get_attribute("id"):
            return
        self.counted["fields shown"] += 1
        chosen = self.page.locator(f"{self.form} [name={json.dumps(name)}]:checked").count()
        if not chosen and field.locator(".required").count():
            first.check()
            self.counted.update(fields=1, taps=1)

    def _received(self, event: dict[str, Any]) -> None:
        self.counted.update(bytes=int(event["encodedDataLength"]), requests=1)


class Report(Stopwatch):
    """The citizen's road."""

    # Required by a rule of the page, not by the field alone: a photo, and a way to answer.
    wanted = ("photos", "phone")

    def report(self) -> dict[str, int]:
        """Go from the first page to the case's number, and return what was counted."""
        self.open("/")
        self.reach(self.page.locator(f"a[href$='/requests/{KIND}/']").first)
        while not self.page.url.rstrip("/").endswith("/done"):
            self._page()
        return dict(self.counted)

    def _page(self) -> None:
        """Fill in what the page requires, and go on. Others' reports near by are left alone."""
        if not self.page.locator("#request").count():
            self.press(self.page.locator("main form button").last)
            return
        if self.page.locator("[data-gps]").count():
            self._stand_here()
        self.fill()
        before = self.page.url
        self.press(self.page.locator("#request button[type=submit]:not([name])").last)
        if self.page.url == before:
            said = self.page.locator(".error-summary").inner_text()
            raise SystemExit(f"{before}: {said}")

    def _stand_here(self) -> None:
        """Our button, and the telephone's own question; the place needs no words then."""
        self.page.locator("[data-gps]").click()
        self.page.wait_for_function("document.querySelector('[name=latitude]').value")
        self.counted.update(fields=1, taps=2)


@contextmanager
def chromium() -> Iterator[tuple[Browser, Path]]:
    """A browser, and a photo as a telephone takes it."""
    path = servers.program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "lamp.jpg"
        Image.effect_noise((1600, 1200), 40).convert("RGB").save(photo)
        browser = playwright.chromium.launch(executable_path=path, args=servers.CHROMIUM_OPTIONS)
        yield browser, photo
        browser.close()


def main(addresses: list[str]) -> None:
    """Play it on these sites, or on the demo."""
    with chromium() as (browser, photo):
        for site in addresses or [SITE]:
            context = browser.new_context(
                base_url=site,
                viewport=SCREEN,
                locale="th-TH",
                has_touch=True,
                geolocation=HERE,
                permissions=["geolocation"],
            )
            counted = Report(context.new_page(), photo).report()
            context.close()
            sys.stdout.write(f"{site} {json.dumps(counted)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
