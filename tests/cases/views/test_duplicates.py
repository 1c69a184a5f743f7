"""The citizen's page of a request that is handled together with another report."""

import pytest

from cases import actions
from cases.actions import duplicates
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def main(request_type, head):
    return CaseFactory(request_type=request_type, in_progress=True)


def test_the_page_says_how_the_work_on_the_matter_stands(logged_in, somchai, main, head):
    duplicates.mark_duplicate(somchai.case, of=main, by=head)
    page = logged_in.get(f"/en/track/cases/{somchai.case.number}/").content.decode()
    assert "Handled together with another report" in page
    assert "<strong>Work is in progress</strong>" in page


def test_the_page_tells_neither_number_nor_words_of_the_other(logged_in, somchai, main, head):
    duplicates.mark_duplicate(somchai.case, of=main, by=head, reason="ลับเฉพาะ")
    page = logged_in.get(f"/en/track/cases/{somchai.case.number}/").content.decode()
    assert main.number not in page
    assert "ลับเฉพาะ" not in page


def test_a_question_to_the_other_citizen_is_not_put_to_this_one(logged_in, somchai, main, head):
    duplicates.mark_duplicate(somchai.case, of=main, by=head)
    actions.ask(main, by=main.officer, question="หน้าบ้านเลขที่เท่าใด")
    page = logged_in.get(f"/en/track/cases/{somchai.case.number}/").content.decode()
    assert "Waiting for information" in page
    assert "หน้าบ้านเลขที่เท่าใด" not in page


def test_a_request_of_its_own_says_nothing_of_others(logged_in, somchai):
    page = logged_in.get(f"/en/track/cases/{somchai.case.number}/").content.decode()
    assert "together with another report" not in page
