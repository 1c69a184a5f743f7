"""The field on a telephone in a real browser: few taps, no barriers, nothing lost or doubled when the line
is cut, the window closed, the telephone restarted, the log-in over or the room full."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from cases import actions
from cases.models import Attachment, Case, CaseEvent, RequestType, User
from tests import servers
from tests.browser.line import Line
from tests.browser.seat import log_out
from tests.browser.test_citizen_pages import findings, width
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory, StandardTextFactory
from tests.pictures import photo, picture

pytestmark = pytest.mark.django_db(transaction=True)
Kind = CaseEvent.Kind
FIELD = "/en/staff/field/"
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
# A photo that is sent is judged by a process of its own.
PATIENCE = 60_000
PLACE = "หน้าโรงเรียนบ้านเลื่อม"
DONE = "เปลี่ยนหลอดไฟแล้ว"
# All that the browser keeps for the site, as one text: what is sealed reads as bytes.
KEPT = """async () => {
  const told = [];
  const flat = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value instanceof CryptoKey) return `key that can be read: ${value.extractable}`;
    if (!value || typeof value !== "object") return String(value);
    return Object.entries(value).map(([name, one]) => name + flat(one)).join(" ");
  };
  for (const { name } of await indexedDB.databases()) {
    const db = await idb.openDB(name);
    for (const store of db.objectStoreNames) {
      told.push(...(await db.getAllKeys(store)), ...(await db.getAll(store)).map(flat));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const held = await cache.match(request);
      told.push(request.url, await held.text());
    }
  }
  return told.join("\\n") + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
}"""


@pytest.fixture
def request_type(live_site: str, head: User) -> RequestType:
    ResultCodeFactory()
    StandardTextFactory(step="resolve", text_th=DONE, name_th="เปลี่ยนหลอด", name_en="Lamp changed")
    department = head.memberships.get().department
    return RequestTypeFactory(
        code="lamp", department=department, needs_after_photo=True, name_en="Street lamp"
    )


@pytest.fixture
def lamp(request_type: RequestType, head: User, officer: User) -> Callable[..., Case]:
    """Makes a lamp that the officer has to see to."""

    def make(state: str = "assigned", **more: Any) -> Case:
        people = {"head": head, "officer": officer}
        case = CaseFactory(request_type=request_type, **people, **{state: True}, **more)
        Case.objects.filter(pk=case.pk).update(place=PLACE, latitude="17.41", longitude="102.78")
        return Case.objects.get(pk=case.pk)

    return make


@pytest.fixture
def line(live_site: str) -> Iterator[Line]:
    found = Line(live_site, FIELD.encode())
    yield found
    found.close()


@pytest.fixture
def telephone(browser: Browser, line: Line, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Switches the telephone on: its profile is kept while it is off."""
    on: list[BrowserContext] = []

    def switch_on() -> BrowserContext:
        for earlier in on:
            earlier.close()
        path = servers.program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        context = browser.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=path,
            args=[*servers.CHROMIUM_OPTIONS, *CAMERA],
            base_url=line.url,
            viewport={"width": 360, "height": 740},
            permissions=["geolocation"],
            geolocation={"latitude": 17.4, "longitude": 102.78},
        )
        on[:] = [context]
        return context

    yield switch_on
    for context in on:
        context.close()


def day(page: Page) -> None:
    """The day, once it is kept on the telephone."""
    page.goto(FIELD)
    page.wait_for_selector("[data-day-kept]")
    page.evaluate("navigator.serviceWorker.ready")


def card(page: Page, case: Case) -> None:
    page.locator(f'[data-card$="/{case.number}/"] a.button:not(.button-quiet)').click()
    page.wait_for_selector("[data-photo-tools]:visible")


