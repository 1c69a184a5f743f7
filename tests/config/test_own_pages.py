"""What another site makes a browser send changes nothing here: no session, no cookie, no words in a form."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cases.models import Draft, RequestType
from config.errors import TYPED_AGAIN
from tests.addresses import addresses, ordinary
from tests.cases.views.conftest import request_type as request_type
from tests.cases.views.conftest import waiting as waiting
from tests.cases.views.pages import log_in, page_of
from tests.people import Citizen
from tests.workflows.views.conftest import address
from tests.workflows.views.conftest import desk as desk

pytestmark = pytest.mark.django_db
WORDS = "pay-here-with-your-card"
FOREIGN = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://sister.testserver"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
]
OWN = [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
FIELDS = "text user_id details reason question note number username email wanted".split()


def attack(path: str, headers: dict[str, str], cookie: str = "") -> Any:
    """Post words to an address, as a form on another site does."""
    victim = Client(enforce_csrf_checks=True, headers=headers)
    if cookie:
        victim.cookies["sessionid"] = cookie
    return victim.post(path, dict.fromkeys(FIELDS, WORDS))


def paths_of(number: str) -> dict[str, str]:
    """Every address, about this case where it is about one."""
    return addresses(lambda converter, name: number if name == "number" else ordinary_of(converter, name))


def stored() -> set[tuple[str, str]]:
    """All sessions."""
    return set(Session.objects.values_list("session_key", "session_data"))


def test_no_address_takes_anything_from_another_site(client: Client, waiting: Citizen) -> None:
    before = stored()
    for name, path in paths_of(waiting.case.number).items():
        answer = attack(path, {"Sec-Fetch-Site": "cross-site"})
        assert "sessionid" not in answer.cookies, name
        assert WORDS not in answer.content.decode(errors="replace"), name
    assert stored() == before
    assert not Draft.objects.exists()


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_form_with_words_takes_them_from_another_site(
    client: Client, waiting: Citizen, headers: dict[str, str]
) -> None:
    before, cookie = stored(), client.cookies["sessionid"].value
    paths = {name.split(" ")[0]: path for name, path in paths_of(waiting.case.number).items()}
    for path in (paths[name] for name in TYPED_AGAIN):
        for answer in (attack(path, headers), attack(path, headers, cookie)):
            assert answer.status_code == 403
            assert "sessionid" not in answer.cookies
            assert WORDS not in answer.text
    assert stored() == before


def ordinary_of(converter: str, name: str) -> str:
    """As the other tests fill an address in, with a request type and steps that exist."""
    return {"code": "road_damage", "verb": "note", "subtask_verb": "finish"}.get(name) or ordinary(
        converter, name
    )


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_an_expired_page_of_our_own_keeps_the_words_for_the_log_in(
    waiting: Citizen, headers: dict[str, str]
) -> None:
    browser = Client(enforce_csrf_checks=True, headers=headers)
    answer = browser.post(page_of(waiting.case, "answer"), {"text": WORDS})
    assert answer.headers["Location"] == "/en/track/"
    browser.handler.enforce_csrf_checks = False
    log_in(browser, waiting.case.number, waiting.password)
    assert WORDS in browser.get(page_of(waiting.case)).text


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_an_expired_step_of_our_own_keeps_the_words_for_the_log_in(waiting, officer, headers) -> None:
    browser = Client(enforce_csrf_checks=True, headers=headers)
    step = address("step", waiting.case.number, "note")
    assert browser.post(step, {"text": WORDS}).status_code == 302
    browser.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert WORDS in browser.get(step).text


def test_a_form_that_was_refused_begins_no_session(request_type: RequestType) -> None:
    browser = Client(enforce_csrf_checks=True, headers=OWN[0])
    answer = browser.post(f"/en/requests/{request_type.code}/what/", {"details": WORDS})
    assert (answer.status_code, WORDS in answer.text) == (403, True)
    assert "sessionid" not in answer.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", ["/en/nowhere/", "/en/track/cases/2569-99999/", "/en/staff/cases/x/"])
def test_a_page_that_is_not_there_writes_no_session(client: Client, waiting: Citizen, path: str) -> None:
    session = client.session
    session["citizen"] = [{**held, "seen": held["seen"] - 600} for held in session["citizen"]]
    session.save()
    before = Session.objects.get().session_data
    assert "sessionid" not in client.get(path).cookies
    assert Session.objects.get().session_data == before
