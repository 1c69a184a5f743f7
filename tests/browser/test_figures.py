"""The public figures and the check of a paper in a real browser: what axe finds, and the smallest screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.lib.process_cache import forget
from cases.printouts import verification_codes
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(live_site: str) -> Iterator[list[str]]:
    """Every state of these pages, with one resolved case behind them."""
    forget()
    case = CaseFactory(resolved=True)
    event = verification_codes.result_event(case)
    assert event is not None
    code = verification_codes.canonical(verification_codes.code_for(event))
    yield [
        "/figures/",
        "/en/figures/",
        f"/en/figures/?kind={case.request_type.code}",
        "/verify/",
        "/en/verify/?number=&code=",
        "/en/verify/?number=2569-99999&code=1",
        f"/verify/{case.number}/{code}/",
    ]
    forget()


def test_axe_finds_nothing(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(address, violation["id"]) for violation in found] == []


def test_nothing_is_refused_by_the_policy(page: Page, addresses: list[str]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for address in addresses:
        page.goto(address)
    assert [line for line in said if "Content Security Policy" in line] == []


def test_the_smallest_screen_needs_no_sideways_scroll(page: Page, addresses: list[str]) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_a_paper_is_checked_with_the_keyboard_alone(page: Page, addresses: list[str]) -> None:
    *_, number, code, _ = addresses[-1].split("/")
    page.goto("/en/verify/")
    page.focus("[name=number]")
    page.keyboard.type(number)
    page.keyboard.press("Tab")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This document is genuine")).to_be_visible()
