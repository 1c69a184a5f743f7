"""Nothing is lost or doubled when the line is cut, the window closed, the telephone restarted, the log-in
over or the room full; and nothing stays on a telephone whose person has logged out."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from cases import actions
from cases.models import Attachment, Case, RequestType, User
from tests.browser.field.telephone import (
    DONE,
    FIELD,
    KEPT,
    PATIENCE,
    PLACE,
    Kind,
    arrived,
    card,
    day,
    fill,
    finish,
    results,
    send_now,
    unsent,
)
from tests.browser.line import Line
from tests.browser.seat import ask_to_log_out, log_out
from tests.browser.test_citizen_pages import findings, width
from tests.browser.test_staff import log_in
from tests.servers import wait_for
from tests.thorough import so_many

pytestmark = pytest.mark.django_db(transaction=True)


def test_cuts_lose_nothing_and_double_nothing(
    telephone: Callable[[], BrowserContext], line: Line, lamp: Callable[..., Case], officer: User
) -> None:
    RequestType.objects.update(needs_after_photo=False)
    cases = [lamp() for _ in range(so_many(5, 20))]
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
        send_now(page)
        unsent(page, 0)
        page.goto(FIELD)
    arrived(*cases)
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
    send_now(page)
    # The browser has forgotten the log-in, as browsers do when they are closed.
    page.get_by_role("link", name="Log in, and it is sent").click()
    log_in(page, "officer", FIELD)
    arrived(near)
    unsent(page, 0)
    assert near.attachments.filter(event__kind=Kind.RESOLVED).count() == 1


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
    send_now(page)
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
    send_now(page)
    page.wait_for_selector("[data-day-kept]")
    assert results(case) == [0]
    page.on("dialog", lambda dialog: dialog.dismiss())
    ask_to_log_out(page)
    unsent(page, 1)
    Session.objects.all().delete()
    log_in(page, "officer", FIELD)
    arrived(case)
    unsent(page, 0)


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
    page.wait_for_selector("[data-field-stored]:visible", timeout=PATIENCE)
    # The browser's clock cannot be set for a page of the service worker: the day is made older instead.
    aged = """async () => {
      const db = await idb.openDB("field");
      const held = await db.get("keys", "day");
      await db.put("keys", { ...held, until: held.until - 12 * 60 * 60 * 1000 }, "day");
      db.close();
      return (held.until - Date.now()) / (60 * 60 * 1000);
    }"""
    assert 11.5 < page.evaluate(aged) < 12
    page.goto(FIELD)
    page.get_by_text("This telephone keeps no list").wait_for(timeout=PATIENCE)
    unsent(page, 1)
    kept = """async () => {
      const db = await idb.openDB("field");
      return [await db.getAllKeys("keys"), await db.count("day")];
    }"""
    wait_for(lambda: page.evaluate(kept) == [["queue"], 0], what="the key of the day to go")


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
    line.cut()
    with page.expect_event("dialog", lambda dialog: "no line" in dialog.message):
        ask_to_log_out(page)
    assert len(page.evaluate("() => indexedDB.databases()")) == 1
    line.mend()
    asked.clear()
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
