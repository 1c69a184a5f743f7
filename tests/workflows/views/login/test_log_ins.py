"""Where one is logged in: listed without what opens it, ended one by one, all, or by leaving."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.test import Client

from cases.audit import request_origin
from cases.models import StaffSession, User
from tests.factories import STAFF_PASSWORD
from tests.workflows.views.conftest import Seat, address, text
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def logged_in(username: str, agent: str = WINDOWS, address_of: str = "203.0.113.77") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address_of)
    client.post(address("login"), {"username": username, "password": STAFF_PASSWORD})
    return client


def test_the_list_shows_browser_network_and_which_is_this(officer: User) -> None:
    here, _there = logged_in("officer"), logged_in("officer", PHONE)
    page = here.get(address("security"))
    shown = {(one.browser, one.network, one.current) for one in page.context["log_ins"]}
    assert shown == {
        ("Firefox, Windows", "203.0.113.0/24", True),
        ("Chrome, Android", "203.0.113.0/24", False),
    }
    assert "203.0.113.77" not in text(page)


def test_the_list_opens_nothing(officer: User) -> None:
    here = logged_in("officer")
    assert str(here.session.session_key) not in text(here.get(address("security")))
    assert not StaffSession.objects.filter(key=here.session.session_key).exists()


def test_one_is_ended(officer: User) -> None:
    here, there = logged_in("officer"), logged_in("officer", PHONE)
    key = next(one.key for one in here.get(address("security")).context["log_ins"] if not one.current)
    assert here.post(address("end_session", key)).status_code == 302
    assert (get_user(here).is_authenticated, get_user(there).is_authenticated) == (True, False)


def test_anothers_is_not_ended(desk: Seat, officer: User, head: User) -> None:
    there = logged_in("officer")
    key = StaffSession.objects.get(user=officer).key
    assert desk(head).post(address("end_session", key)).status_code == 404
    assert get_user(there).is_authenticated


def test_all_are_ended_at_once(officer: User) -> None:
    here, there = logged_in("officer"), logged_in("officer", PHONE)
    assert here.post(address("end_sessions"))["Location"] == address("login")
    assert not get_user(here).is_authenticated
    assert not get_user(there).is_authenticated
    assert not StaffSession.objects.exists()


def test_a_new_password_ends_the_others_and_keeps_this_one(officer: User) -> None:
    here, there = logged_in("officer"), logged_in("officer", PHONE)
    new = "quiet-river-2570"
    typed = {"old_password": STAFF_PASSWORD, "new_password1": new, "new_password2": new}
    here.post(address("password"), typed)
    assert (get_user(here).is_authenticated, get_user(there).is_authenticated) == (True, False)
    assert [one.current for one in here.get(address("security")).context["log_ins"]] == [True]


def test_who_is_switched_off_is_out_and_stays_out(officer: User) -> None:
    here = logged_in("officer")
    for active in (False, True):
        officer.is_active = active
        officer.save()
        assert here.get(address("inbox")).status_code == 302


def test_logging_out_takes_the_row_along(officer: User) -> None:
    logged_in("officer").post(address("logout"))
    assert not StaffSession.objects.exists()


def test_ended_sessions_are_neither_listed_nor_kept(officer: User) -> None:
    here, there = logged_in("officer"), logged_in("officer", PHONE)
    Session.objects.get(session_key=there.session.session_key).delete()
    assert len(here.get(address("security")).context["log_ins"]) == 1
    case_jobs.purge_drafts()
    assert StaffSession.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [(PHONE, "Chrome, Android"), ("", ""), ("curl/8", ""), ("Line/14 iPhone", "LINE, iPhone")],
)
def test_browsers_have_names(agent: Any, name: str) -> None:
    assert request_origin.browser(agent) == name
