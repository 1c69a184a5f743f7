"""The page of a case: everything about it, in fourteen statements whatever its history."""

from typing import Any

import pytest

from cases import actions
from cases.intake.followers import add_follower
from cases.models import Case, CaseEvent, Department, Feedback, User
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from tests.pictures import photo
from tests.workflows.views.conftest import Seat, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_story(department: Department, head: User, officer: User) -> Case:
    """A case that went round twice, with notes and photos, in a large department."""
    case = CaseFactory(request_type=RequestTypeFactory(department=department), resolved=True)
    actions.reopen(case, reason="ยังไม่หาย", photos=[photo(), photo()])
    for n in range(20):
        actions.note(case, by=head, text=f"บันทึก {n}")
    for _ in range(15):
        OfficerFactory(department=department)
    return case


def test_a_long_story_takes_no_more_than_fourteen_statements(
    desk: Seat, long_story: Case, head: User, django_assert_max_num_queries: Any
) -> None:
    seat = desk(head)
    # What the whole city shares is known from now on.
    seat.page("case", long_story.number)
    with django_assert_max_num_queries(14):
        page = seat.page("case", long_story.number)
    assert page.context["page"].step.verb == "assign"


def test_the_history_names_actor_time_and_words(desk: Seat, long_story: Case, head: User) -> None:
    page = text(desk(head).page("case", long_story.number))
    for words in ("Still not fixed, says the citizen", "ยังไม่หาย", "บันทึก 19", str(head), "Internal note"):
        assert words in page


def test_photos_stand_with_the_event_that_brought_them(desk: Seat, long_story: Case, head: User) -> None:
    page = desk(head).page("case", long_story.number)
    brought = {event.kind: len(event.attachments.all()) for event in page.context["page"].events}
    assert brought[CaseEvent.Kind.REOPENED] == 2
    assert brought[CaseEvent.Kind.RESOLVED] == 0


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("received", "assigns an officer"),
        ("assigned", "starts the work"),
        ("in_progress", "reports the result"),
        ("waiting", "The citizen answers."),
        ("resolved", "The citizen may say until"),
        ("rejected", "Nothing: the case has ended."),
    ],
)
def test_the_page_says_what_is_next_and_with_whom(
    desk: Seat, department: Department, head: User, officer: User, state: str, words: str
) -> None:
    request_type = RequestTypeFactory(department=department)
    case = CaseFactory(
        request_type=request_type, head=head, officer=officer, **{state: True} if state != "received" else {}
    )
    assert words in text(desk(head).page("case", case.number))


def test_text_of_the_citizen_is_never_markup(desk: Seat, case: Case, head: User) -> None:
    Case.objects.filter(pk=case.pk).update(details="<script>alert(1)</script>", place="<b>x</b>")
    page = text(desk(head).page("case", case.number))
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_the_national_id_is_masked(desk: Seat, case: Case, head: User) -> None:
    case.national_id = "1101700230705"
    case.save(update_fields=["national_id"])
    page = text(desk(head).page("case", case.number))
    assert "1101700230705" not in page
    assert "•-••••-•••••-07-05" in page


def test_a_late_case_says_so_in_words(desk: Seat, case: Case, head: User) -> None:
    Case.objects.filter(pk=case.pk).update(due_on="2020-01-01")
    assert "Late: due 1 January 2020" in text(desk(head).page("case", case.number))


def test_dates_are_in_the_buddhist_era_in_thai(desk: Seat, case: Case, head: User) -> None:
    Case.objects.filter(pk=case.pk).update(due_on="2026-12-03")
    page = desk(head).get(f"/staff/cases/{case.number}/")
    assert "3 ธันวาคม 2569" in text(page)


def test_the_citizens_verdict_stands_with_the_result(
    desk: Seat, department: Department, head: User, officer: User
) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department), resolved=True)
    actions.rate(case, verdict=Feedback.Verdict.FIXED, rating=4, comment="เร็วดี")
    page = text(desk(head).page("case", case.number))
    for words in ("The citizen’s verdict:", "Fixed", "4 of 5", "เร็วดี"):
        assert words in page


def test_a_message_of_the_citizen_stands_in_the_history_with_its_photo(
    desk: Seat, case: Case, head: User
) -> None:
    actions.send_message(case, text="หลุมใหญ่ขึ้น", photos=[photo()])
    page = text(desk(head).page("case", case.number))
    assert "Message from the citizen" in page
    assert "หลุมใหญ่ขึ้น" in page
    assert f"/photos/{case.attachments.get().pk}/" in page


def test_the_page_counts_followers_and_names_none(desk: Seat, case: Case, head: User) -> None:
    for n in range(3):
        add_follower(case, email=f"malee{n}@citizen.example", language="th")
    page = text(desk(head).page("case", case.number))
    assert "3 people" in page
    assert "malee" not in page
