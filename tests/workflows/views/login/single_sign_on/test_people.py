"""Single sign-on opens the account of somebody who is here, and of nobody else; it gives no right."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client

from cases.lib import process_cache
from cases.models import SecurityEvent, StaffIdentity, User
from tests.factories import UserFactory
from tests.issuer import TestIssuer
from tests.workflows.views.login.single_sign_on.conftest import log_in, said

pytestmark = pytest.mark.django_db


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
