"""An administrator without training builds a first plan, and its first case is worked on telephones: from the
citizen's form by an outside party and a photo to the approval, the letter and the citizen's page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page

from cases.models import Case, RequestType, User
from notifications.delivery import worker
from tests.browser.filling import fill_what, fill_where, fill_you, go_on
from tests.browser.test_citizen_journey import tracked
from tests.browser.test_outside import LINK
from tests.browser.test_plan_editor import PLANS, add_step, press
from tests.browser.test_staff import log_in
from tests.factories import OutsidePersonFactory, ResultCodeFactory
from tests.pictures import picture
from tests.servers import MailServer
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[..., Page]
NEAR, PARTY = "อยู่ใกล้สายไฟหรือไม่", "Provincial Electricity Authority"
DONE = "ตัดกิ่งที่พาดสายไฟแล้ว"


def add_finding(page: Page, words: str, kind: str) -> None:
    """Ask for something at the step that is being written."""
    page.get_by_label("What is found out, in Thai").fill(words)
    page.locator("#id_findings-0-kind").select_option(label=kind)
    page.locator("#id_findings-0-required").check()


def build(page: Page) -> None:
    """Look; ask the authority, only if it is near a line; cut with a photo; the head approves."""
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Thai name").fill("ต้นไม้ใกล้สายไฟ")
    page.locator("[name=kinds]").first.check()
    press(page, "Save")
    for name in ("ตรวจต้นไม้", "ประสานการไฟฟ้า", "ตัดต้นไม้", "ตรวจรับงาน"):
        page.get_by_role("link", name="+ Stage").click()
        page.get_by_label("Name in Thai").fill(name)
        press(page, "Save")
    add_step(page, "ตรวจต้นไม้", "ดูต้นไม้", kind="Inspect the place")
    add_finding(page, NEAR, "Yes or no")
    press(page, "Save")
    add_step(page, "ประสานการไฟฟ้า", "ขอให้ดับไฟ", doer="An outside party", party=PARTY, asked=f"{NEAR}: Yes")
    press(page, "Save")
    add_step(page, "ตัดต้นไม้", "ตัดกิ่ง")
    add_finding(page, "รูปหลังตัด", "Photo")
    press(page, "Save")
    add_step(page, "ตรวจรับงาน", "หัวหน้าเห็นชอบ", kind="Approve", doer="A head")
    press(page, "Save")
    page.get_by_role("link", name="Publish").click()
    press(page, "Publish")


def file(page: Page) -> tuple[str, str]:
    """File the request; user ID and password as the page shows them."""
    page.goto("/en/requests/road_damage/")
    for fill, after in ((fill_what, "where"), (fill_where, "you"), (fill_you, "check")):
        fill(page)
        if after == "check":
            page.fill("[name=email]", "somchai@citizen.example")
        go_on(page, after)
    go_on(page, "done")
    found = re.search(r"\d{4} \d{4} \d{4}", page.inner_text("main"))
    assert found
    return Case.objects.get().number, found[0]


def letter(smtp_server: MailServer, address: str) -> str:
    """The last letter to an address."""
    worker.deliver()
    body = smtp_server.sent_to(address)[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_first_plan_is_built_and_its_first_case_goes_to_the_letter(
    visitor: Visit,
    request_type: RequestType,
    administrator: User,
    head: User,
    officer: User,
    smtp_server: MailServer,
) -> None:
    OutsidePersonFactory(email="wichai@pea.example")
    ResultCodeFactory()
    RequestType.objects.update(needs_map=True)
    desk = visitor("desk")
    log_in(desk, "administrator", PLANS)
    build(desk)
    citizen = visitor()
    number, password = file(citizen)
    case = f"/en/staff/cases/{number}/"

    boss = visitor()
    log_in(boss, "head", case)
    boss.get_by_role("radio", name=str(officer)).check()
    press(boss, "Assign")
    page = visitor()
    log_in(page, "officer", case)
    press(page, "Start the work")
    page.get_by_role("link", name="Work on the step").first.click()
    page.get_by_role("radio", name="Yes").check()
    press(page, "The step is done")
    assert f"{PARTY} does not see where it is" in page.inner_text("main")
    press(page, "Let everybody read them")

    link = LINK.search(letter(smtp_server, "wichai@pea.example"))
    assert link
    party = visitor()
    party.goto(link[1])
    assert Case.objects.get().place in party.inner_text("main")
    party.get_by_role("link", name="It is done").click()
    party.get_by_label("What was done").fill("ดับไฟแล้ว")
    press(party, "Report it as done")

    page.goto(case)
    page.get_by_role("link", name="Work on the step").first.click()
    image: FilePayload = {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    page.get_by_label("รูปหลังตัด").set_input_files(image)
    press(page, "The step is done")
    boss.goto(case)
    boss.get_by_role("link", name="Approve: หัวหน้าเห็นชอบ").click()
    assert "ดับไฟแล้ว" in boss.inner_text("main")
    assert boss.locator("main img").count() == 1
    press(boss, "Approve")
    page.goto(case)
    page.get_by_role("combobox", name="Result").select_option(label="Fixed")
    page.get_by_label("What was done").fill(DONE)
    press(page, "Finish and tell the citizen")
    assert DONE in letter(smtp_server, "somchai@citizen.example")
    tracked(citizen, "/en/", Case.objects.get(), password)
    for words in ("ตรวจรับงาน", DONE):
        assert words in citizen.inner_text("main")
    for seat in (boss, page, party, citizen):
        assert seat.evaluate("document.documentElement.scrollWidth") == 360
    assert not list(disagreements())
