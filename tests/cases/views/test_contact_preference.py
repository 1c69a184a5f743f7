"""The citizen's page of the ways, and LINE Login: state, nonce, PKCE, friendship."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client

from cases.actions import contact_preference
from cases.models import Case, Contact, ContactChannel
from tests.factories import CaseFactory
from tests.peers import Asked, Peer
from tests.people import Citizen

pytestmark = pytest.mark.django_db
LINE_ID = "U" + "0123456789abcdef" * 2


class LineLogin(Peer):
    """LINE's side: gives tokens for the code it was asked for, and checks the ID token's nonce."""

    sub, aud, nonce, friend = LINE_ID, "1234567890", "", True

    def says(self, asked: Asked) -> Any:
        if asked.path == "/oauth2/v2.1/token":
            return 200, {}, {"access_token": "access", "id_token": "the ID token"}
        if asked.path == "/oauth2/v2.1/verify":
            claims = {"sub": self.sub, "aud": self.aud, "nonce": self.nonce or asked.form["nonce"]}
            return 200, {}, claims
        return 200, {}, {"friendFlag": self.friend}


@pytest.fixture
def line(settings: LazySettings) -> Iterator[LineLogin]:
    with LineLogin() as peer:
        settings.LINE_API_URL, settings.LINE_CHANNEL_TOKEN = peer.url, "the token"
        settings.LINE_LOGIN_ID, settings.LINE_LOGIN_SECRET = "1234567890", "the secret"
        peer.reply = peer.says
        yield peer


@pytest.fixture
def browser_in(client: Client, somchai: Citizen) -> Client:
    """Somchai's browser, logged in for the case."""
    client.post("/track/", {"user_id": somchai.case.number, "password": somchai.password})
    return client


def page(somchai: Citizen, rest: str = "telling/") -> str:
    return f"/track/cases/{somchai.case.number}/{rest}"


def sent_to_line(client: Client, somchai: Citizen) -> dict[str, str]:
    """What the browser is sent to LINE with."""
    answer = client.post(page(somchai, "line/"))
    address = urlsplit(answer["Location"])
    assert (
        f"{address.scheme}://{address.netloc}{address.path}" == "https://access.line.me/oauth2/v2.1/authorize"
    )
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def back(client: Client, **query: str) -> str:
    """The page that coming back from LINE ends on."""
    return client.get("/track/line/", query, follow=True).content.decode()


def line_of(case: Case) -> str:
    held = Contact.objects.filter(case=case).first()
    return held.line_id if held else ""


def test_the_page_shows_the_ways_and_takes_the_choice(
    browser_in: Client, somchai: Citizen, settings: LazySettings
) -> None:
    settings.SMS_GATEWAY = {"url": "https://sms.example/", "form": {}}
    assert "081 234 5678" in browser_in.get(page(somchai)).content.decode()
    browser_in.post(page(somchai), {"way": "sms"})
    assert Contact.objects.get().way == ContactChannel.SMS


def test_a_way_that_is_not_offered_is_refused_in_words(browser_in: Client, somchai: Citizen) -> None:
    answer = browser_in.post(page(somchai), {"way": "sms"})
    assert answer.status_code == 200
    assert not Contact.objects.exists()


def test_the_case_page_leads_there(browser_in: Client, somchai: Citizen) -> None:
    assert page(somchai) in browser_in.get(page(somchai, "")).content.decode()


@pytest.mark.parametrize("rest", ["telling/", "line/", "line/unlink/"])
def test_a_stranger_gets_to_the_log_in(client: Client, somchai: Citizen, rest: str) -> None:
    answer = client.post(page(somchai, rest), {"way": "email"})
    assert answer["Location"] == "/track/"


@pytest.mark.parametrize("rest", ["telling/", "line/", "line/unlink/"])
def test_another_citizens_case_does_not_exist(browser_in: Client, rest: str) -> None:
    other = CaseFactory()
    assert browser_in.post(f"/track/cases/{other.number}/{rest}").status_code == 404


def test_without_line_login_line_is_not_offered(browser_in: Client, somchai: Citizen) -> None:
    assert "LINE</h2>" not in browser_in.get(page(somchai)).content.decode()
    assert browser_in.post(page(somchai, "line/"))["Location"] == page(somchai)


