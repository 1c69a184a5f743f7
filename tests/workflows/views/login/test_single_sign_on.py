"""Single sign-on against a real issuer in a second process: who gets in, and what others are told."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user
from django.forms import modelform_factory
from django.test import Client

from cases.access import openid_connect
from cases.access.attempts import SINGLE_SIGN_ON
from cases.forms.people import PersonForm
from cases.lib import process_cache
from cases.models import SecurityEvent, StaffIdentity, StaffSession, User
from tests.factories import STAFF_PASSWORD, UserFactory
from tests.issuer import CLIENT_ID, CLIENT_SECRET, AtIssuer, TestIssuer
from tests.workflows.views.conftest import Desk, address, text
from tests.workflows.views.login.test_second_factor import SECRET, code
from workflows.login import totp as factor_codes

pytestmark = pytest.mark.django_db
BACK = address("sso_back").removeprefix("/en")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestIssuer]:
    """The issuer, started once."""
    with TestIssuer(Path(tmp_path_factory.mktemp("issuer"))) as issuer:
        issuer.knows("officer", "clerk", "stranger")
        yield issuer


@pytest.fixture
def issuer(running: TestIssuer, settings: Any) -> TestIssuer:
    """The issuer, which says nothing wrong, and the settings that name it."""
    running.begin_anew()
    process_cache.forget()
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.STAFF_SSO_ISSUER, settings.STAFF_SSO_NAME = running.url, "City ID"
    settings.STAFF_SSO_CLIENT_ID, settings.STAFF_SSO_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    return running


@pytest.fixture
def officer(officer: User) -> User:
    """The officer has an e-mail address that the issuer knows."""
    officer.email = "Officer@example.go.th"
    officer.save()
    return officer


def went(client: Client, **query: str) -> str:
    """The address at the issuer to which the button leads."""
    return str(client.get(address("sso"), query)["Location"])


def came(client: Client, way: str, name: str = "officer", **changed: str) -> Any:
    """Log in at the issuer, and come back; the address is one for all languages."""
    back = urlsplit(AtIssuer(name).comes_back(way))
    assert back.path == BACK
    query = {key: values[0] for key, values in parse_qs(back.query).items()}
    return client.get(BACK, {**query, **changed}, headers={"accept-language": "en"})


def log_in(client: Client, name: str = "officer", **query: str) -> Any:
    return came(client, went(client, **query), name)


def said(client: Client, response: Any) -> str:
    """What the page says to which a refusal leads."""
    assert response.status_code == 302, response.content
    assert not get_user(client).is_authenticated
    assert urlsplit(response.url).path == address("login")
    return text(client.get(response.url))


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


def refused_person(issuer: TestIssuer, client: Client, name: str = "officer") -> str:
    page = said(client, log_in(client, name))
    assert not StaffIdentity.objects.exists()
    return page


def test_an_address_that_is_not_verified_finds_nobody(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    issuer.tell(claims={"email_verified": False})
    assert "has not verified" in refused_person(issuer, client)
    issuer.tell(claims={}, drop=["email", "email_verified"], metadata={"userinfo_endpoint": None})
    process_cache.forget()
    assert "tells no e-mail address" in refused_person(issuer, client)


def test_what_the_token_leaves_out_is_asked_for(issuer: TestIssuer, client: Client, officer: User) -> None:
    issuer.tell(drop=["email", "email_verified"])
    log_in(client)
    assert get_user(client) == officer


def test_another_claim_can_say_that_the_address_is_verified(
    issuer: TestIssuer, client: Client, officer: User, settings: Any
) -> None:
    settings.STAFF_SSO_VERIFIED_CLAIM = "xms_edov"
    assert "has not verified" in refused_person(issuer, client)
    issuer.tell(claims={"xms_edov": "1"})
    log_in(client)
    assert get_user(client) == officer


def test_somebody_unknown_gets_no_account(issuer: TestIssuer, client: Client, officer: User) -> None:
    before = User.objects.count()
    assert "Nobody here has the e-mail address" in refused_person(issuer, client, "stranger")
    assert User.objects.count() == before


def test_an_address_of_two_people_finds_neither(issuer: TestIssuer, client: Client, officer: User) -> None:
    UserFactory(username="namesake", email="officer@example.go.th")
    assert "Several people here" in refused_person(issuer, client)


def test_a_letter_that_looks_alike_is_another_address(issuer: TestIssuer, client: Client) -> None:
    UserFactory(username="lookalike", email="offıcer@example.go.th")
    assert "Nobody here has the e-mail address" in refused_person(issuer, client)


def test_who_is_switched_off_stays_out_by_address_and_by_account(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert "switched off" in refused_person(issuer, client)
    event = SecurityEvent.objects.filter(kind="log_in_failed").latest("pk")
    assert (event.about, event.subject) == (officer, "single-sign-on: left")
    StaffIdentity.objects.create(user=officer, issuer=issuer.url, sub="1")
    assert "switched off" in said(client, log_in(client))


def test_the_address_of_somebody_who_left_does_not_open_the_account_of_the_next(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    StaffIdentity.objects.create(user=officer, issuer=issuer.url, sub="the-one-before")
    assert "Another account of City ID is linked" in said(client, log_in(client))


def test_it_gives_no_right(issuer: TestIssuer, client: Client, officer: User) -> None:
    issuer.tell(claims={"groups": ["administrator"], "roles": ["superuser"], "is_staff": True})
    log_in(client)
    person = User.objects.get(pk=officer.pk)
    assert not person.is_staff
    assert not person.groups.exists()


def test_the_own_second_factor_is_asked_unless_the_set_up_believes_the_issuer(
    issuer: TestIssuer, client: Client, officer: User, settings: Any
) -> None:
    factor_codes.add_app(officer, SECRET, 0)
    assert log_in(client).url.endswith("/staff/login/second/")
    assert not get_user(client).is_authenticated
    assert client.post(address("second_step"), {"code": code()}).status_code == 302
    assert get_user(client) == officer
    settings.STAFF_SSO_SECOND_FACTOR = ["mfa"]
    for claims, trusted in (
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "mfa"}, True),
    ):
        issuer.tell(claims=claims)
        other = Client()
        log_in(other)
        assert get_user(other).is_authenticated is trusted


def test_a_role_that_needs_a_factor_is_let_in_by_the_issuers(
    issuer: TestIssuer, client: Client, administrator: User, settings: Any
) -> None:
    settings.REQUIRE_MFA_FOR_ADMINS = True
    administrator.email = "officer@example.go.th"
    administrator.save()
    log_in(client)
    assert client.get(address("setup"))["Location"] == address("security")
    settings.STAFF_SSO_SECOND_FACTOR = ["mfa"]
    issuer.tell(claims={"amr": ["mfa"]})
    trusted = Client()
    log_in(trusted)
    assert trusted.get(address("setup")).status_code == 200


def test_who_comes_from_the_issuer_changes_no_password(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    User.objects.filter(pk=officer.pk).update(must_change_password=True)
    log_in(client)
    assert client.get(address("inbox")).status_code == 200


def test_before_what_is_dangerous_the_issuer_is_asked_again(
    issuer: TestIssuer, client: Client, officer: User, settings: Any
) -> None:
    officer.set_unusable_password()
    officer.save()
    log_in(client)
    settings.PROOF_MINUTES = -1
    again = client.get(address("add_app"))["Location"]
    page = text(client.get(again))
    assert 'name="password"' not in page
    assert "Show it through City ID" in page
    way = went(client, **{"for": "prove", "next": address("add_app")})
    assert parse_qs(urlsplit(way).query)["prompt"] == ["login"]
    settings.PROOF_MINUTES = 15
    issuer.tell(claims={"auth_time": int(time.time()) - 3600})
    assert "did not ask you again" in text(client.get(came(client, way).url))
    issuer.tell(claims={})
    assert came(client, went(client, **{"for": "prove", "next": address("add_app")})).url == address(
        "add_app"
    )
    assert 'name="password"' not in text(client.get(address("add_app")))


def test_somebody_else_proves_nothing(issuer: TestIssuer, client: Client, officer: User) -> None:
    UserFactory(username="clerk", email="clerk@example.go.th")
    log_in(client)
    answer = came(client, went(client, **{"for": "prove"}), "clerk")
    assert "belongs to somebody else" in text(client.get(answer.url))
    assert get_user(client) == officer


def test_an_account_without_address_is_linked_by_its_person(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    issuer.tell(drop=["email", "email_verified", "name"], metadata={"userinfo_endpoint": None})
    client.post(address("login"), {"username": "officer", "password": STAFF_PASSWORD})
    assert came(client, went(client, **{"for": "link"})).status_code == 302
    assert not StaffIdentity.objects.exists()
    assert "Yes, link it" in text(client.get(address("security")))
    client.post(address("sso_link"), {"link": ""})
    assert StaffIdentity.objects.get().user == officer
    other = Client()
    log_in(other)
    assert get_user(other) == officer


def test_who_says_no_is_not_linked(issuer: TestIssuer, client: Client, officer: User) -> None:
    client.post(address("login"), {"username": "officer", "password": STAFF_PASSWORD})
    came(client, went(client, **{"for": "link"}))
    client.post(address("sso_link"))
    assert not StaffIdentity.objects.exists()
    assert "Yes, link it" not in text(client.get(address("security")))


def test_logging_out_leads_out_at_the_issuer_with_nothing_in_the_address(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    log_in(client)
    answer = client.post(address("logout"))
    assert answer["Location"] == address("sso_out")
    way = f"{issuer.url}/identity/o/logout?client_id={CLIENT_ID}&amp;post_logout_redirect_uri=http%3A%2F%2F"
    assert way in text(client.get(answer["Location"]))
    assert not get_user(client).is_authenticated
    issuer.tell(metadata={"end_session_endpoint": None})
    process_cache.forget()
    assert "says no way out" in text(client.get(answer["Location"]))


def test_who_came_by_password_is_not_led_to_the_issuer(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    client.post(address("login"), {"username": "officer", "password": STAFF_PASSWORD})
    assert client.post(address("logout"))["Location"] == address("login")


def test_who_logs_out_at_the_issuer_is_out_here(issuer: TestIssuer, client: Client, officer: User) -> None:
    log_in(client)
    hook = "/hooks/single-sign-on/logout/"
    wrong: list[dict[str, Any]] = [
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"events": None},
        {"events": {}},
        {"nonce": "x"},
        {"sub": None, "sid": "only"},
        {"iat": int(time.time()) - 3600},
    ]
    for claims in wrong:
        token = issuer.logout_token(**{"sub": "1", **claims})
        assert Client().post(hook, {"logout_token": token}).status_code == 400, claims
    for junk in ("", "a.b.c", "x" * 30_000):
        assert Client().post(hook, {"logout_token": junk}).status_code == 400
    assert client.get(address("inbox")).status_code == 200
    assert Client().post(hook, {"logout_token": issuer.logout_token(sub="1")}).status_code == 200
    assert not StaffSession.objects.filter(user=officer).exists()
    assert client.get(address("inbox")).status_code == 302


def test_too_many_answers_that_are_none_are_not_judged(
    issuer: TestIssuer, client: Client, officer: User
) -> None:
    for _ in range(SINGLE_SIGN_ON.of_one[0]):
        state = parse_qs(urlsplit(went(client)).query)["state"][0]
        client.get(BACK, {"state": state, "error": "access_denied"})
    assert "Too many tries" in said(client, log_in(client))


def test_nothing_about_the_person_is_logged(
    issuer: TestIssuer, client: Client, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    log_in(client)
    issuer.tell(claims={"nonce": "x"})
    log_in(Client())
    assert "officer@" not in caplog.text
    assert "eyJ" not in caplog.text


def test_the_page_of_the_set_up_asks_the_issuer_and_names_who_cannot_be_found(
    issuer: TestIssuer, officer: User, administrator: User, desk: Callable[[User], Desk], settings: Any
) -> None:
    UserFactory(username="namesake", first_name="Nam", last_name="Sake", email="OFFICER@example.go.th")
    seat = desk(administrator)
    page = text(seat.page("setup_sign_on"))
    assert f"http://127.0.0.1:8000{BACK}" in page
    assert "Nam Sake" in page
    assert CLIENT_SECRET not in page
    assert "City ID answers" in text(seat.post(address("setup_sign_on")))
    settings.STAFF_SSO_ISSUER = "http://127.0.0.1:1"
    assert "does not answer" in text(seat.post(address("setup_sign_on")))
    settings.STAFF_SSO_ISSUER = ""
    assert "It is not set up" in text(seat.page("setup_sign_on"))
    assert desk(officer).page("setup_sign_on").status_code == 403


def test_without_settings_there_is_no_way(
    client: Client, officer: User, desk: Callable[[User], Desk]
) -> None:
    for name in ("sso", "sso_back"):
        assert client.get(address(name)).status_code == 404
    assert client.post("/hooks/single-sign-on/logout/").status_code == 404
    assert "sso" not in text(client.get(address("login")))
    assert "Single sign-on" not in text(desk(officer).page("security"))


@pytest.fixture
def closed(issuer: TestIssuer, settings: Any, administrator: User) -> User:
    """Passwords are closed but for the administrator's."""
    settings.STAFF_SSO_ONLY, settings.STAFF_SSO_EMERGENCY_ACCOUNT = True, "administrator"
    return administrator


