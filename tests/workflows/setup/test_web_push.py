"""The page of the notifications switches them and makes the keys."""

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings

from cases.models import Municipality, PushKeys, SetupChange, User
from tests.workflows.views.conftest import Seat, address

pytestmark = pytest.mark.django_db


def test_the_switch_makes_the_keys_and_only_an_administrator_has_it(
    desk: Seat, administrator: User, clerk: User
) -> None:
    Municipality.objects.create(code="city")
    seat = desk(administrator)
    assert "Made when it is switched on" in seat.page("setup_web_push").text
    assert not PushKeys.objects.exists()
    seat.post(address("setup_web_push"), {"web_push": "on"})
    assert Municipality.current().web_push
    keys = PushKeys.objects.get()
    assert "BEGIN PRIVATE KEY" in keys.private
    assert "Made when it is switched on" not in seat.page("setup_web_push").text
    assert SetupChange.objects.filter(table="cases.municipality").exists()
    seat.post(address("setup_web_push"))
    assert not Municipality.current().web_push
    assert PushKeys.objects.get() == keys
    assert desk(clerk).page("setup_web_push").status_code == 403


def test_a_key_that_cannot_be_read_is_said_and_replaced_on_wish(
    desk: Seat, administrator: User, settings: LazySettings
) -> None:
    Municipality.objects.create(code="city")
    seat = desk(administrator)
    seat.post(address("setup_web_push"), {"web_push": "on"})
    before = PushKeys.objects.get().public
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert "nothing is sent" in seat.page("setup_web_push").text
    seat.post(address("setup_web_push"), {"web_push": "on"})
    assert PushKeys.objects.get().public != before
    assert "nothing is sent" not in seat.page("setup_web_push").text