def test_the_browser_may_follow_the_button_to_line_and_nowhere_else(
    browser_in: Client, somchai: Citizen
) -> None:
    policy = browser_in.get(page(somchai))["Content-Security-Policy"]
    assert "form-action 'self' https://access.line.me;" in f"{policy};"
    assert "line.me" not in browser_in.get(page(somchai, ""))["Content-Security-Policy"]


def test_linking_asks_for_state_nonce_and_pkce(browser_in: Client, somchai: Citizen, line: LineLogin) -> None:
    asked = sent_to_line(browser_in, somchai)
    assert back(browser_in, state=asked["state"], code="the-code")
    token, verify, friendship = line.asked
    challenge = base64.urlsafe_b64encode(hashlib.sha256(token.form["code_verifier"].encode()).digest())
    assert asked["code_challenge"] == challenge.rstrip(b"=").decode()
    assert (asked["code_challenge_method"], token.form["code"]) == ("S256", "the-code")
    assert asked["redirect_uri"] == token.form["redirect_uri"] == "http://127.0.0.1:8000/track/line/"
    assert verify.form["nonce"] == asked["nonce"]
    assert friendship.headers["Authorization"] == "Bearer access"


def test_who_comes_back_is_linked_and_told_by_line(
    browser_in: Client, somchai: Citizen, line: LineLogin
) -> None:
    asked = sent_to_line(browser_in, somchai)
    back(browser_in, state=asked["state"], code="c")
    assert line_of(somchai.case) == LINE_ID
    assert Contact.objects.get().way == ContactChannel.LINE


def test_nothing_personal_travels_in_the_address(
    browser_in: Client, somchai: Citizen, line: LineLogin
) -> None:
    asked = sent_to_line(browser_in, somchai)
    assert not [value for value in asked.values() if somchai.case.number in value or "citizen" in value]


@pytest.mark.parametrize(
    "query", [{"state": "forged", "code": "c"}, {"code": "c"}, {"error": "access_denied"}]
)
def test_a_forged_answer_links_nothing(
    browser_in: Client, somchai: Citizen, line: LineLogin, query: dict[str, str]
) -> None:
    sent_to_line(browser_in, somchai)
    back(browser_in, **query)
    assert (line_of(somchai.case), line.asked) == ("", [])


def test_an_answer_counts_once(browser_in: Client, somchai: Citizen, line: LineLogin) -> None:
    asked = sent_to_line(browser_in, somchai)
    back(browser_in, state="forged", code="c")
    back(browser_in, state=asked["state"], code="c")
    assert line_of(somchai.case) == ""


@pytest.mark.parametrize(
    ("name", "value"), [("nonce", "another"), ("aud", "another"), ("sub", "no-line-id"), ("friend", False)]
)
def test_what_line_says_must_fit(
    browser_in: Client, somchai: Citizen, line: LineLogin, name: str, value: object
) -> None:
    setattr(line, name, value)
    asked = sent_to_line(browser_in, somchai)
    back(browser_in, state=asked["state"], code="c")
    assert line_of(somchai.case) == ""


@pytest.mark.parametrize("status", [400, 500])
def test_trouble_at_line_is_said_in_words(
    browser_in: Client, somchai: Citizen, line: LineLogin, status: int
) -> None:
    asked = sent_to_line(browser_in, somchai)
    line.answer(status, {})
    answer = browser_in.get("/track/line/", {"state": asked["state"], "code": "c"}, follow=True)
    assert answer.status_code == 200
    assert line_of(somchai.case) == ""


def test_another_browser_cannot_come_back(browser_in: Client, somchai: Citizen, line: LineLogin) -> None:
    asked = sent_to_line(browser_in, somchai)
    back(Client(), state=asked["state"], code="c")
    assert line_of(somchai.case) == ""


def test_unlinking_forgets(browser_in: Client, somchai: Citizen, line: LineLogin) -> None:
    contact_preference.link_line(somchai.case, line_id=LINE_ID)
    browser_in.post(page(somchai, "line/unlink/"))
    assert line_of(somchai.case) == ""


def test_in_english_one_comes_back_to_english(browser_in: Client, somchai: Citizen, line: LineLogin) -> None:
    answer = browser_in.post(f"/en{page(somchai, 'line/')}")
    state = parse_qs(urlsplit(answer["Location"]).query)["state"][0]
    end = browser_in.get("/track/line/", {"state": state, "code": "c"})
    assert end["Location"] == f"/en{page(somchai)}"
