"""After single sign-on: second factors, linked accounts, logging out at both ends, closed passwords."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user
from django.forms import modelform_factory
from django.test import Client

from cases.access.attempts import SINGLE_SIGN_ON
from cases.forms.people import PersonForm
from cases.lib import process_cache
from cases.models import SecurityEvent, StaffIdentity, StaffSession, User
from tests.factories import STAFF_PASSWORD, UserFactory
from tests.issuer import CLIENT_ID, CLIENT_SECRET, TestIssuer
from tests.workflows.views.conftest import Desk, address, text
from tests.workflows.views.login.single_sign_on.conftest import BACK, came, log_in, said, went
from tests.workflows.views.login.test_second_factor import SECRET, code
from workflows.login import totp as factor_codes

pytestmark = pytest.mark.django_db


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
