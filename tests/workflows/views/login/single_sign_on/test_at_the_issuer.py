"""What a real issuer says is believed only when it is right; each refusal has its words."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user
from django.test import Client

from cases.access import openid_connect
from cases.models import StaffIdentity, User
from tests.issuer import CLIENT_ID, CLIENT_SECRET, AtIssuer, TestIssuer
from tests.workflows.views.conftest import address, text
from tests.workflows.views.login.single_sign_on.conftest import BACK, came, log_in, said, went

pytestmark = pytest.mark.django_db


def test_somebody_who_is_here_gets_in_by_the_verified_address_and_then_by_the_account(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    assert "Log in through City ID" in text(client.get(address("login")))
    answer = log_in(client, next=f"{address('inbox')}?view=late")
    assert answer.url == f"{address('inbox')}?view=late"
    assert get_user(client) == officer
    linked = StaffIdentity.objects.get()
    assert (linked.user, linked.issuer, linked.sub) == (officer, issuer.url, "1")
    # Another address, here and there: the account is the same.
    User.objects.filter(pk=officer.pk).update(email="married@example.go.th")
    again = Client()
    log_in(again)
    assert get_user(again) == officer
    assert User.objects.filter(username="officer").count() == 1


def test_what_goes_to_the_issuer_names_nobody_and_is_of_this_browser(
    issuer: TestIssuer, client: Client
) -> None:
    asked = parse_qs(urlsplit(went(client)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge", "client_id", "redirect_uri"} <= asked.keys()
    assert CLIENT_SECRET not in went(client)
    other = parse_qs(urlsplit(went(client)).query)
    assert not {asked["state"][0], asked["nonce"][0]} & {other["state"][0], other["nonce"][0]}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"claims": {"iss": "https://elsewhere.example"}}, "does not come from City ID"),
        ({"claims": {"aud": "another"}}, "meant for another service"),
        ({"claims": {"aud": [CLIENT_ID, "another"], "azp": "another"}}, "meant for another service"),
        ({"claims": {"nonce": "x"}}, "belongs to another log-in"),
        ({"drop": ["nonce"]}, "belongs to another log-in"),
        ({"claims": {"exp": 1_600_000_000}}, "not good any more"),
        ({"claims": {"iat": 9_999_999_999}}, "clocks"),
        ({"drop": ["sub"]}, "could not be understood"),
        ({"other_key": True}, "signature"),
    ],
)
def test_a_token_that_is_wrong_opens_nothing_and_says_why(
    issuer: TestIssuer, client: Client, officer: User, told: dict[str, Any], words: str
) -> None:
    issuer.tell(**told)
    assert words in said(client, log_in(client))
    assert not StaffIdentity.objects.exists()


def test_a_little_too_late_and_too_early_is_in_time(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    issuer.tell(claims={"iat": int(time.time()) + 60, "exp": int(time.time()) - 60})
    log_in(client)
    assert get_user(client) == officer


@pytest.mark.parametrize("with_slash", ["announced", "signed"])
def test_a_slash_at_the_end_of_the_issuer_makes_no_other(
    issuer: TestIssuer, client: Client, officer: User, with_slash: str
) -> None:
    slashed = f"{issuer.url}/"
    issuer.tell(
        **{
            "metadata" if with_slash == "announced" else "claims": {
                "issuer" if with_slash == "announced" else "iss": slashed
            }
        }
    )
    log_in(client)
    assert get_user(client) == officer


def test_the_way_back_is_good_once_and_in_this_browser_alone(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    way = went(client)
    back = AtIssuer("officer").comes_back(way)
    query = {key: values[0] for key, values in parse_qs(urlsplit(back).query).items()}
    stranger = Client()
    stranger.get(address("sso"))
    english = {"accept-language": "en"}
    assert "not begun in this browser" in said(stranger, stranger.get(BACK, query, headers=english))
    assert client.get(BACK, query).status_code == 302
    assert get_user(client) == officer
    # Opened again by the browser, whose person is in.
    assert client.get(BACK, query)["Location"].endswith("/staff/")
    client.logout()
    assert "used before" in said(client, client.get(BACK, query, headers=english))


def test_two_tabs_do_not_disturb_each_other(issuer: TestIssuer, client: Client, officer: User) -> None:
    first, second = went(client), went(client)
    assert came(client, second).status_code == 302
    # Whoever is in already may come back once more from the tab of before.
    assert came(client, first).status_code == 302
    assert get_user(client) == officer


def test_after_ten_minutes_one_begins_again(
    issuer: TestIssuer, client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = went(client)
    monkeypatch.setattr(openid_connect, "VALID", -1)
    assert "took too long" in said(client, came(client, way))


def test_who_cancels_at_the_issuer_is_told_so(issuer: TestIssuer, client: Client) -> None:
    state = parse_qs(urlsplit(went(client)).query)["state"][0]
    assert "cancelled at City ID" in said(
        client, client.get(BACK, {"state": state, "error": "access_denied"})
    )


def test_an_answer_of_another_issuer_is_none(issuer: TestIssuer, client: Client, officer: User) -> None:
    answer = came(client, went(client), iss="https://elsewhere.example")
    assert "does not come from City ID" in said(client, answer)


def test_a_wrong_secret_is_named(issuer: TestIssuer, client: Client, officer: User, settings: Any) -> None:
    settings.STAFF_SSO_CLIENT_SECRET = "wrong"
    assert "does not accept the key" in said(client, log_in(client))


def test_an_issuer_that_wants_basic_gets_the_secret_so(
    issuer: TestIssuer, client: Client, officer: User, settings: Any
) -> None:
    issuer.tell(metadata={"token_endpoint_auth_methods_supported": ["client_secret_basic"]})
    log_in(client)
    assert get_user(client) == officer


def test_an_issuer_that_is_away_is_said_and_not_asked_by_everybody(
    issuer: TestIssuer, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid_connect, "SECONDS", 0.5)
    issuer.tell(sleep=3)
    begun = time.monotonic()
    for _ in range(4):
        assert "does not answer at the moment" in said(client, client.get(address("sso")))
    assert time.monotonic() - begun < 2.5
    # The page itself does not ask it.
    assert client.get(address("login")).status_code == 200


def test_an_issuer_that_goes_away_on_the_way_back_is_said(
    issuer: TestIssuer, client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = went(client)
    back = AtIssuer("officer").comes_back(way)
    monkeypatch.setattr(openid_connect, "SECONDS", 0.5)
    issuer.tell(sleep=2)
    query = {key: values[0] for key, values in parse_qs(urlsplit(back).query).items()}
    assert "does not answer at the moment" in said(client, client.get(BACK, query))


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": None},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
        {"authorization_endpoint": 5},
    ],
)
def test_metadata_that_are_wrong_begin_nothing(
    issuer: TestIssuer, client: Client, metadata: dict[str, Any]
) -> None:
    issuer.tell(metadata=metadata)
    answer = said(client, client.get(address("sso")))
    assert "could not be understood" in answer or "does not come from City ID" in answer


def test_an_issuer_of_the_internet_does_not_lead_into_the_inner_network() -> None:
    inside = "https://10.1.2.3/token"
    with pytest.raises(ValueError, match="inner network"):
        openid_connect._endpoint("https://1.1.1.1", inside)
    assert openid_connect._endpoint("https://10.1.2.9", inside) == inside
    with pytest.raises(ValueError, match="not encrypted"):
        openid_connect._endpoint("https://1.1.1.1", "http://1.1.1.1/token")
