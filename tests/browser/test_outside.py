"""An outside party with a telephone: from the officer's question by a real letter to the answer, without
JavaScript; the pages have nothing for axe and fit 320 px."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from cases.models import OutsidePerson, RequestType, Subtask, User
from notifications.delivery import worker
from tests.browser.test_citizen_pages import findings, width
from tests.browser.test_plan_editor import press
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, OutsidePersonFactory
from tests.pictures import photo
from tests.servers import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"https?://[^/\s]+(/\S*outside/open/\S+)")


@pytest.fixture
def person(request_type: RequestType) -> OutsidePerson:
    return OutsidePersonFactory(name="วิชัย สายไฟ", email="wichai@pea.example")


def checked(page: Page, problems: list[str]) -> None:
    """Note what axe has against the page, and whether it is too wide for a small telephone."""
    page.set_viewport_size({"width": 320, "height": 740})
    problems += findings(page)
    assert width(page) <= 320, page.url


def test_a_step_is_done_by_a_letter_and_a_telephone(
    visitor: Callable[..., Page],
    request_type: RequestType,
    person: OutsidePerson,
    head: User,
    officer: User,
    smtp_server: MailServer,
) -> None:
    RequestType.objects.update(needs_map=True)
    place = {"latitude": "17.415", "longitude": "102.787", "photos": [photo()]}
    case = CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True, **place)
    problems: list[str] = []
    desk = visitor("desk", java_script_enabled=False)
    log_in(desk, "officer", f"/en/staff/cases/{case.number}/reject/")
    desk.get_by_label("Reason").fill("เป็นสายไฟของการไฟฟ้า ขอให้ดับไฟระหว่างตัดต้นไม้")
    press(desk, "Ask an outside party instead")
    assert "เป็นสายไฟของการไฟฟ้า" in desk.get_by_label("What it is asked to do").input_value()
    desk.locator("#id_to").select_option(label="Provincial Electricity Authority")
    press(desk, "Ask the outside party")
    worker.deliver()
    (letter,) = smtp_server.sent_to("wichai@pea.example")
    body = letter.get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found
    page = visitor(java_script_enabled=False)
    page.goto(found[1])
    assert "/outside/step/" in page.url
    assert "สมชาย" not in page.content()
    page.get_by_role("link", name="Write, name a day, send photos").click()
    page.get_by_label("Message to the municipality").fill("จะไปวันศุกร์")
    press(page, "Send")
    page.get_by_role("link", name="It is done").click()
    page.get_by_label("What was done").fill("ดับไฟแล้ว")
    press(page, "Report it as done")
    assert "There is nothing left to do here" in page.content()
    assert Subtask.objects.get().state == "done"
    desk.goto(f"/en/staff/cases/{case.number}/")
    assert "วิชัย สายไฟ (Provincial Electricity Authority)" in desk.content()
    assert "จะไปวันศุกร์" in desk.content()
    scripted = visitor()
    cookies: Any = page.context.cookies()
    scripted.context.add_cookies(cookies)
    scripted.goto(page.url)
    checked(scripted, problems)
    assert not problems


def test_the_set_up_of_a_party(
    visitor: Callable[..., Page], request_type: RequestType, administrator: User
) -> None:
    """Made, with a person; wrong input is answered with words and keeps what was typed."""
    page, problems = visitor(), list[str]()
    log_in(page, "administrator", "/en/staff/setup/outside/")
    checked(page, problems)
    page.get_by_role("link", name="New outside party").click()
    page.get_by_label("Name in Thai").fill("บริษัท รับเหมา จำกัด")
    page.get_by_label("Name in English").fill("Contractor Ltd.")
    checked(page, problems)
    press(page, "Save")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("มานี มีงาน")
    press(page, "Save")
    assert "Give an e-mail address or a mobile number." in page.content()
    page.get_by_label("Mobile telephone").fill("042 211 234")
    press(page, "Save")
    assert "This number takes no SMS." in page.content()
    page.get_by_label("E-mail").fill("manee@contractor.example")
    page.get_by_label("Mobile telephone").fill("")
    checked(page, problems)
    press(page, "Save")
    checked(page, problems)
    person = OutsidePerson.objects.get()
    assert (person.party.code, person.name) == ("contractor-ltd", "มานี มีงาน")
    assert not problems
