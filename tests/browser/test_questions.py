"""Questions that wait for an earlier answer, in a real browser: shown when it comes, hidden when it goes."""

import pytest
from playwright.sync_api import Browser, Page, expect

from cases.models import RequestType
from tests.cases.questions import ask, question
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def request_type(transactional_db: None) -> RequestType:
    """A kind whose second and third question wait for the one before."""
    request_type = RequestTypeFactory(code="stray_dog")
    ask(
        request_type,
        question("hurt", "yes_no"),
        question("fault", "one", show_if_key="hurt", show_if_value="yes"),
        question("pole", show_if_key="fault", show_if_value="เสาเอียง"),
    )
    return request_type


def test_a_question_appears_with_the_answer_that_it_waits_for(page: Page, request_type: RequestType) -> None:
    page.goto(f"/en/requests/{request_type.code}/")
    expect(page.get_by_role("group", name="Question fault")).to_be_hidden()
    page.get_by_label("Yes").check()
    page.get_by_label("The pole leans").check()
    expect(page.get_by_label("Question pole")).to_be_visible()


def test_a_hidden_question_hides_those_that_wait_for_it(page: Page, request_type: RequestType) -> None:
    page.goto(f"/en/requests/{request_type.code}/")
    page.get_by_label("Yes").check()
    page.get_by_label("The pole leans").check()
    page.get_by_label("No", exact=True).check()
    expect(page.locator("#id_q_pole")).to_be_hidden()
    expect(page.locator("#id_q_pole")).to_be_disabled()


def test_without_javascript_all_are_shown_with_their_condition(
    browser: Browser, live_site: str, request_type: RequestType
) -> None:
    context = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/en/requests/{request_type.code}/")
    expect(page.get_by_label("Question pole")).to_be_visible()
    expect(page.get_by_text("Only if you answered “Yes” to “Question hurt”")).to_be_visible()
    context.close()
