"""What other sites, other people at the same computer, and leafing strangers get: nothing of anybody's."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from cases.models import Case, RequestType
from tests.attacks.site import Site
from tests.attacks.strangers import Stranger, addresses, at_once, statuses
from tests.factories import STAFF_PASSWORD, FiledFactory
from tests.people import Citizen

WORDS = "pay-here-with-your-card"
EVIL = "http://evil.example/"
FORM = """<!doctype html><form method="post" action="{action}">
<input name="text" value="{words}"><input name="reason" value="{words}"></form>
<script>document.forms[0].submit()</script>"""


@pytest.fixture
def somchai(site: Site) -> Citizen:
    """A citizen whose answer is waited for."""
    return Citizen(*FiledFactory(request_type=RequestType.objects.get(code="road_damage"), waiting=True))


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """A browser of this test's own."""
    visitor = browser.new_context(base_url=site.url)
    yield visitor.new_page()
    visitor.close()


def session_of(page: Page) -> str:
    """The key that the browser holds."""
    return next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")


def visit_evil(page: Page, action: str) -> None:
    """Open a page of another site, which sends a form to us at once."""
    body = FORM.format(action=action, words=WORDS)
    page.route(f"{EVIL}**", lambda route: route.fulfill(body=body, content_type="text/html"))
    with page.expect_navigation(url=lambda address: not address.startswith(EVIL)):
        page.goto(EVIL)
    page.wait_for_load_state()


def test_another_sites_form_neither_logs_out_nor_leaves_words(
    site: Site, page: Page, somchai: Citizen
) -> None:
    number = somchai.case.number
    page.goto("/en/track/")
    page.fill("main [name=user_id]", number)
    page.fill("main [name=password]", somchai.password)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/track/cases/")
    before = session_of(page)
    for verb in ("answer", "message", "withdraw", "reopen"):
        visit_evil(page, f"{site.url}/en/track/cases/{number}/{verb}/")
        assert WORDS not in page.content()
        assert session_of(page) == before
    page.goto(f"/en/track/cases/{number}/")
    assert number in page.content()
    assert WORDS not in page.content()


def test_another_sites_form_neither_logs_staff_out_nor_leaves_words(
    site: Site, page: Page, somchai: Citizen
) -> None:
    page.goto("/en/staff/login/")
    page.fill("[name=username]", "head.eng")
    page.fill("[name=password]", STAFF_PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/staff/")
    before = session_of(page)
    step = f"{site.url}/en/staff/cases/{somchai.case.number}/note/"
    visit_evil(page, step)
    assert session_of(page) == before
    page.goto(step)
    assert WORDS not in page.content()
    assert somchai.case.number in page.content()


def test_nobody_leafs_through_the_numbers(
    site: Site, size: Callable[[int, int], int], somchai: Citizen
) -> None:
    RequestType.objects.filter(code="road_damage").update(needs_map=True)
    Case.objects.update(latitude=Decimal("17.4"), longitude=Decimal("102.8"), place="โทร ๐๘๑ ๒๓๔ ๕๖๗๘")
    leafing, others = Stranger(site.url, "127.9.9.9"), addresses(networks=size(3, 30))
    answers = at_once(
        partial(leafing.get, f"/follow/2569-{number:05d}/") for number in range(size(140, 1000))
    )
    assert statuses(answers)[404] <= 120
    assert statuses(answers)[429] >= len(answers) - 120
    pages = at_once(partial(Stranger(site.url, one).get, f"/follow/{somchai.case.number}/") for one in others)
    assert set(statuses(pages)) == {200}
    assert not [page for page in pages if "๐๘๑" in page.text]
