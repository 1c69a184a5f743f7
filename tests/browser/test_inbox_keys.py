"""The inbox in a real browser: the keyboard in the list, the ticks, and both without scripts."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from cases.models import Case, User
from tests.browser.test_staff import _problems, log_in
from tests.factories import CaseFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)
# A key as a keyboard gives it on which Thai is typed: what it says, where it lies, whether Control is held.
THAI_KEY = """([key, code, ctrlKey]) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key, code, ctrlKey, bubbles: true, cancelable: true }))"""


@pytest.fixture
def second(case: Case) -> Case:
    return CaseFactory(request_type=case.request_type)


@pytest.fixture
def inbox(page: Page, case: Case, second: Case, head: User) -> Page:
    """The head's list of two cases, without the focus."""
    log_in(page, "head", "/en/staff/?view=open")
    page.get_by_role("link", name=case.number).wait_for()
    return page


def link(page: Page, case: Case) -> Locator:
    return page.get_by_role("link", name=case.number, exact=True)


def test_j_and_k_move_while_the_list_has_the_focus(inbox: Page, case: Case, second: Case) -> None:
    inbox.keyboard.press("j")
    expect(link(inbox, second)).not_to_be_focused()
    link(inbox, case).focus()
    inbox.keyboard.press("j")
    expect(link(inbox, second)).to_be_focused()
    inbox.keyboard.press("k")
    expect(link(inbox, case)).to_be_focused()
    inbox.evaluate(THAI_KEY, ["่", "KeyJ", False])
    expect(link(inbox, second)).to_be_focused()


def test_x_ticks_and_a_assigns(inbox: Page, case: Case, second: Case, officer: User) -> None:
    link(inbox, case).focus()
    for key in ("x", "j", "x", "a"):
        inbox.keyboard.press(key)
    inbox.get_by_role("radio", name=str(officer)).check()
    inbox.get_by_role("button", name="Assign").click()
    inbox.get_by_text("2 cases done").wait_for()
    assert Case.objects.filter(officer=officer).count() == 2


def test_a_whole_page_is_ticked_and_unticked_at_once(inbox: Page, case: Case, second: Case) -> None:
    inbox.get_by_text("Filters and order").click()
    inbox.get_by_label("Cases on a page").select_option("200")
    inbox.get_by_role("button", name="Filter").click()
    inbox.wait_for_url("**rows=200**")
    everything = inbox.get_by_role("button", name="Tick or untick all")
    everything.click()
    expect(inbox.locator("tbody input:checked")).to_have_count(2)
    everything.click()
    expect(inbox.locator("tbody input:checked")).to_have_count(0)


def test_slash_goes_to_the_search_and_the_question_mark_lists_the_keys(inbox: Page, case: Case) -> None:
    link(inbox, case).focus()
    inbox.keyboard.press("?")
    expect(inbox.get_by_text("Next case, case before")).to_be_visible()
    link(inbox, case).focus()
    inbox.keyboard.press("/")
    expect(inbox.get_by_label("Number or words")).to_be_focused()


def test_the_keys_can_be_switched_off(inbox: Page, case: Case, second: Case) -> None:
    inbox.get_by_text("Keyboard shortcuts").click()
    inbox.get_by_role("button", name="Switch the shortcuts off").click()
    inbox.get_by_text("The keyboard shortcuts are off.").wait_for()
    link(inbox, case).focus()
    inbox.keyboard.press("j")
    expect(link(inbox, case)).to_be_focused()


def test_ticks_words_and_views_work_without_scripts(
    browser: Browser, live_site: str, case: Case, second: Case, officer: User
) -> None:
    visitor = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = visitor.new_page()
    log_in(page, "head", "/en/staff/?view=open")
    page.get_by_label("Number or words").fill("หลุม")
    page.get_by_role("button", name="Find").click()
    page.get_by_label(f"Tick {case.number}").check()
    page.get_by_role("button", name="Assign an officer").click()
    page.get_by_role("radio", name=str(officer)).check()
    page.get_by_role("button", name="Assign").click()
    page.get_by_text("1 case done").wait_for()
    visitor.close()
    assert Case.objects.get(pk=case.pk).officer == officer


@one_of("size", [(360, 740), (1280, 900)], short=1)
def test_the_new_pages_have_no_barriers(inbox: Page, case: Case, size: tuple[int, int]) -> None:
    said: list[str] = []
    inbox.on("console", lambda message: said.append(_policy(message)))
    inbox.set_viewport_size({"width": size[0], "height": size[1]})
    problems = []
    many = [f"bulk/{verb}/?case={case.number}" for verb in ("assign", "transfer", "note")]
    for path in ("?view=open&sort=age&status=received", "views/", "?q=zzz", *many):
        inbox.goto(f"/en/staff/{path}")
        for summary in inbox.locator("main details > summary").all():
            if summary.is_visible() and not summary.evaluate("one => one.parentElement.open"):
                summary.click()
        problems += _problems(inbox)
    assert (problems, [text for text in said if text]) == ([], [])


CUT_OFF = """() => [...document.querySelectorAll('.cases td, .cases th, .find input')]
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent.trim())"""


def test_nothing_in_the_list_is_cut_off_on_a_telephone(inbox: Page, case: Case) -> None:
    inbox.set_viewport_size({"width": 360, "height": 740})
    for language in ("", "/en"):
        inbox.goto(f"{language}/staff/?view=open")
        expect(inbox.get_by_role("link", name=case.number)).to_be_visible()
        assert inbox.evaluate(CUT_OFF) == []


def _policy(message: ConsoleMessage) -> str:
    return message.text if "Content Security Policy" in message.text else ""
