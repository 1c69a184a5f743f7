"""The citizen's page of a case, and what the citizen can do there."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone, translation

from cases import actions
from cases.models import Case, CaseEvent, RequestType, Status, User
from cases.text.dates import long_date
from tests.cases.views.pages import log_in, page_of, token_of
from tests.cases.views.test_tracking import wind_back
from tests.factories import FiledFactory
from tests.people import Citizen
from tests.pictures import photo, picture

pytestmark = pytest.mark.django_db
TEXT = "บ้านเลขที่ 99/1 ข้างร้านสีฟ้า"


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_the_page_shows_what_was_filed_and_when_to_expect_the_result(
    logged_in: Client, somchai: Citizen
) -> None:
    page = logged_in.get(page_of(somchai.case)).text
    with translation.override("en"):
        expected = long_date(somchai.case.due_on)
    for shown in (somchai.case.details, "99/1", "somchai@citizen.example", expected):
        assert shown in page


def test_the_national_id_is_masked(client: Client, request_type: RequestType) -> None:
    case, password = FiledFactory(request_type=request_type, national_id="1101700230708")
    log_in(client, case.number, password)
    page = client.get(page_of(case)).text
    assert "1101700230708" not in page
    assert case.masked_national_id in page


def test_the_timeline_shows_the_department_the_words_and_the_photos_newest_first(
    client: Client, resolved: Citizen
) -> None:
    timeline = client.get(page_of(resolved.case)).context["timeline"]
    assert [event.kind for event in timeline] == ["resolved", "started", "assigned", "submitted"]


def test_the_officers_name_is_not_shown(client: Client, resolved: Citizen, officer: User) -> None:
    page = client.get(page_of(resolved.case)).text
    assert officer.first_name not in page
    assert resolved.case.department.name_en in page


def test_result_details_and_date_are_shown(client: Client, resolved: Citizen) -> None:
    page = client.get(page_of(resolved.case)).text
    assert str(resolved.case.result and resolved.case.result.name_en) in page
    assert resolved.case.result_details in page


def test_a_rejected_case_names_the_agency_to_go_to(client: Client, request_type: RequestType) -> None:
    case, password = FiledFactory(request_type=request_type, rejected=True)
    log_in(client, case.number, password)
    assert "tel:1129" in client.get(page_of(case)).text


def test_a_late_case_says_so(client: Client, request_type: RequestType) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=60)
    case, password = FiledFactory(request_type=request_type, in_progress=True, now=long_ago)
    log_in(client, case.number, password)
    assert "Later than planned" in client.get(page_of(case)).text


def test_the_question_stands_before_everything_else(client: Client, waiting: Citizen) -> None:
    page = client.get(page_of(waiting.case)).text
    assert page.index(waiting.case.question) < page.index("What has happened")


def test_an_answer_with_a_photo_goes_to_the_officer(client: Client, waiting: Citizen) -> None:
    form = {"text": TEXT, "photos": [picture()], "form_token": str(uuid.uuid4())}
    assert client.post(page_of(waiting.case, "answer"), form).status_code == 302
    event = waiting.case.events.get(kind=CaseEvent.Kind.ANSWERED)
    assert (event.message, event.attachments.count()) == (TEXT, 1)
    assert now(waiting.case).status == Status.IN_PROGRESS


def test_an_answer_is_confirmed(client: Client, waiting: Citizen) -> None:
    page = client.post(page_of(waiting.case, "answer"), {"text": "At the temple."}, follow=True)
    assert "Your answer was sent." in page.text


def test_an_empty_answer_is_told_and_its_photo_is_kept(client: Client, waiting: Citizen) -> None:
    form = {"text": "\u200b ", "photos": [picture()], "form_token": str(uuid.uuid4())}
    page = client.post(page_of(waiting.case, "answer"), form)
    assert "text" in page.context["form"].errors
    assert len(page.context["uploads"].photos) == 1
    assert token_of(page) == form["form_token"]


def test_a_second_click_on_the_answer_shows_the_case_as_it_is(client: Client, waiting: Citizen) -> None:
    answers = [client.post(page_of(waiting.case, "answer"), {"text": TEXT}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert waiting.case.events.filter(kind=CaseEvent.Kind.ANSWERED).count() == 1
    assert TEXT in answers[1].text


def test_an_answer_after_the_log_in_has_ended_is_kept_and_comes_back(
    client: Client, waiting: Citizen
) -> None:
    wind_back(client, seen=31 * 60)
    assert client.post(page_of(waiting.case, "answer"), {"text": TEXT}).headers["Location"] == "/en/track/"
    assert "What you typed is kept" in client.get("/en/track/").text
    assert log_in(client, waiting.case.number, waiting.password).headers["Location"] == page_of(waiting.case)
    assert TEXT in client.get(page_of(waiting.case)).text


def test_a_kept_answer_is_not_readable_in_the_session(client: Client, waiting: Citizen) -> None:
    wind_back(client, seen=31 * 60)
    client.post(page_of(waiting.case, "answer"), {"text": TEXT})
    assert TEXT not in str(dict(client.session))


def test_a_kept_answer_is_not_shown_on_another_case(
    client: Client, waiting: Citizen, request_type: RequestType
) -> None:
    other, password = FiledFactory(request_type=request_type, waiting=True)
    wind_back(client, seen=31 * 60)
    client.post(page_of(waiting.case, "answer"), {"text": TEXT})
    log_in(client, other.number, password)
    assert TEXT not in client.get(page_of(other)).text


def test_an_expired_form_gives_the_answer_back(client: Client, waiting: Citizen) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    browser.cookies = client.cookies
    page = browser.post(page_of(waiting.case, "answer"), {"text": TEXT})
    assert page.status_code == 403
    assert TEXT in page.text
    assert now(waiting.case).status == Status.WAITING


def test_still_not_fixed_reopens_the_case(client: Client, resolved: Citizen) -> None:
    client.post(page_of(resolved.case, "reopen"), {"text": TEXT, "photos": [picture()]})
    assert now(resolved.case).status == Status.ASSIGNED
    assert resolved.case.events.get(kind=CaseEvent.Kind.REOPENED).attachments.count() == 1


def test_still_not_fixed_needs_a_reason(client: Client, resolved: Citizen) -> None:
    assert "text" in client.post(page_of(resolved.case, "reopen"), {"text": " "}).context["form"].errors
    assert now(resolved.case).status == Status.RESOLVED


def test_after_14_days_nothing_can_be_reopened(client: Client, resolved: Citizen) -> None:
    Case.objects.update(resolved_at=timezone.now() - datetime.timedelta(days=15))
    assert "reopen/" not in client.get(page_of(resolved.case)).text
    page = client.post(page_of(resolved.case, "reopen"), {"text": TEXT})
    assert page.status_code == 409
    assert TEXT in page.text


def test_withdrawing_asks_first(logged_in: Client, somchai: Citizen) -> None:
    assert "Withdraw the request?" in logged_in.get(page_of(somchai.case, "withdraw")).text
    assert now(somchai.case).status == Status.RECEIVED


def test_a_request_can_be_withdrawn_once(logged_in: Client, somchai: Citizen) -> None:
    answers = [logged_in.post(page_of(somchai.case, "withdraw"), {"text": ""}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert now(somchai.case).status == Status.WITHDRAWN


def test_a_resolved_case_cannot_be_withdrawn(client: Client, resolved: Citizen) -> None:
    assert client.post(page_of(resolved.case, "withdraw"), {"text": ""}).status_code == 409


@pytest.mark.parametrize("verb", ["answer", "withdraw", "reopen"])
def test_a_stranger_can_do_nothing(client: Client, somchai: Citizen, verb: str) -> None:
    assert client.post(page_of(somchai.case, verb), {"text": TEXT}).headers["Location"] == "/en/track/"
    assert now(somchai.case).status == Status.RECEIVED


@pytest.mark.parametrize("verb", ["answer", "withdraw", "reopen"])
def test_another_citizen_can_do_nothing(logged_in: Client, request_type: RequestType, verb: str) -> None:
    other, _ = FiledFactory(request_type=request_type)
    assert logged_in.post(page_of(other, verb), {"text": TEXT}).status_code == 404


def test_an_internal_note_is_never_shown(logged_in: Client, somchai: Citizen, officer: User) -> None:
    actions.note(somchai.case, by=officer, text="ระวัง สุนัขดุ")
    assert "สุนัขดุ" not in logged_in.get(page_of(somchai.case)).text


def test_what_a_citizen_typed_is_shown_as_text(client: Client, request_type: RequestType) -> None:
    case, password = FiledFactory(request_type=request_type, details="<script>alert(1)</script> ถนนพัง")
    log_in(client, case.number, password)
    assert "<script>alert" not in client.get(page_of(case)).text


def test_photos_of_the_case_stand_in_the_timeline(client: Client, request_type: RequestType) -> None:
    case, password = FiledFactory(request_type=request_type, photos=[photo()])
    log_in(client, case.number, password)
    assert f"/photos/{case.attachments.get().pk}/" in client.get(page_of(case)).text
