"""A log-in of the staff ends by the clock; before what is dangerous the password is asked for again; and what
was typed meanwhile is not lost."""

import datetime
import time
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.access import session_limits, two_factor
from cases.access.session_limits import KEY
from cases.models import Case, CaseEvent, SecurityEvent, User
from config.staff_gate import DANGEROUS, DANGEROUS_SENT
from tests.factories import STAFF_PASSWORD, UserFactory
from tests.workflows.views.conftest import Seat, address, open_task, text
from tests.workflows.views.login.test_second_factor import SECRET
from workflows.login import totp

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


def earlier(client: Client, **ago: int) -> None:
    """Have this log-in begun, been used or been proved so many seconds ago."""
    session = client.session
    clock = dict(session[KEY])
    session[KEY] = clock | {name: int(time.time()) - seconds for name, seconds in ago.items()}
    session.save()


def is_in(client: Client) -> bool:
    return bool(get_user(client).is_authenticated)


@pytest.mark.parametrize(("since", "stays"), [(11 * HOUR + 59 * MINUTE, True), (12 * HOUR + MINUTE, False)])
def test_it_ends_after_twelve_hours_whatever_happens(
    desk: Seat, executive: User, since: int, stays: bool
) -> None:
    seat = desk(executive)
    earlier(seat, since=since, seen=0)
    answer = seat.page("inbox")
    assert (answer.status_code, is_in(seat)) == ((200, True) if stays else (302, False))


@pytest.mark.parametrize("who", ["head", "officer", "clerk"])
def test_who_may_know_citizens_is_out_after_an_hour_without_use(
    desk: Seat, request: pytest.FixtureRequest, who: str
) -> None:
    seat = desk(request.getfixturevalue(who))
    earlier(seat, seen=59 * MINUTE)
    assert seat.page("inbox").status_code == 200
    assert time.time() - seat.session[KEY]["seen"] < MINUTE
    earlier(seat, seen=61 * MINUTE)
    assert (seat.page("inbox").status_code, is_in(seat)) == (302, False)
    event = SecurityEvent.objects.filter(kind="session_ended").get()
    assert (event.about, event.subject) == (request.getfixturevalue(who), "idle")


def test_others_stay(desk: Seat, executive: User) -> None:
    seat = desk(executive)
    earlier(seat, seen=3 * HOUR)
    assert seat.page("inbox").status_code == 200


def test_a_page_that_asks_by_itself_keeps_nobody_in_and_ends_nothing(
    desk: Seat, head: User, case: Case
) -> None:
    seat = desk(head)
    earlier(seat, seen=30 * MINUTE)
    seat.page("present", case.number)
    assert time.time() - seat.session[KEY]["seen"] > 29 * MINUTE
    earlier(seat, seen=61 * MINUTE)
    assert seat.page("present", case.number).status_code == 204
    assert is_in(seat)
    assert seat.page("case", case.number).status_code == 302


def test_the_words_of_a_step_wait_for_the_log_in(desk: Seat, head: User, case: Case) -> None:
    seat = desk(head)
    earlier(seat, seen=61 * MINUTE)
    task = open_task(case)
    answer = seat.post(address("step", case.number, "note"), {"task": task, "text": "ปิดถนนฝั่งเหนือ"})
    page = seat.post(answer["Location"], {"username": "head", "password": STAFF_PASSWORD}, follow=True)
    assert "ปิดถนนฝั่งเหนือ" in text(page)
    assert not CaseEvent.objects.filter(case=case, kind="noted").exists()


def test_any_other_form_waits_as_a_whole_for_the_same_person(
    desk: Seat, clerk: User, head: User, administrator: User
) -> None:
    seat = desk(head)
    earlier(seat, seen=61 * MINUTE)
    answer = seat.post(address("absence"), {"note": "ลาพักผ่อน\nสองวัน", "since_day": "1"})
    assert not is_in(seat)
    page = seat.post(answer["Location"], {"username": "head", "password": STAFF_PASSWORD}, follow=True)
    assert page.request["PATH_INFO"] == address("resend")
    held = page.context["held"]
    assert (held.path, dict(held.fields)) == (
        address("absence"),
        {"note": "ลาพักผ่อน\nสองวัน", "since_day": "1"},
    )
    seat.post(held.path, dict(held.fields))
    assert seat.page("resend").status_code == 302


