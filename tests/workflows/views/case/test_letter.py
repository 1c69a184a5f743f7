"""The letter before it is sent: the very words that the citizen will get, and nothing happens yet."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Attachment, Case, CaseEvent, Department, Status, User
from notifications.letters.content.rendering import UNNAMED
from notifications.models import Notice
from tests.factories import CaseFactory, ExternalAgencyFactory, RequestTypeFactory, ResultCodeFactory
from tests.pictures import picture
from tests.workflows.views.conftest import Desk, Seat, address, open_task, text

pytestmark = pytest.mark.django_db
ASK = {"question": "หลุมอยู่หน้าบ้านเลขที่เท่าใด\nดู www.udon.example ด้วย"}


def resolved() -> dict[str, Any]:
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    return {"result": ResultCodeFactory().pk, "details": "ปะหลุมแล้ว <b>เรียบร้อย</b>", **day}


def rejected() -> dict[str, Any]:
    return {"reason": "ไฟส่องสว่างของการไฟฟ้า", "agency": ExternalAgencyFactory().pk}


TYPED = {"ask": lambda: ASK, "resolve": resolved, "reject": rejected}


@pytest.fixture(params=["th", "en"])
def case(request: Any, department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, language=request.param, in_progress=True, officer=officer)


def shown(seat: Desk, case: Case, verb: str, **typed: Any) -> Any:
    return seat.do(case, verb, letter="1", **typed)


def letter_on(response: Any) -> Any:
    return next(one["letter"] for one in response.context if one.get("letter"))


def but_for_the_name(sent: Notice) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter, as they are shown to somebody from whom the name may be kept."""
    name = f"{sent.case.first_name} {sent.case.last_name}"  # type: ignore[union-attr]
    return sent.subject, sent.text.replace(name, UNNAMED), sent.html.replace(name, UNNAMED)


@pytest.mark.parametrize("verb", ["ask", "resolve", "reject"])
def test_the_letter_shown_is_the_letter_sent(desk: Seat, case: Case, officer: User, verb: str) -> None:
    seat, typed = desk(officer), TYPED[verb]()
    before = letter_on(shown(seat, case, verb, **typed))
    seat.do(case, verb, **typed)
    sent = Notice.objects.filter(audience="citizen").latest("created")
    assert (before.subject, before.text, before.html) == but_for_the_name(sent)
    assert f"{case.first_name} {case.last_name}" in sent.text


@pytest.mark.parametrize("verb", ["ask", "resolve", "reject"])
def test_showing_it_changes_nothing(desk: Seat, case: Case, officer: User, verb: str) -> None:
    events, notices, task = CaseEvent.objects.count(), Notice.objects.count(), open_task(case)
    assert shown(desk(officer), case, verb, **TYPED[verb]()).status_code == 200
    now = Case.objects.get(pk=case.pk)
    assert (now.status, now.changed_at, now.question) == (Status.IN_PROGRESS, case.changed_at, "")
    assert (CaseEvent.objects.count(), Notice.objects.count(), open_task(case)) == (events, notices, task)


def test_what_was_typed_stays_in_the_form(desk: Seat, case: Case, officer: User) -> None:
    page = text(shown(desk(officer), case, "ask", **ASK))
    assert page.count("หลุมอยู่หน้าบ้านเลขที่เท่าใด") == 2
    assert "Nothing has been sent yet." in page


def test_photos_chosen_with_it_are_kept(desk: Seat, case: Case, officer: User) -> None:
    page = text(shown(desk(officer), case, "resolve", **resolved(), photos=picture()))
    assert Attachment.objects.filter(case=None).count() == 1
    assert "Photos already here" in page


def test_a_form_that_is_not_complete_shows_no_letter(desk: Seat, case: Case, officer: User) -> None:
    page = text(shown(desk(officer), case, "ask", question=" "))
    assert "Write the question." in page
    assert "Nothing has been sent yet." not in page


def test_the_script_gets_the_letter_alone(desk: Seat, case: Case, officer: User) -> None:
    seat = desk(officer)
    seat.defaults["HTTP_X_FRAGMENT"] = "letter"
    assert "<h1" not in text(shown(seat, case, "ask", **ASK))
    assert "Write the question." in text(shown(seat, case, "ask", question=""))


def test_a_colleague_and_a_stranger_see_no_letter(
    desk: Seat, case: Case, colleague: User, stranger: User
) -> None:
    assert shown(desk(colleague), case, "ask", **ASK).status_code == 403
    assert shown(desk(stranger), case, "ask", **ASK).status_code == 404


def test_a_step_that_is_over_is_said_instead(desk: Seat, case: Case, officer: User) -> None:
    task = open_task(case)
    desk(officer).do(case, "ask", **ASK)
    answer = shown(desk(officer), case, "resolve", task=task, **resolved())
    assert answer.status_code == 409
    assert "Nothing has been sent yet." not in text(answer)


def test_without_an_address_there_is_no_letter_to_show(desk: Seat, case: Case, officer: User) -> None:
    Case.objects.filter(pk=case.pk).update(email="")
    assert "Show the letter" not in text(desk(officer).page("step", case.number, "ask"))
    assert "Nothing has been sent yet." not in text(shown(desk(officer), case, "ask", **ASK))


@pytest.mark.parametrize("verb", ["transfer", "hand_back", "note"])
def test_steps_without_words_to_the_citizen_have_no_letter(
    desk: Seat, case: Case, officer: User, verb: str
) -> None:
    assert "Show the letter" not in text(desk(officer).page("step", case.number, verb))


def test_a_day_outside_the_case_is_refused_before_the_letter(desk: Seat, case: Case, officer: User) -> None:
    day = timezone.localdate() + datetime.timedelta(days=1)
    typed = {**resolved(), "on_day": day.day, "on_month": day.month, "on_year": day.year}
    assert "between the day of receipt" in text(shown(desk(officer), case, "resolve", **typed))


def test_a_page_with_a_letter_stays_within_its_statements(
    desk: Seat, case: Case, officer: User, django_assert_max_num_queries: Any
) -> None:
    seat, task = desk(officer), open_task(case)
    # What the city shares is read by the first page.
    seat.page("case", case.number)
    with django_assert_max_num_queries(26):
        seat.post(address("step", case.number, "ask"), {"task": task, "letter": "1", **ASK})
