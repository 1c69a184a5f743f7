"""A form that is sent again: what a citizen does with a case is done once, whoever sends it and when."""

import re
from typing import Any

import pytest

from cases.models import CaseEvent, OneTimeCode, RequestType
from tests.cases.views.pages import page_of, token_of
from tests.cases.views.test_follow import PLACE
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
Kind = CaseEvent.Kind
SAID = {
    "message": {"text": "หลุมใหญ่ขึ้น"},
    "answer": {"text": "หน้าตลาด"},
    "feedback": {"verdict": "fixed", "rating": "5", "text": ""},
    "reopen": {"text": "ยังไม่หาย"},
}
KINDS = {"message": Kind.MESSAGE, "answer": Kind.ANSWERED, "feedback": Kind.RATED, "reopen": Kind.REOPENED}


@pytest.fixture
def citizens(request: pytest.FixtureRequest) -> Any:
    """Who can send this reply, logged in."""
    names = {"message": "somchai", "answer": "waiting", "feedback": "resolved", "reopen": "resolved"}
    return lambda what: request.getfixturevalue(names[what])


@pytest.mark.parametrize("what", SAID)
def test_a_reply_is_done_once_and_answered_twice(client, logged_in, citizens, what):
    citizen = citizens(what)
    page = page_of(citizen.case)
    token = token_of(client.get(page))
    answers = [client.post(f"{page}{what}/", {"form_token": token, **SAID[what]}) for _ in range(3)]
    assert {(one.status_code, one.url) for one in answers} == {(302, page)}
    assert citizen.case.events.filter(kind=KINDS[what]).count() == 1


def test_each_form_of_a_page_has_a_token_of_its_own(client, resolved):
    tokens = re.findall(r'name="form_token" value="([^"]+)"', client.get(page_of(resolved.case)).text)
    assert len(tokens) == len(set(tokens)) >= 1


def test_a_second_click_uses_up_no_message(logged_in, somchai):
    page = page_of(somchai.case)
    for number in range(5):
        form = {"form_token": token_of(logged_in.get(page)), "text": f"ข้อความที่ {number}"}
        assert [logged_in.post(f"{page}message/", form).status_code for _ in range(3)] == [302] * 3
    assert somchai.case.events.filter(kind=Kind.MESSAGE).count() == 5
    form = {"form_token": token_of(logged_in.get(page)), "text": "ข้อความที่หก"}
    assert logged_in.post(f"{page}message/", form).status_code == 429


def test_other_words_in_the_same_form_are_not_sent_and_not_lost(logged_in, somchai):
    page = page_of(somchai.case)
    token = token_of(logged_in.get(page))
    for words in ("หลุมใหญ่ขึ้น", "มีน้ำขังด้วย"):
        assert logged_in.post(f"{page}message/", {"form_token": token, "text": words}).url == page
    shown = logged_in.get(page)
    assert [one.message for one in somchai.case.events.filter(kind=Kind.MESSAGE)] == ["หลุมใหญ่ขึ้น"]
    assert "มีน้ำขังด้วย</textarea>" in shown.text
    assert token_of(shown) != token
    logged_in.post(f"{page}message/", {"form_token": token_of(shown), "text": "มีน้ำขังด้วย"})
    assert somchai.case.events.filter(kind=Kind.MESSAGE).count() == 2


def test_a_request_is_taken_back_once(logged_in, somchai):
    page = f"{page_of(somchai.case)}withdraw/"
    form = {"form_token": token_of(logged_in.get(page)), "text": ""}
    answers = [logged_in.post(page, form) for _ in range(2)]
    assert {(one.status_code, one.url) for one in answers} == {(302, page_of(somchai.case))}


def test_who_is_logged_out_by_then_is_told_nothing_of_the_case(client, logged_in, somchai):
    page = page_of(somchai.case)
    form = {"form_token": token_of(logged_in.get(page)), "text": "-"}
    logged_in.post(f"{page}message/", form)
    stranger = type(client)()
    assert stranger.post(f"{page}message/", form, follow=True).redirect_chain[-1][0].endswith("/track/")


def test_a_follower_asks_for_one_code(client, request_type):
    RequestType.objects.filter(pk=request_type.pk).update(needs_map=True)
    case = CaseFactory(request_type=request_type, **PLACE)
    page = page_of(case).replace("/track/cases/", "/follow/")
    shown = client.get(page)
    assert shown.status_code == 200
    form = {"form_token": token_of(shown), "email": "neighbour@citizen.example"}
    assert {client.post(page, form).url for _ in range(2)} == {f"{page}code/"}
    assert OneTimeCode.objects.count() == 1