def fill(page: Page, *, photo: bool = True) -> None:
    page.get_by_label("Fixed").check()
    page.get_by_label("What was done").fill(DONE)
    if not photo:
        return
    after = picture(640, 480, name="after.jpg").read()
    page.set_input_files("[name=photos]", {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": after})
    page.wait_for_selector("[data-previews] img")


def finish(page: Page) -> None:
    page.get_by_role("button", name="Finish and tell the citizen").click()
    page.wait_for_url(f"**{FIELD}")


def unsent(page: Page, number: int) -> None:
    panel = page.locator("[data-field-queue]")
    if number:
        expect(panel).to_contain_text(f"{number} not sent yet", timeout=PATIENCE)
    else:
        expect(panel).to_be_hidden(timeout=PATIENCE)


def results(*cases: Case) -> list[int]:
    return [case.events.filter(kind=Kind.RESOLVED).count() for case in cases]


def test_from_card_to_finish_in_six_taps_and_one_screen(
    telephone: Callable[[], BrowserContext], lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp(photos=[photo()])
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    assert (findings(page), width(page)) == ([], 360)
    taps = 0

    def tap(where: Any) -> None:
        nonlocal taps
        where.click()
        taps += 1

    tap(page.get_by_role("link", name=f"Begin : {case.number}"))
    page.wait_for_selector("[data-photo-tools]:visible")
    assert (findings(page), width(page)) == ([], 360)
    top = page.locator(".field-ways").bounding_box()
    after = picture(640, 480, name="after.jpg").read()
    page.set_input_files("[name=photos]", {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": after})
    taps += 2  # the camera and its shutter
    page.wait_for_selector("[data-previews] img")
    tap(page.get_by_label("Fixed"))
    tap(page.get_by_role("button", name="Lamp changed"))
    last = page.get_by_label("What was done").bounding_box()
    assert top
    assert last
    assert last["y"] + last["height"] - top["y"] <= 740
    finish_button = page.get_by_role("button", name="Finish and tell the citizen")
    expect(finish_button).to_be_in_viewport()
    tap(finish_button)
    page.get_by_text("The citizen is told the result").wait_for()
    assert (taps, results(case)) == (6, [1])
    assert case.events.get(kind=Kind.RESOLVED).message == DONE


def test_before_lies_faint_over_the_camera(
    telephone: Callable[[], BrowserContext], lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp(photos=[photo()])
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    card(page, case)
    camera = page.get_by_role("button", name="Photo from the same spot as before")
    camera.click()
    expect(page.locator(".field-camera video")).to_have_js_property("readyState", 4)
    before = page.locator(".field-camera img")
    expect(before).to_have_js_property("complete", True)
    shown = "(image) => [image.naturalWidth > 0, getComputedStyle(image).opacity]"
    assert before.evaluate(shown) == [True, "0.35"]
    page.keyboard.press("Escape")
    expect(camera).to_be_focused()
    camera.click()
    page.get_by_role("button", name="Take the photo").click()
    page.wait_for_selector("[data-previews] img")
    expect(page.locator(".field-camera")).to_have_count(0)
    assert page.evaluate("document.querySelector('[name=photos]').files.length") == 1


def test_without_scripts_it_is_a_plain_form(
    visitor: Callable[..., Page], lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp()
    page = visitor(java_script_enabled=False)
    log_in(page, "officer", FIELD)
    page.get_by_role("link", name=f"Begin : {case.number}").click()
    page.get_by_label("Fixed").check()
    page.get_by_role("button", name="Lamp changed").click()
    assert page.get_by_label("What was done").input_value() == DONE
    after = picture(640, 480, name="after.jpg").read()
    page.set_input_files("[name=photos]", {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": after})
    page.get_by_role("button", name="Finish and tell the citizen").click()
    assert "The citizen is told the result" in page.inner_text("main")
    assert results(case) == [1]


def test_twenty_cuts_lose_nothing_and_double_nothing(
    telephone: Callable[[], BrowserContext], line: Line, lamp: Callable[..., Case], officer: User
) -> None:
    RequestType.objects.update(needs_after_photo=False)
    cases = [lamp() for _ in range(20)]
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    page.evaluate("navigator.serviceWorker.ready")
    for turn, case in enumerate(cases):
        card(page, case)
        match turn % 5:
            case 0:
                line.cut()
            case 1:
                line.cut_form(after=1 + 100 * turn)
            case 2:
                line.cut_form(after=2500 + 100 * turn)
            case _:
                line.cut_answer()
        fill(page, photo=turn % 5 == 2)
        finish(page)
        unsent(page, 1)
        if turn % 5 == 4:
            page.close()
            page = page.context.new_page()
            page.goto(FIELD)
            unsent(page, 1)
        line.mend()
        page.get_by_role("button", name="Send now").click()
        unsent(page, 0)
        page.goto(FIELD)
    assert results(*cases) == [1] * 20
    photos = Attachment.objects.filter(event__kind=Kind.RESOLVED).values_list("event__case", flat=True)
    assert sorted(photos) == sorted(case.pk for case in cases[2::5])


def test_the_day_is_worked_on_without_a_line_and_a_restart_takes_nothing(
    telephone: Callable[[], BrowserContext], line: Line, lamp: Callable[..., Case], officer: User
) -> None:
    near, far = lamp(), lamp()
    Case.objects.filter(pk=far.pk).update(latitude="17.5", place="หนองสำโรง")
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    day(page)
    line.cut()
    page.goto(FIELD)
    page.wait_for_selector("[data-field-stored]:visible")
    assert (findings(page), width(page)) == ([], 360)
    page.get_by_role("button", name="Nearest first").click()
    expect(page.locator(".field-card").first).to_contain_text("1.1 km")
    expect(page.locator(".field-card").last).to_contain_text(far.number)
    card(page, near)
    fill(page)
    finish(page)
    unsent(page, 1)
    expect(page.locator(".field-card", has_text=near.number)).to_contain_text("not sent yet")
    # A form that waits is not filled in twice.
    card(page, near)
    expect(page.get_by_role("button", name="Finish and tell the citizen")).to_be_disabled()
    kept = page.evaluate(KEPT)
    for said in (PLACE, DONE, near.number, near.phone and str(near.phone), "key that can be read: true"):
        assert not said or said not in kept, said
    assert "key that can be read: false" in kept
    page = telephone().new_page()
    page.goto(FIELD)
    unsent(page, 1)
    assert results(near) == [0]
    line.mend()
    page.get_by_role("button", name="Send now").click()
    # The browser has forgotten the log-in, as browsers do when they are closed.
    page.get_by_role("link", name="Log in, and it is sent").click()
    log_in(page, "officer", FIELD)
    unsent(page, 0)
    assert (results(near), near.attachments.filter(event__kind=Kind.RESOLVED).count()) == ([1], 1)


def test_a_colleagues_step_meanwhile_opens_what_happened(
    telephone: Callable[[], BrowserContext],
    line: Line,
    lamp: Callable[..., Case],
    officer: User,
    colleague: User,
) -> None:
    case = lamp("in_progress")
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    day(page)
    card(page, case)
    fill(page)
    line.cut()
    finish(page)
    unsent(page, 1)
    actions.note(case, by=colleague, text="อีกเสาหนึ่ง")
    line.mend()
    page.get_by_role("button", name="Send now").click()
    page.get_by_text("Which").click()
    expect(page.locator("[data-queue-list]")).to_contain_text("was not taken", timeout=PATIENCE)
    assert results(case) == [0]
    page.get_by_role("button", name="Open:").click()
    page.get_by_role("heading", name="Both versions").wait_for()
    assert page.get_by_label("What was done").input_value() == DONE
    expect(page.get_by_text("Photos already here")).to_be_visible()
    page.get_by_role("button", name="Finish and tell the citizen").click()
    page.get_by_text("The citizen is told the result").wait_for()
    page.goto(FIELD)
    unsent(page, 0)
    assert (results(case), case.attachments.filter(event__kind=Kind.RESOLVED).count()) == ([1], 1)


def test_the_log_in_that_has_ended_loses_nothing_and_another_person_sends_nothing(
    telephone: Callable[[], BrowserContext],
    line: Line,
    lamp: Callable[..., Case],
    officer: User,
    colleague: User,
) -> None:
    case = lamp()
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    day(page)
    card(page, case)
    fill(page)
    Session.objects.all().delete()
    finish_into(page, "**/login/**")
    log_in(page, "colleague", FIELD)
    unsent(page, 1)
    page.get_by_text("Which").click()
    expect(page.locator("[data-queue-list]")).to_contain_text("of a colleague")
    page.get_by_role("button", name="Send now").click()
    page.wait_for_selector("[data-day-kept]")
    assert results(case) == [0]
    page.on("dialog", lambda dialog: dialog.dismiss())
    log_out(page)
    unsent(page, 1)
    Session.objects.all().delete()
    log_in(page, "officer", FIELD)
    unsent(page, 0)
    assert results(case) == [1]


def finish_into(page: Page, where: str) -> None:
    page.get_by_role("button", name="Finish and tell the citizen").click()
    page.wait_for_url(where)


FULL = """() => {
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def test_a_full_telephone_says_so_and_keeps_what_was_filled_in(
    telephone: Callable[[], BrowserContext], line: Line, lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp()
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    day(page)
    card(page, case)
    fill(page)
    # As a browser refuses whose room is used up; how soon it notices a smaller quota is its own affair.
    page.evaluate(FULL)
    line.cut()
    page.get_by_role("button", name="Finish and tell the citizen").click()
    expect(page.locator("[data-field-said]")).to_contain_text("There is no room")
    assert page.get_by_label("What was done").input_value() == DONE
    # With a line it goes the plain way.
    line.mend()
    page.get_by_role("button", name="Finish and tell the citizen").click()
    page.get_by_text("The citizen is told the result").wait_for()
    assert results(case) == [1]


def test_after_twelve_hours_the_day_is_gone_and_what_waits_is_not(
    telephone: Callable[[], BrowserContext], line: Line, lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp()
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    day(page)
    card(page, case)
    fill(page, photo=False)
    line.cut()
    finish(page)
    page.wait_for_selector("[data-field-stored]:visible")
    page.clock.set_fixed_time(timezone.now() + datetime.timedelta(hours=12, minutes=1))
    page.goto(FIELD)
    page.get_by_text("This telephone keeps no list").wait_for()
    unsent(page, 1)
    kept = """async () => {
      const db = await idb.openDB("field");
      return [await db.getAllKeys("keys"), await db.count("day")];
    }"""
    assert page.evaluate(kept) == [["queue"], 0]


def test_logging_out_takes_everything_from_the_telephone(
    telephone: Callable[[], BrowserContext], line: Line, lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp()
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    day(page)
    card(page, case)
    fill(page)
    line.cut()
    finish(page)
    unsent(page, 1)
    line.mend()
    page.goto("/en/staff/password/")
    asked: list[str] = []

    def yes(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", yes)
    log_out(page)
    page.wait_for_url("**/login/**")
    assert "1 not sent yet" in asked[0]
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    line.cut()
    page.goto(FIELD)
    page.get_by_text("This telephone keeps no list").wait_for()
    kept = page.evaluate(KEPT)
    assert not any(said in kept for said in (case.number, PLACE, DONE, str(officer), "key that can be read"))
    page.goto(f"{FIELD}{case.number}/")
    page.get_by_text("This telephone keeps no list").wait_for()
