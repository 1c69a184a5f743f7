"""The set-up of Open311: the switch, and keys that are shown once and withdrawn."""

import re

import pytest
from django.utils import timezone

from cases.models import Channel, Municipality, Open311Partner, SetupChange, User
from cases.open311 import partners
from cases.setup.files import written
from tests.workflows.views.conftest import Seat, address

pytestmark = pytest.mark.django_db


def test_the_switch_and_the_jurisdiction_are_kept(desk: Seat, administrator: User, clerk: User) -> None:
    Municipality.objects.create(code="city")
    seat = desk(administrator)
    assert "no kind of request is on the public map" in seat.page("setup_open311").text
    wrong = seat.post(address("setup_open311"), {"open311": "on", "jurisdiction_id": "ö"})
    assert "Write Latin letters" in wrong.text
    assert not partners.is_on()
    seat.post(address("setup_open311"), {"open311": "on", "jurisdiction_id": "city.go.th"})
    assert (partners.is_on(), Municipality.current().jurisdiction_id) == (True, "city.go.th")
    assert Channel.objects.filter(code=partners.CHANNEL).exists()
    assert desk(clerk).page("setup_open311").status_code == 403


def test_a_key_is_shown_once_and_opens_until_it_is_withdrawn(desk: Seat, administrator: User) -> None:
    seat = desk(administrator)
    page = seat.post(address("setup_open311_key"), {"name": "FixIt"}).text
    found = re.search(r"o311_[\w-]+", page)
    assert found
    key, partner = found[0], Open311Partner.objects.get()
    assert (partner.made_by, partners.of_key(key, "n")) == (administrator, partner)
    assert key not in seat.page("setup_open311").text
    assert all(one not in str([*SetupChange.objects.values()]) for one in (key, partner.key))
    assert "FixIt" not in written()
    assert (
        "There is, or was, a system of this name"
        in seat.post(address("setup_open311_key"), {"name": "fixit"}).text
    )
    assert "Withdraw the key of FixIt" in seat.page("setup_open311_withdraw", partner.pk).text
    seat.post(address("setup_open311_withdraw", partner.pk), {})
    assert not Open311Partner.objects.get().is_good()
    assert "withdrawn on" in seat.page("setup_open311").text


def test_a_key_can_end_by_itself_but_not_in_the_past(desk: Seat, administrator: User) -> None:
    today, seat = timezone.localdate(), desk(administrator)
    parts = {f"expires_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    past = parts | {"expires_on_year": today.year - 1}
    assert "This day is over" in seat.post(address("setup_open311_key"), {"name": "A", **past}).text
    seat.post(address("setup_open311_key"), {"name": "A", **parts})
    partner = Open311Partner.objects.get()
    assert partner.is_good()
    assert not partner.is_good(today.replace(year=today.year + 1))
    assert "good until" in seat.page("setup_open311").text
