"""How a member of staff wants letters: the language, and one each morning."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import User

pytestmark = pytest.mark.django_db


def test_the_morning_letter_is_switched_on_and_off(client: Client, officer: User) -> None:
    client.force_login(officer)
    for sent, wanted in (("on", True), ("", False)):
        client.post(reverse("staff:letters"), {"language": "en", "digest": sent})
        assert User.objects.get(pk=officer.pk).digest is wanted


def test_a_language_that_is_not_spoken_changes_nothing(client: Client, officer: User) -> None:
    client.force_login(officer)
    page = client.post(reverse("staff:letters"), {"language": "fr", "digest": "on"})
    assert page.status_code == 200
    assert not User.objects.get(pk=officer.pk).digest


def test_who_has_no_address_is_told_so(client: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(email="", language="en")
    client.force_login(officer)
    assert "No e-mail address" in client.get("/en/staff/letters/").content.decode()


def test_a_stranger_is_sent_to_the_entrance(client: Client) -> None:
    assert client.get(reverse("staff:letters")).status_code == 302
