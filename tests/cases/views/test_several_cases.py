"""Several cases in one browser: each log-in stands for itself, and none ends another."""

import pytest
from django.test import Client

from cases import actions
from cases.access import citizen_session
from cases.models import CaseEvent, RequestType
from tests.cases.views.pages import log_in, page_of
from tests.factories import FiledFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db
WORDS = "ไฟดับตั้งแต่เมื่อวาน"


@pytest.fixture
def malee(request_type: RequestType) -> Citizen:
    """Somebody else who has filed a case, at the same computer."""
    return Citizen(*FiledFactory(request_type=request_type))


@pytest.fixture
def both(logged_in: Client, malee: Citizen) -> Client:
    """A browser logged in for Somchai's case, then in another tab for Malee's."""
    log_in(logged_in, malee.case.number, malee.password)
    return logged_in


def age(client: Client, citizen: Citizen, **seconds: int) -> None:
    """Let the log-in for this case be so much older: `seen` or `since`."""
    session = client.session
    session[citizen_session.KEY] = [
        {**held, **{name: held[name] - by for name, by in seconds.items() if held["case"] == citizen.case.pk}}
        for held in session[citizen_session.KEY]
    ]
    session.save()


def test_the_message_of_the_first_tab_is_sent(both: Client, somchai: Citizen) -> None:
    answer = both.post(page_of(somchai.case, "message"), {"text": WORDS})
    assert answer.headers["Location"] == page_of(somchai.case)
    assert somchai.case.events.filter(kind=CaseEvent.Kind.MESSAGE, message=WORDS).exists()


def test_both_are_open_and_listed(both: Client, somchai: Citizen, malee: Citizen) -> None:
    for citizen in (somchai, malee):
        assert both.get(page_of(citizen.case)).status_code == 200
    page = both.get("/en/track/cases/").text
    assert "2 results" in page
    assert somchai.case.number in page
    assert malee.case.number in page


@pytest.mark.parametrize("by", [{"seen": 31 * 60}, {"since": 8 * 60 * 60 + 1}])
def test_one_that_ends_leaves_the_other(
    both: Client, somchai: Citizen, malee: Citizen, by: dict[str, int]
) -> None:
    age(both, somchai, **by)
    assert both.get(page_of(malee.case)).status_code == 200
    assert both.get(page_of(somchai.case)).headers["Location"] == "/en/track/"
    assert somchai.case.number not in both.get("/en/track/cases/").text


def test_a_visit_to_one_does_not_keep_the_other(both: Client, somchai: Citizen, malee: Citizen) -> None:
    for _ in range(2):
        age(both, somchai, seen=20 * 60)
        age(both, malee, seen=20 * 60)
        assert both.get(page_of(malee.case)).status_code == 200
    assert both.get(page_of(somchai.case)).status_code == 302


def test_a_new_password_ends_its_own_alone(both: Client, somchai: Citizen, malee: Citizen) -> None:
    actions.change_password(somchai.case)
    assert both.get(page_of(somchai.case)).status_code == 302
    assert both.get(page_of(malee.case)).status_code == 200


def test_words_to_a_case_whose_log_in_has_ended_wait_for_it(
    both: Client, somchai: Citizen, malee: Citizen
) -> None:
    age(both, somchai, seen=31 * 60)
    for text in (WORDS, WORDS):
        answer = both.post(page_of(somchai.case, "message"), {"text": text})
        assert answer.headers["Location"] == "/en/track/"
    assert somchai.case.number in both.get("/en/track/").text
    assert log_in(both, somchai.case.number, somchai.password).headers["Location"] == page_of(somchai.case)
    assert WORDS in both.get(page_of(somchai.case)).text
    assert WORDS not in both.get(page_of(malee.case)).text


def test_the_words_of_two_tabs_wait_side_by_side(both: Client, somchai: Citizen, malee: Citizen) -> None:
    for citizen in (somchai, malee):
        age(both, citizen, seen=31 * 60)
        both.post(page_of(citizen.case, "message"), {"text": f"{WORDS} {citizen.case.number}"})
    for citizen in (somchai, malee):
        log_in(both, citizen.case.number, citizen.password)
        assert f"{WORDS} {citizen.case.number}" in both.get(page_of(citizen.case)).text


def test_the_reason_of_a_withdrawal_waits_too(logged_in: Client, somchai: Citizen) -> None:
    age(logged_in, somchai, seen=31 * 60)
    logged_in.post(page_of(somchai.case, "withdraw"), {"text": WORDS})
    log_in(logged_in, somchai.case.number, somchai.password)
    assert WORDS in logged_in.get(page_of(somchai.case, "withdraw")).text
    assert somchai.case.events.filter(kind=CaseEvent.Kind.WITHDRAWN).count() == 0


def test_a_sixth_log_in_ends_the_one_that_was_idle_the_longest(
    client: Client, somchai: Citizen, request_type: RequestType
) -> None:
    citizens = [
        somchai,
        *(Citizen(*FiledFactory(request_type=request_type)) for _ in range(citizen_session.MOST)),
    ]
    for late, citizen in enumerate(citizens):
        log_in(client, citizen.case.number, citizen.password)
        age(client, citizen, seen=600 - late)
    answers = [client.get(page_of(citizen.case)).status_code for citizen in citizens]
    assert answers == [302, *[200] * citizen_session.MOST]
    assert client.post(page_of(somchai.case, "message"), {"text": WORDS}).status_code == 302
    assert somchai.case.number in client.get("/en/track/").text


def test_a_case_of_somebody_else_is_not_found(both: Client, request_type: RequestType) -> None:
    other, _ = FiledFactory(request_type=request_type)
    assert both.get(page_of(other)).status_code == 404
    assert both.post(page_of(other, "message"), {"text": WORDS}).status_code == 404


def test_log_out_ends_all(both: Client, somchai: Citizen, malee: Citizen) -> None:
    both.post("/en/track/logout/")
    for citizen in (somchai, malee):
        assert both.get(page_of(citizen.case)).headers["Location"] == "/en/track/"


def test_a_session_of_the_version_before_stays(logged_in: Client, somchai: Citizen) -> None:
    session = logged_in.session
    session[citizen_session.KEY] = session[citizen_session.KEY][0]
    session.save()
    assert logged_in.get(page_of(somchai.case)).status_code == 200