def test_somebody_else_at_the_same_browser_does_not_get_it(desk: Seat, clerk: User, head: User) -> None:
    seat = desk(head)
    earlier(seat, seen=61 * MINUTE)
    answer = seat.post(address("absence"), {"note": "ลาพักผ่อน"})
    page = seat.post(answer["Location"], {"username": "clerk", "password": STAFF_PASSWORD}, follow=True)
    assert "ลาพักผ่อน" not in text(page)


def test_a_log_in_from_before_has_proved_nothing_and_goes_on(desk: Seat, head: User) -> None:
    seat = desk(head)
    session = seat.session
    del session[KEY]
    session.save()
    assert seat.page("inbox").status_code == 200
    assert seat.session[KEY]["proved"] == 0


@pytest.fixture
def boss(db: None) -> User:
    return UserFactory(username="boss", is_staff=True, is_superuser=True)


PLACES: dict[str, Any] = {
    "admin:cases_user_change": "person",
    "admin:cases_user_delete": "person",
    "admin:auth_user_password_change": "person",
    "admin:auth_group_change": "group",
    "admin:auth_group_delete": "group",
    "admin:cases_requesttype_change": "request_type",
    "staff:setup_kind": "code",
    "staff:setup_list_roles_row": "group",
    "staff:setup_token_withdraw": "token",
    "staff:setup_partner": "partner",
    "staff:setup_person": "person",
    "staff:setup_person_password": "person",
    "staff:setup_person_leave": "person",
    "staff:setup_person_back": "person",
    "staff:setup_person_factor": "person",
    "staff:setup_person_sso": "person",
    "notifications:words": ("result", "th"),
    "notifications:restore": ("result", "th"),
}


def place(name: str, boss: User, case: Case) -> str:
    group = Group.objects.get_or_create(name="some")[0]
    found = PLACES.get(name, ())
    kind = case.request_type
    keys: dict[str, list[Any]] = {"person": [boss.pk], "group": [group.pk]}
    keys |= {"request_type": [kind.pk], "code": [kind.code], "partner": ["app"], "token": [1]}
    return reverse(name, args=keys[found] if isinstance(found, str) else list(found))


@pytest.mark.parametrize("name", sorted(DANGEROUS | DANGEROUS_SENT))
def test_before_what_is_dangerous_the_password_is_asked_for_again(
    desk: Seat, boss: User, case: Case, name: str
) -> None:
    seat, path = desk(boss), place(name, boss, case)
    earlier(seat, proved=14 * MINUTE)
    assert not asked(seat.post(path, {"x": "y"}))
    earlier(seat, proved=16 * MINUTE)
    assert asked(seat.post(path, {"x": "y"}))
    assert asked(seat.get(path)) == (name in DANGEROUS)


def asked(answer: Any) -> bool:
    return answer.status_code == 302 and answer.url.partition("?")[0].endswith("/staff/again/")


def test_after_it_what_was_typed_is_sent(desk: Seat, boss: User) -> None:
    seat = desk(boss)
    earlier(seat, proved=16 * MINUTE)
    path = reverse("admin:auth_group_add")
    answer = seat.post(path, {"name": "ผู้ช่วย", "permissions": ["1", "2"]})
    assert not Group.objects.filter(name="ผู้ช่วย").exists()
    proof = answer["Location"]
    target = {"next": proof.partition("next=")[2].replace("%2F", "/")}
    wrong = seat.post(proof, {"password": "wrong", **target})
    assert wrong.context["form"].errors.keys() == {"password"}
    page = seat.post(proof, {"password": STAFF_PASSWORD, **target}, follow=True)
    held = page.context["held"]
    assert held.fields == [("name", "ผู้ช่วย"), ("permissions", "1"), ("permissions", "2")]
    seat.post(held.path, {"name": "ผู้ช่วย", "permissions": ["1", "2"]})
    assert Group.objects.get(name="ผู้ช่วย").permissions.count() == 2
    kinds = list(SecurityEvent.objects.filter(by=boss).order_by("pk").values_list("kind", flat=True))
    assert kinds[1:3] == ["proof_failed", "proved"]


