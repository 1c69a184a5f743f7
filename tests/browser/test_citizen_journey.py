"""A citizen after filing, in a real browser: track, answer, reopen, recover; on a telephone and a desk,
with and without JavaScript, in Thai and English."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from cases.models import Case, RequestType
from tests.browser.conftest import SCREENS
from tests.cases.views.codes import code_of
from tests.factories import FiledFactory
from tests.thorough import combinations

pytestmark = [
    pytest.mark.django_db(transaction=True),
    combinations(screen=SCREENS, javascript=[True, False], language=["/", "/en/"]),
]
Visit = Callable[..., Page]


def tracked(page: Page, language: str, case: Case, password: str) -> None:
    """Log in and open the case."""
    page.goto(f"{language}track/")
    page.fill("[name=user_id]", case.number)
    page.fill("[name=password]", password)
    page.click("main form .row button")
    page.wait_for_url("**/track/cases/")
    page.goto(f"{language}track/cases/{case.number}/")


def status(case: Case) -> str:
    return str(Case.objects.get(pk=case.pk).status)


def test_a_citizen_tracks_and_answers(
    visitor: Visit, request_type: RequestType, screen: str, javascript: bool, language: str
) -> None:
    case, password = FiledFactory(request_type=request_type, waiting=True)
    page = visitor(screen, java_script_enabled=javascript)
    tracked(page, language, case, password)
    page.fill("form[action*=answer] [name=text]", "ดวงที่สองจากปากซอย")
    page.click("form[action*=answer] > button")
    page.wait_for_selector(".notice-success")
    assert status(case) == "in_progress"


def test_a_citizen_says_that_it_is_still_there(
    visitor: Visit, request_type: RequestType, screen: str, javascript: bool, language: str
) -> None:
    case, password = FiledFactory(request_type=request_type, resolved=True)
    page = visitor(screen, java_script_enabled=javascript)
    tracked(page, language, case, password)
    page.check("[name=verdict][value=still_there]")
    page.fill("form[action*=feedback] [name=text]", "ยังมีหลุมอยู่ครึ่งหนึ่ง")
    page.click("form[action*=feedback] > button")
    page.wait_for_selector(".notice-success")
    assert status(case) == "assigned"


def test_a_citizen_gets_a_new_password(
    visitor: Visit, request_type: RequestType, screen: str, javascript: bool, language: str
) -> None:
    case, old = FiledFactory(request_type=request_type)
    page = visitor(screen, java_script_enabled=javascript)
    page.goto(f"{language}track/forgot/")
    page.fill("[name=wanted]", case.email)
    page.click("main form > button")
    page.fill("[name=code]", code_of(case.email))
    page.click("main form > button")
    page.click(f"button[name=number][value='{case.number}']")
    new = page.text_content(".credential >> nth=-1") or ""
    assert new.strip() != old
    tracked(page, language, case, new.strip())
    assert case.number in page.inner_text("main")
