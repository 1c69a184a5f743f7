"""Filing for somebody: the clerk writes, the caller gets the case; earlier cases are found by the number."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from cases.access.case_passwords import matches
from cases.models import Case, CaseEvent, Channel, Reading, RequestType, Status, User
from cases.questionnaires.versions import publish
from notifications.models import Notice
from tests.cases.questions import question
from tests.factories import (
    CaseFactory,
    ChannelFactory,
    ExternalAgencyFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    TitleFactory,
)
from tests.pictures import picture
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PASSWORD = re.compile(r"\b\d{4} \d{4} \d{4}\b")


@pytest.fixture
def request_type(department: Any) -> RequestType:
    ChannelFactory()
    SubdistrictFactory()
    return RequestTypeFactory(code="light", department=department, needs_photo=True)


@pytest.fixture
def typed(request_type: RequestType) -> dict[str, Any]:
    """What a clerk types while somebody is on the telephone."""
    return {
        "form_token": str(uuid.uuid4()),
        "channel": ChannelFactory(code="phone").pk,
        "channel_reference": "TF-2569-77",
        "language": "en",
        "title": TitleFactory().pk,
        "first_name": "สมศรี",
        "last_name": "มีสุข",
        "phone": "081 234 5678",
        "house_no": "12",
        "province": "41",
        "district": "4101",
        "subdistrict": "410101",
        "details": "ไฟทางดับทั้งซอยตั้งแต่เมื่อคืน",
        "urgency": "normal",
        "place": "ซอย 3",
    }


def sent(seat: Any, typed: dict[str, Any], **other: Any) -> Any:
    return seat.post(address("intake", "light"), {**typed, **other})


def test_the_case_is_filed_in_the_callers_name_by_the_clerk(
    desk: Seat, clerk: User, typed: dict[str, Any]
) -> None:
    answer = sent(desk(clerk), typed)
    case = Case.objects.get()
    assert answer["Location"] == address("filed")
    assert (case.channel.code, case.channel_reference, case.language) == ("phone", "TF-2569-77", "en")
    assert case.events.get(kind=CaseEvent.Kind.SUBMITTED).by == clerk
    assert case.process_id is not None


def test_the_slip_has_a_password_that_opens_the_case(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    seat = desk(clerk)
    sent(seat, typed)
    page, case = text(seat.page("filed")), Case.objects.get()
    assert case.number in page
    assert matches(PASSWORD.findall(page)[0], case.password)


def test_the_card_has_the_password_too_and_is_in_the_callers_language(
    desk: Seat, clerk: User, typed: dict[str, Any]
) -> None:
    seat = desk(clerk)
    assert seat.get(address("filed_card")).headers["Location"] == address("filed")
    sent(seat, typed)
    assert address("filed_card") in text(seat.get(address("filed")))
    card = text(seat.get(address("filed_card")))
    assert matches(PASSWORD.findall(card)[0], Case.objects.get().password)
    assert '<div lang="en">' in card
    assert "Keep this card to yourself" in card


def test_the_slip_is_in_the_callers_language(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    seat = desk(clerk)
    sent(seat, typed, language="th")
    page = text(seat.page("filed"))
    assert "is filed" in page
    assert '<div class="card slip" lang="th">' in page
    assert "Receipt of a request" not in page


def test_the_letter_with_the_password_goes_out_as_usual(
    desk: Seat, clerk: User, typed: dict[str, Any]
) -> None:
    sent(desk(clerk), typed, email="somsri@citizen.example")
    letter = Notice.objects.get(audience="citizen")
    assert (letter.address, letter.language) == ("somsri@citizen.example", "en")


def test_a_double_click_makes_one_case_and_shows_its_slip(
    desk: Seat, clerk: User, typed: dict[str, Any]
) -> None:
    seat = desk(clerk)
    first, second = sent(seat, typed), sent(seat, typed)
    assert first["Location"] == second["Location"] == address("filed")
    assert Case.objects.count() == 1


def test_a_caller_needs_no_photo(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    sent(desk(clerk), typed)
    assert Case.objects.count() == 1


def test_a_photo_that_was_brought_along_is_kept(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    sent(desk(clerk), typed, photos=picture())
    assert Case.objects.get().attachments.count() == 1


def test_errors_leave_what_was_typed(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    page = text(sent(desk(clerk), typed, details="", channel=""))
    assert "Write down what the caller says." in page
    assert "Choose how it came in." in page
    assert "สมศรี" in page
    assert not Case.objects.exists()


def test_the_web_is_no_channel_of_the_counter(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    page = text(sent(desk(clerk), typed, channel=Channel.objects.get(code="web").pk))
    assert "not on offer any more" in page
    assert not Case.objects.exists()


def test_the_kind_can_be_changed_and_the_words_stay(
    desk: Seat, clerk: User, typed: dict[str, Any], request_type: RequestType
) -> None:
    RequestTypeFactory(code="road", department=request_type.department)
    page = text(sent(desk(clerk), typed, update="request_type", request_type="road"))
    assert address("intake", "road") in page
    assert "ไฟทางดับทั้งซอย" in page
    assert typed["form_token"] in page


def test_the_buttons_of_the_address_work_without_scripts(
    desk: Seat, clerk: User, typed: dict[str, Any]
) -> None:
    page = text(sent(desk(clerk), typed, subdistrict="", update="subdistrict"))
    assert "Mak Khaeng" in page
    assert "Please check the following" not in page


def test_the_kinds_questions_are_asked(
    desk: Seat, clerk: User, typed: dict[str, Any], request_type: RequestType
) -> None:
    publish(request_type, [question("pole", required=True), question("picture", kind="file", required=True)])
    assert "Answer this question." in text(sent(desk(clerk), typed))
    sent(desk(clerk), typed, q_pole="42")
    assert Case.objects.get().answers.count() == 1


def test_an_answer_that_ends_the_citizens_form_warns_the_clerk(
    desk: Seat, clerk: User, typed: dict[str, Any], request_type: RequestType
) -> None:
    stop = {"stop_value": "yes", "stop_th": "โทรทันที", "stop_en": "Call at once", "stop_phone": "1129"}
    publish(request_type, [question("wires", "yes_no", **stop)])
    seat = desk(clerk)
    page = text(sent(seat, typed, q_wires="yes"))
    assert ("Call at once" in page, 'href="tel:1129"' in page, Case.objects.exists()) == (True, True, False)
    assert 'name="warned"' in page
    sent(seat, typed, q_wires="yes", warned="1")
    assert Case.objects.get().answers.count() == 1


def test_a_kind_asks_the_clerk_for_no_more_than_it_asks_citizens_for(
    desk: Seat, clerk: User, typed: dict[str, Any], request_type: RequestType
) -> None:
    RequestType.objects.filter(pk=request_type.pk).update(person_fields="contact", allows_unnamed=True)
    nobody = {"title": "", "first_name": "", "last_name": "", "house_no": "", "subdistrict": ""}
    seat = desk(clerk)
    assert "Did you mean somsri@gmail.com?" in text(sent(seat, typed, **nobody, email="somsri@gmial.com"))
    sent(seat, typed, **nobody)
    sent(seat, typed, **nobody, form_token=str(uuid.uuid4()), phone="", unnamed="on")
    filed = Case.objects.order_by("pk").values_list("first_name", "phone", "unnamed")
    assert list(filed) == [("", "+66812345678", False), ("", "", True)]


def test_earlier_cases_are_found_by_the_exact_number(
    desk: Seat, clerk: User, typed: dict[str, Any], request_type: RequestType
) -> None:
    mine, other = CaseFactory(phone="+66812345678"), CaseFactory(phone="+66812345679")
    page = text(sent(desk(clerk), {"phone": "๐๘๑-2345678"}, update="earlier"))
    assert mine.number in page
    assert other.number not in page


def test_the_script_gets_the_earlier_cases_alone(desk: Seat, clerk: User, request_type: RequestType) -> None:
    mine = CaseFactory(phone="+66812345678")
    seat = desk(clerk)
    seat.defaults["HTTP_X_FRAGMENT"] = "earlier"
    page = text(sent(seat, {"phone": "0812345678"}))
    assert mine.number in page
    assert "<h1" not in page
    assert "not a whole telephone number" in text(sent(seat, {"phone": "0812"}))


@pytest.fixture
def known(request_type: RequestType) -> Case:
    """An earlier case of the caller, with name and address."""
    case: Case = CaseFactory(
        phone="+66812345678", first_name="สมศรี", last_name="มีสุข", house_no="77", email="somsri@home.example"
    )
    return case


def test_name_and_address_are_taken_over_by_one_click_and_go_along(
    desk: Seat, clerk: User, known: Case
) -> None:
    seat = desk(clerk)
    call = {"phone": "081 234 5678", "details": "ไฟทางดับหน้าบ้านตั้งแต่เมื่อคืน"}
    page = text(seat.post(address("file"), {**call, "take": known.number}))
    assert "Taken over: สมศรี มีสุข" in page
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert (carried["first_name"], carried["house_no"]) == ("สมศรี", "77")
    form = text(seat.post(address("intake", "light"), {**call, **carried, "update": "begin"}))
    for words in ("สมศรี", 'value="77"', "somsri@home.example", "ไฟทางดับหน้าบ้าน", "081 234 5678"):
        assert words in form
    assert "Please check the following" not in form


def test_it_can_be_taken_over_on_the_form_too_and_the_words_stay(
    desk: Seat, clerk: User, typed: dict[str, Any], known: Case
) -> None:
    page = text(sent(desk(clerk), typed, first_name="", house_no="", take=known.number))
    assert "สมศรี" in page
    assert 'value="77"' in page
    assert "ไฟทางดับทั้งซอย" in page
    assert Case.objects.count() == 1


def test_nothing_is_taken_over_from_the_case_of_another_number_or_a_restricted_one(
    desk: Seat, clerk: User, known: Case
) -> None:
    seat = desk(clerk)
    other = {"phone": "0812345679", "take": known.number}
    assert "Taken over" not in text(seat.post(address("file"), other))
    RequestType.objects.filter(pk=known.request_type.pk).update(restricted=True)
    assert "Taken over" not in text(seat.post(address("file"), {"phone": "0812345678", "take": known.number}))


def test_the_callers_earlier_cases_are_noted_as_read(desk: Seat, clerk: User, known: Case) -> None:
    assert "สมศรี" in text(desk(clerk).post(address("file"), {"phone": "0812345678"}))
    assert list(Reading.objects.values_list("reader", "case")) == [(clerk.pk, known.pk)]


def test_the_form_begins_with_the_channel_of_the_last_case(
    desk: Seat, clerk: User, typed: dict[str, Any]
) -> None:
    seat, counter = desk(clerk), ChannelFactory(code="counter")
    option = f'<option value="{ChannelFactory(code="phone").pk}" selected>'
    assert option in text(seat.page("intake", "light"))
    sent(seat, typed, channel=counter.pk)
    assert f'<option value="{counter.pk}" selected>' in text(seat.page("intake", "light"))


def test_what_the_kind_does_not_need_is_folded_away(
    desk: Seat, clerk: User, request_type: RequestType
) -> None:
    RequestType.objects.update(person_fields="name")
    page = text(desk(clerk).page("intake", "light"))
    before, after = page.split("More about the caller")
    assert 'name="first_name"' in before
    assert 'name="email"' not in before
    assert 'name="email"' in after
    assert "What does the caller say?" in page


def test_after_the_slip_comes_an_empty_page(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    seat = desk(clerk)
    sent(seat, typed)
    done = text(seat.page("filed"))
    assert "The next caller" in done
    page = text(seat.page("file"))
    assert "สมศรี" not in page
    assert 'id="phone" value=""' in page


def test_restricted_earlier_cases_stay_unknown(desk: Seat, clerk: User, request_type: RequestType) -> None:
    case = CaseFactory(phone="+66812345678", request_type=RequestTypeFactory(restricted=True))
    assert case.number not in text(sent(desk(clerk), {"phone": "0812345678"}, update="earlier"))


def test_very_many_look_ups_are_stopped(
    desk: Seat, clerk: User, request_type: RequestType, monkeypatch: Any
) -> None:
    monkeypatch.setattr("workflows.views.intake.LOOK_UPS_PER_HOUR", 1)
    seat = desk(clerk)
    answers = [sent(seat, {"phone": "0812345678"}, update="earlier").status_code for _ in range(2)]
    assert answers == [200, 429]


@pytest.mark.parametrize("person", ["head", "officer", "executive", "administrator"])
def test_nobody_but_the_clerk_files_for_others(
    desk: Seat, request: Any, person: str, typed: dict[str, Any]
) -> None:
    seat = desk(request.getfixturevalue(person))
    answers = [seat.page("file"), seat.page("intake", "light"), seat.page("filed"), sent(seat, typed)]
    assert {answer.status_code for answer in answers} == {403}
    assert not Case.objects.exists()
    assert "File for somebody" not in text(seat.page("inbox"))


def test_who_is_not_logged_in_is_sent_to_the_log_in(client: Client, typed: dict[str, Any]) -> None:
    for name, args in (("file", []), ("intake", ["light"]), ("filed", [])):
        assert address("login") in client.get(address(name, *args))["Location"]
    assert address("login") in sent(client, typed)["Location"]
    assert not Case.objects.exists()


def test_a_restricted_kind_is_filed_and_only_the_slip_is_seen(
    desk: Seat, clerk: User, typed: dict[str, Any], request_type: RequestType
) -> None:
    RequestType.objects.update(restricted=True)
    seat = desk(clerk)
    sent(seat, typed)
    page, case = text(seat.page("filed")), Case.objects.get()
    assert case.number in page
    assert "Open the case" not in page
    assert seat.page("case", case.number).status_code == 404


def test_a_kind_of_another_agency_has_no_form(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    RequestType.objects.update(refers_only=True, agency=ExternalAgencyFactory())
    assert "1129" in text(desk(clerk).page("intake", "light"))
    sent(desk(clerk), typed)
    assert not Case.objects.exists()


@pytest.mark.parametrize("code", ["unknown", "closed"])
def test_a_kind_that_is_not_in_use_has_no_page(desk: Seat, clerk: User, code: str) -> None:
    RequestTypeFactory(code="closed", active=False)
    assert desk(clerk).page("intake", code).status_code == 404


def test_the_kind_is_found_by_everyday_words(desk: Seat, clerk: User, request_type: RequestType) -> None:
    RequestType.objects.update(name_en="Street light", synonyms=["ไฟทาง"])
    assert address("intake", "light") in text(desk(clerk).post(address("file"), {"details": "ไฟทาง"}))


def test_without_a_filed_request_there_is_no_slip(desk: Seat, clerk: User) -> None:
    assert desk(clerk).page("filed")["Location"] == address("file")


def test_the_reference_stands_on_the_page_of_the_case(desk: Seat, clerk: User, typed: dict[str, Any]) -> None:
    seat = desk(clerk)
    sent(seat, typed)
    assert "TF-2569-77" in text(seat.page("case", Case.objects.get().number))


def test_what_was_filed_is_new_to_the_head(
    desk: Seat, head: User, clerk: User, typed: dict[str, Any]
) -> None:
    sent(desk(clerk), typed)
    assert Case.objects.get().status == Status.RECEIVED
    assert desk(head).page("inbox").context["page"].rows[0].case == Case.objects.get()