def by_password(client: Client, name: str) -> Any:
    return client.post(address("login"), {"username": name, "password": STAFF_PASSWORD})


def test_where_passwords_are_closed_only_the_emergency_account_has_one(
    closed: User, client: Client, officer: User
) -> None:
    refused = by_password(client, "officer")
    assert refused.status_code == 403
    assert "Passwords are closed here" in text(refused)
    assert not get_user(client).is_authenticated
    log_in(client)
    assert get_user(client) == officer
    emergency = Client()
    assert by_password(emergency, "administrator").status_code == 302
    assert get_user(emergency) == closed


def test_a_wrong_password_does_not_tell_which_account_it_is(
    closed: User, client: Client, officer: User
) -> None:
    pages = [
        text(client.post(address("login"), {"username": name, "password": "wrong"}))
        for name in ("administrator", "officer")
    ]
    assert all("is not right" in page for page in pages)


def test_the_last_password_is_not_closed(closed: User, client: Client, officer: User) -> None:
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert by_password(client, "officer").status_code == 302


def test_the_emergency_account_stays(closed: User, desk: Callable[[User], Desk], settings: Any) -> None:
    other = UserFactory(username="second", group="administrator", is_staff=True)
    answer = desk(other).post(address("setup_person_leave", closed.pk))
    assert "emergency account" in text(answer)
    assert User.objects.get(pk=closed.pk).is_active


def test_an_administrator_takes_an_account_away(
    issuer: TestIssuer, client: Client, officer: User, administrator: User, desk: Callable[[User], Desk]
) -> None:
    log_in(client)
    seat = desk(administrator)
    assert "Take the account for single sign-on away" in text(seat.page("setup_person", officer.pk))
    seat.post(address("setup_person_sso", officer.pk))
    assert not StaffIdentity.objects.exists()
    assert SecurityEvent.objects.filter(kind="identity_removed", by=administrator, about=officer).exists()


def test_the_emergency_account_keeps_name_and_office(closed: User, settings: Any) -> None:
    for typed in ({"username": "other"}, {"is_staff": ""}):
        fields = modelform_factory(User, form=PersonForm, fields=list(typed))
        form = fields(typed, instance=User.objects.get(pk=closed.pk))
        assert "STAFF_SSO_EMERGENCY_ACCOUNT" in str(form.errors), typed
    settings.STAFF_SSO_ONLY = False
    fields = modelform_factory(User, form=PersonForm, fields=["username"])
    assert fields({"username": "other"}, instance=User.objects.get(pk=closed.pk)).is_valid()
