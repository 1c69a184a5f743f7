"""A message to the officer, and what the citizen says of the result."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.models import Case, CaseEvent, Feedback, RequestType
from tests.cases.views.pages import log_in, page_of, token_of
from tests.cases.views.test_tracking import wind_back
from tests.factories import FiledFactory
from tests.people import Citizen
from tests.pictures import picture

pytestmark = pytest.mark.django_db
Kind, Verdict = CaseEvent.Kind, Feedback.Verdict
TEXT = "หลุมใหญ่ขึ้นทุกวัน"


def write(client: Client, case: Case, **typed: Any) -> Any:
    return client.post(page_of(case, "message"), {"text": TEXT, **typed})


def tell(client: Client, case: Case, verdict: str, **typed: Any) -> Any:
    return client.post(page_of(case, "feedback"), {"verdict": verdict, **typed})


def said(case: Case) -> Feedback:
    return Feedback.objects.get(case=case)


def test_a_message_with_a_photo_stands_in_the_timeline(logged_in: Client, somchai: Citizen) -> None:
    assert write(logged_in, somchai.case, photos=[picture()]).status_code == 302
    page = logged_in.get(page_of(somchai.case)).text
    photo = somchai.case.events.get(kind=Kind.MESSAGE).attachments.get()
    for shown in ("Your message was sent.", TEXT, f"/photos/{photo.pk}/thumbnail/"):
        assert shown in page


def test_a_message_before_anybody_is_in_charge_goes_to_the_head(logged_in: Client, somchai: Citizen) -> None:
    write(logged_in, somchai.case)
    assert somchai.case.notices.get(kind="message").audience == "head"


def test_an_empty_message_is_told_and_its_photo_is_kept(logged_in: Client, somchai: Citizen) -> None:
    page = write(logged_in, somchai.case, text=" ", photos=[picture()], form_token=str(uuid.uuid4()))
    assert "text" in page.context["form"].errors
    assert len(page.context["uploads"].photos) == 1


def test_a_double_click_sends_one_message(logged_in: Client, somchai: Citizen) -> None:
    token = token_of(logged_in.get(page_of(somchai.case)))
    answers = [write(logged_in, somchai.case, form_token=token).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert somchai.case.events.filter(kind=Kind.MESSAGE).count() == 1


def test_a_sixth_message_within_an_hour_is_put_off_and_its_words_are_kept(
    logged_in: Client, somchai: Citizen
) -> None:
    for _ in range(5):
        write(logged_in, somchai.case)
    page = write(logged_in, somchai.case, text="ข้อความที่หก")
    assert (page.status_code, "ข้อความที่หก" in page.text, "Retry-After" in page.headers) == (429, True, True)
    assert somchai.case.events.filter(kind=Kind.MESSAGE).count() == 5


def test_a_message_after_the_log_in_has_ended_is_kept_and_comes_back(
    logged_in: Client, somchai: Citizen
) -> None:
    wind_back(logged_in, seen=31 * 60)
    assert write(logged_in, somchai.case).headers["Location"] == "/en/track/"
    log_in(logged_in, somchai.case.number, somchai.password)
    assert TEXT in logged_in.get(page_of(somchai.case)).text


def test_while_an_answer_is_waited_for_the_page_asks_for_that_alone(client: Client, waiting: Citizen) -> None:
    page = client.get(page_of(waiting.case)).text
    assert ("answer/" in page, "message/" in page) == (True, False)


def test_a_message_that_crosses_a_question_is_taken(client: Client, waiting: Citizen) -> None:
    assert write(client, waiting.case).status_code == 302
    assert waiting.case.events.filter(kind=Kind.MESSAGE).exists()


def test_a_case_that_has_ended_takes_no_message(client: Client, resolved: Citizen) -> None:
    assert "message/" not in client.get(page_of(resolved.case)).text
    page = write(client, resolved.case)
    assert page.status_code == 409
    assert TEXT in page.text


def test_after_the_result_the_page_asks_what_came_of_it(client: Client, resolved: Citizen) -> None:
    page = client.get(page_of(resolved.case)).text
    for words in ("Yes, it is fixed", "No, it is still there", "I do not know", "Very good"):
        assert words in page


@pytest.mark.parametrize("verdict", ["fixed", "unknown"])
def test_the_verdict_is_stored_and_shown(client: Client, resolved: Citizen, verdict: str) -> None:
    assert tell(client, resolved.case, verdict, rating="4", text="เร็วดี").status_code == 302
    stored = said(resolved.case)
    assert (stored.verdict, stored.rating, stored.comment) == (verdict, 4, "เร็วดี")
    page = client.get(page_of(resolved.case)).text
    for shown in ("Thank you for telling us.", "★★★★☆", "4 of 5", "เร็วดี"):
        assert shown in page


def test_all_but_the_verdict_may_be_left_out(client: Client, resolved: Citizen) -> None:
    tell(client, resolved.case, "fixed")
    assert (said(resolved.case).rating, said(resolved.case).comment) == (None, "")


def test_still_there_reopens_with_its_words_photo_and_rating(client: Client, resolved: Citizen) -> None:
    tell(client, resolved.case, "still_there", rating="1", text=TEXT, photos=[picture()])
    event = resolved.case.events.get(kind=Kind.REOPENED)
    assert Case.objects.get(pk=resolved.case.pk).status == "assigned"
    assert (event.message, event.attachments.count()) == (TEXT, 1)
    assert (said(resolved.case).verdict, said(resolved.case).rating) == ("still_there", 1)


def test_still_there_needs_to_say_what_is_left(client: Client, resolved: Citizen) -> None:
    page = tell(client, resolved.case, "still_there", rating="1", photos=[picture()])
    assert "text" in page.context["form"].errors
    assert len(page.context["uploads"].photos) == 1
    assert Case.objects.get(pk=resolved.case.pk).status == "resolved"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("verdict", {"verdict": ""}),
        ("verdict", {"verdict": "perhaps"}),
        ("rating", {"rating": "6"}),
        ("rating", {"rating": "0"}),
        ("text", {"text": "x" * 1001}),
    ],
)
def test_what_makes_no_sense_is_told(
    client: Client, resolved: Citizen, field: str, typed: dict[str, str]
) -> None:
    page = client.post(page_of(resolved.case, "feedback"), {"verdict": "fixed", **typed})
    assert field in page.context["form"].errors
    assert not Feedback.objects.exists()


def test_a_second_verdict_shows_the_case_as_it_is(client: Client, resolved: Citizen) -> None:
    answers = [tell(client, resolved.case, "fixed", text=TEXT).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert Feedback.objects.count() == 1


def test_who_said_fixed_may_still_say_that_it_is_not(client: Client, resolved: Citizen) -> None:
    tell(client, resolved.case, "fixed", rating="5")
    page = client.get(page_of(resolved.case)).text
    assert ("feedback/" in page, "reopen/" in page) == (False, True)
    client.post(page_of(resolved.case, "reopen"), {"text": TEXT})
    assert said(resolved.case).verdict == "still_there"


def test_a_new_result_is_asked_about_anew(
    client: Client, resolved: Citizen, request_type: RequestType
) -> None:
    actions.rate(resolved.case, verdict=Verdict.FIXED)
    second = Citizen(*FiledFactory(request_type=request_type, resolved=True))
    log_in(client, second.case.number, second.password)
    assert "feedback/" in client.get(page_of(second.case)).text


def test_after_14_days_no_verdict_is_taken(client: Client, resolved: Citizen) -> None:
    Case.objects.update(resolved_at=timezone.now() - datetime.timedelta(days=15))
    assert "feedback/" not in client.get(page_of(resolved.case)).text
    assert tell(client, resolved.case, "fixed", text=TEXT).status_code == 409


def test_an_expired_form_gives_the_verdict_back(client: Client, resolved: Citizen) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    browser.cookies = client.cookies
    page = tell(browser, resolved.case, "still_there", rating="2", text=TEXT)
    assert (page.status_code, TEXT in page.text) == (403, True)
    assert page.text.count(" checked") == 2
    assert not Feedback.objects.exists()


def test_a_verdict_after_the_log_in_has_ended_comes_back(client: Client, resolved: Citizen) -> None:
    wind_back(client, seen=31 * 60)
    tell(client, resolved.case, "still_there", rating="2", text=TEXT)
    log_in(client, resolved.case.number, resolved.password)
    page = client.get(page_of(resolved.case)).text
    assert TEXT in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize("verb", ["message", "feedback"])
def test_a_stranger_can_do_nothing(client: Client, somchai: Citizen, verb: str) -> None:
    typed = {"text": TEXT, "verdict": "fixed"}
    assert client.post(page_of(somchai.case, verb), typed).headers["Location"] == "/en/track/"
    assert not somchai.case.events.filter(kind__in=[Kind.MESSAGE, Kind.RATED]).exists()


@pytest.mark.parametrize("verb", ["message", "feedback"])
def test_another_citizen_can_do_nothing(logged_in: Client, request_type: RequestType, verb: str) -> None:
    other, _ = FiledFactory(request_type=request_type, resolved=True)
    typed = {"text": TEXT, "verdict": "fixed"}
    assert logged_in.post(page_of(other, verb), typed).status_code == 404
