"""A password that somebody else has set is changed at the first log-in, before anything else is opened."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cases.models import Case, User
from tests.factories import STAFF_PASSWORD, UserFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
SET, OWN = "given-at-the-desk-7", "a-horse-of-another-field"


@pytest.fixture
def boss() -> User:
    return UserFactory(username="boss", is_staff=True, is_superuser=True)


def log_in(username: str, password: str) -> Client:
    client = Client()
    client.post(address("login"), {"username": username, "password": password})
    assert get_user(client).is_authenticated
    return client


def set_by(desk: Seat, boss: User, person: User) -> None:
    page = reverse("admin:auth_user_password_change", args=[person.pk])
    desk(boss).post(page, {"usable_password": "true", "password1": SET, "password2": SET})


def change(client: Client, old: str, new: str) -> Any:
    return client.post(address("password"), {"old_password": old, "new_password1": new, "new_password2": new})


def test_it_is_changed_before_anything_else(desk: Seat, boss: User, officer: User, case: Case) -> None:
    set_by(desk, boss, officer)
    client = log_in("officer", SET)
    for page in (address("inbox"), address("case", case.number), address("security"), "/en/staff/notices/"):
        assert client.get(page)["Location"] == address("password")
    assert "Somebody else has set your password" in text(client.get(address("password")))
    assert change(client, SET, OWN)["Location"] == address("inbox")
    assert client.get(address("inbox")).status_code == 200
    assert not User.objects.get(pk=officer.pk).must_change_password


def test_the_same_one_again_is_no_change(desk: Seat, boss: User, officer: User) -> None:
    set_by(desk, boss, officer)
    client = log_in("officer", SET)
    assert "your password already" in text(change(client, SET, SET))
    assert client.get(address("inbox"))["Location"] == address("password")


def test_one_may_log_out_instead(desk: Seat, boss: User, officer: User) -> None:
    set_by(desk, boss, officer)
    client = log_in("officer", SET)
    client.post(address("logout"))
    assert not get_user(client).is_authenticated


def test_a_new_person_changes_the_first_one(desk: Seat, boss: User) -> None:
    typed = {"username": "new.one", "first_name": "ใหม่", "language": "th"}
    formset = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    desk(boss).post(
        reverse("admin:cases_user_add"),
        {**typed, **formset, "usable_password": "true", "password1": SET, "password2": SET},
    )
    assert User.objects.get(username="new.one").must_change_password
    assert log_in("new.one", SET).get(address("inbox"))["Location"] == address("password")


def test_an_administrator_changes_the_own_one_where_the_old_one_is_asked(desk: Seat, boss: User) -> None:
    page = reverse("admin:auth_user_password_change", args=[boss.pk])
    answer = desk(boss).post(page, {"usable_password": "true", "password1": SET, "password2": SET})
    assert answer["Location"] == reverse("staff:password")
    assert User.objects.get(pk=boss.pk).check_password(STAFF_PASSWORD)


def test_the_command_sets_one_to_be_changed(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: SET)
    call_command("changepassword", "officer", verbosity=0)
    found = User.objects.get(pk=officer.pk)
    assert (found.check_password(SET), found.must_change_password) == (True, True)


def test_others_are_asked_nothing(desk: Seat, officer: User) -> None:
    assert desk(officer).page("inbox").status_code == 200
