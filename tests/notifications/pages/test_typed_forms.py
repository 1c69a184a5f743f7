"""A form about letters that was sent when the log-in was gone: what was typed waits for the log-in."""

from typing import Any

import pytest
from django.urls import reverse

from cases.models import Case, User
from notifications.models import Notice
from tests.factories import STAFF_PASSWORD
from tests.notifications.conftest import at, case_of
from tests.workflows.views.conftest import address, desk, text

__all__ = ["desk"]
FORMS = {
    "elsewhere": {"address": "new@citizen.example"},
    "lift": {"because": "กล่องจดหมายว่างแล้ว"},
    "address": {"address": "new@citizen.example", "checked": "โทรกลับตามเบอร์เดิม"},
    "reached": {"said": "แจ้งทางโทรศัพท์แล้ว"},
    "words": {"subject": "เรื่องของท่าน", "body": "บรรทัดแรก\nบรรทัดที่สอง"},
    "channel_test": {"email-address": "me@office.example"},
}


def place(name: str, letter: Notice) -> str:
    """The address to which this form is sent."""
    keys: dict[str, Any] = {
        "elsewhere": [letter.pk],
        "lift": [letter.pk],
        "address": [case_of(letter).number],
        "reached": [1],
        "words": ["result", "th"],
        "channel_test": ["email"],
    }
    return at(name, *keys[name])


@pytest.mark.parametrize("name", FORMS)
def test_what_was_typed_waits_for_the_log_in(desk: Any, letter: Notice, head: User, name: str) -> None:
    seat = desk(head)
    seat.logout()
    answer = seat.post(place(name, letter), FORMS[name])
    page = seat.post(answer["Location"], {"username": "head", "password": STAFF_PASSWORD}, follow=True)
    assert page.request["PATH_INFO"] == address("resend")
    held = page.context["held"]
    assert (held.path, dict(held.fields)) == (place(name, letter), FORMS[name])


def test_sent_again_it_is_done(desk: Any, case: Case, head: User) -> None:
    seat = desk(head)
    seat.logout()
    answer = seat.post(at("address", case.number), FORMS["address"])
    page = seat.post(answer["Location"], {"username": "head", "password": STAFF_PASSWORD}, follow=True)
    seat.post(page.context["held"].path, dict(page.context["held"].fields))
    assert Case.objects.get(pk=case.pk).email == "new@citizen.example"
    assert seat.get(address("resend")).status_code == 302


def test_what_another_site_sends_waits_for_nobody(desk: Any, case: Case, head: User) -> None:
    seat = desk(head)
    seat.logout()
    seat.handler.enforce_csrf_checks = True
    seat.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert seat.post(at("address", case.number), FORMS["address"]).status_code == 403
    seat.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert seat.get(address("resend")).status_code == 302


def test_no_password_waits_either(desk: Any, head: User) -> None:
    seat = desk(head)
    seat.logout()
    seat.post(reverse("staff:again"), {"password": "secret", "next": "/"})
    seat.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert "secret" not in text(seat.get(address("resend")))