def test_no_password_waits_in_the_session(desk: Seat, boss: User, officer: User) -> None:
    seat = desk(boss)
    earlier(seat, proved=16 * MINUTE)
    seat.post(reverse("admin:auth_user_password_change", args=[officer.pk]), {"password1": "x", "a": "b"})
    assert seat.page("resend").context["held"].fields == [("a", "b")]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(desk: Seat, boss: User, elsewhere: str) -> None:
    answer = desk(boss).post(address("again"), {"password": STAFF_PASSWORD, "next": elsewhere})
    assert answer["Location"].endswith("/staff/")


def test_it_cannot_be_guessed(desk: Seat, boss: User) -> None:
    seat = desk(boss)
    codes = [seat.post(address("again"), {"password": "wrong"}).status_code for _ in range(12)]
    assert (codes[0], codes[-1]) == (200, 429)


def needs(settings: Any, *roles: str) -> None:
    settings.REQUIRE_MFA_FOR, settings.MFA_GRACE_DAYS = list(roles), 14


@pytest.mark.parametrize("who", ["head", "officer", "clerk"])
def test_a_role_needs_a_second_factor_after_the_days_of_grace(
    desk: Seat, settings: Any, request: pytest.FixtureRequest, who: str
) -> None:
    needs(settings, who)
    person: User = request.getfixturevalue(who)
    page = desk(person).page("inbox")
    until = timezone.localdate() + datetime.timedelta(days=14)
    person.refresh_from_db()
    assert (page.status_code, person.factor_due) == (200, until)
    assert "You need a second factor" in text(page)
    User.objects.filter(pk=person.pk).update(factor_due=timezone.localdate())
    assert desk(person).page("inbox").status_code == 200
    User.objects.filter(pk=person.pk).update(factor_due=timezone.localdate() - datetime.timedelta(days=1))
    assert desk(person).page("inbox").url == address("security")
    assert "needs a second factor" in text(desk(person).page("security"))


def test_other_roles_need_none(desk: Seat, settings: Any, executive: User, officer: User) -> None:
    needs(settings, "clerk", "head")
    for person in (executive, officer):
        assert "second factor" not in text(desk(person).page("inbox"))


def test_who_had_the_factor_reset_has_no_new_grace(
    desk: Seat, settings: Any, head: User, administrator: User
) -> None:
    needs(settings, "head")
    totp.add_app(head, SECRET, 0)
    two_factor.reset(head, by=administrator)
    assert desk(head).page("inbox").url == address("security")


def test_the_photos_and_polls_are_asked_too(desk: Seat, settings: Any, head: User, case: Case) -> None:
    needs(settings, "head")
    User.objects.filter(pk=head.pk).update(factor_due=timezone.localdate() - datetime.timedelta(days=1))
    assert desk(head).page("present", case.number).url == address("security")


def test_the_page_of_a_case_costs_no_statement_more(
    desk: Seat, settings: Any, head: User, case: Case, django_assert_max_num_queries: Any
) -> None:
    needs(settings, "head")
    seat = desk(head)
    seat.page("case", case.number)
    with django_assert_max_num_queries(20):
        seat.page("case", case.number)


def test_what_is_over_says_why(desk: Seat, head: User) -> None:
    seat = desk(head)
    earlier(seat, seen=61 * MINUTE)
    assert "ended by the clock" in text(seat.get(address("inbox"), follow=True))
    assert session_limits.AGE != session_limits.IDLE
