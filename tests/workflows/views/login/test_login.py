"""The staff's entrance: the same words for everybody who is not let in, and a throttle that opens again."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from cases.access.attempts import STAFF_PASSWORD as POLICY
from cases.models import RateCounter, User
from tests.factories import STAFF_PASSWORD, UserFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PER_NAME, WINDOW = POLICY.of_one
WRONG = "The user name or the password is not right."


def log_in(client: Client, username: str, password: str = STAFF_PASSWORD, **more: Any) -> Any:
    return client.post(address("login"), {"username": username, "password": password, **more})


def test_an_officer_logs_in_and_lands_in_the_inbox(client: Client, officer: User) -> None:
    assert log_in(client, "officer").url == address("inbox")


def test_invisible_characters_around_the_name_do_not_matter(client: Client, officer: User) -> None:
    assert log_in(client, " officer\u200b").status_code == 302


@pytest.mark.parametrize("name", ["officer", "nobody", "gone", "", "\x00", "x" * 300])
def test_a_refused_log_in_says_the_same_to_everybody(client: Client, officer: User, name: str) -> None:
    UserFactory(username="gone", is_active=False)
    response = log_in(client, name, STAFF_PASSWORD if name == "gone" else "wrong")
    assert response.status_code == 200
    assert not get_user(client).is_authenticated
    if name in ("officer", "nobody", "gone"):
        assert WRONG in text(response)


def test_the_log_in_leads_to_the_page_that_was_wanted(client: Client, officer: User) -> None:
    assert log_in(client, "officer", next="/en/staff/?view=late").url == "/en/staff/?view=late"


def test_the_log_in_leads_to_no_other_site(client: Client, officer: User) -> None:
    assert log_in(client, "officer", next="https://evil.example/").url == address("inbox")


def test_after_too_many_tries_the_page_says_when_to_try_again(client: Client, officer: User) -> None:
    for _ in range(PER_NAME):
        log_in(client, "officer", "wrong")
    response = log_in(client, "officer")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "try again in 15 minutes" in text(response)


def test_the_throttle_opens_again(client: Client, officer: User) -> None:
    for _ in range(PER_NAME + 1):
        log_in(client, "officer", "wrong")
    RateCounter.objects.update(since=timezone.now() - datetime.timedelta(seconds=WINDOW))
    assert log_in(client, "officer").status_code == 302


def test_one_name_shuts_no_other_out(client: Client, officer: User, head: User) -> None:
    for _ in range(PER_NAME + 1):
        log_in(client, "officer", "wrong")
    assert log_in(client, "head").status_code == 302


@pytest.mark.parametrize("name", ["Officer", "ｏｆｆｉｃｅｒ", " officer\u200b"])
def test_a_name_spelt_otherwise_has_no_tries_of_its_own(client: Client, officer: User, name: str) -> None:
    for _ in range(PER_NAME):
        log_in(client, "officer", "wrong")
    assert log_in(client, name, "wrong").status_code == 429


def test_a_success_forgets_the_tries_of_the_name(client: Client, officer: User) -> None:
    for _ in range(3):
        for _ in range(PER_NAME - 1):
            assert log_in(client, "officer", "wrong").status_code == 200
        assert log_in(client, "officer").status_code == 302


def test_wrong_old_passwords_are_counted(desk: Seat, officer: User) -> None:
    seat, typed = desk(officer), {"old_password": "wrong", "new_password1": "x", "new_password2": "x"}
    answers = [seat.post(address("password"), typed).status_code for _ in range(PER_NAME + 1)]
    assert answers == [200] * PER_NAME + [429]
    new = "quiet-river-2570"
    right = {"old_password": STAFF_PASSWORD, "new_password1": new, "new_password2": new}
    assert seat.post(address("password"), right).status_code == 429
    assert User.objects.get(pk=officer.pk).check_password(STAFF_PASSWORD)


def test_who_is_deactivated_is_out_at_once(desk: Seat, officer: User) -> None:
    seat = desk(officer)
    assert seat.page("inbox").status_code == 200
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert seat.page("inbox").url.startswith(address("login"))


def test_logging_out_takes_a_post(desk: Seat, officer: User) -> None:
    seat = desk(officer)
    assert seat.get(address("logout")).status_code == 405
    assert seat.post(address("logout")).status_code == 302
    assert not get_user(seat).is_authenticated


def test_who_is_in_already_goes_on_to_the_inbox(desk: Seat, officer: User) -> None:
    assert desk(officer).page("login").url == address("inbox")


def test_who_may_not_open_a_page_is_told_so_instead_of_sent_in_circles(desk: Seat, officer: User) -> None:
    response = desk(officer).get("/en/admin/", follow=True)
    assert "may not open that page" in text(response)


def test_a_member_of_staff_changes_the_own_password(desk: Seat, officer: User) -> None:
    new = "quiet-river-2570"
    typed = {"old_password": STAFF_PASSWORD, "new_password1": new, "new_password2": new}
    response = desk(officer).post(address("password"), typed)
    assert response["Location"] == address("inbox")
    assert User.objects.get(pk=officer.pk).check_password(new)


def test_the_own_password_needs_the_old_one(desk: Seat, officer: User) -> None:
    typed = {
        "old_password": "wrong",
        "new_password1": "quiet-river-2570",
        "new_password2": "quiet-river-2570",
    }
    assert desk(officer).post(address("password"), typed).status_code == 200
    assert User.objects.get(pk=officer.pk).check_password(STAFF_PASSWORD)
