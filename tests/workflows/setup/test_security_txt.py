"""/.well-known/security.txt says what the set-up says, and is not there without it."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cases.models import Municipality, User
from cases.models.setup.municipality import as_contact
from cases.setup import files
from cases.setup.imports import bring_in
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PAGE = "/.well-known/security.txt"
UNTIL = datetime.date(2027, 6, 30)


@pytest.fixture
def office() -> Municipality:
    return Municipality.objects.create(
        code="udon",
        name_th="เทศบาล",
        name_en="City",
        security_contact="security@city.example",
        security_until=UNTIL,
    )


def test_it_says_contact_end_and_languages(client: Client, office: Municipality, settings: Any) -> None:
    settings.SITE_URL = "https://eservice.example.go.th"
    answer = client.get(PAGE)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:security@city.example",
        "Expires: 2027-06-30T23:59:59+07:00",
        "Preferred-Languages: th, en",
        "Canonical: https://eservice.example.go.th/.well-known/security.txt",
    ]


def test_without_a_contact_there_is_none(client: Client, db: None) -> None:
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "http://city.example/", "city", "a@b\nExpires: x"])
def test_a_contact_is_an_address_of_mail_or_of_a_page(typed: str) -> None:
    with pytest.raises(ValidationError):
        as_contact(typed)
    assert as_contact("https://city.example/security") == "https://city.example/security"


def typed(office: Municipality, **more: str) -> dict[str, str]:
    return {
        "name_th": office.name_th,
        "name_en": office.name_en,
        "opens": "08:30",
        "closes": "16:30",
        "security_languages": "th",
        **more,
    }


def test_the_page_of_the_municipality_sets_it(desk: Seat, administrator: User, office: Municipality) -> None:
    seat, year = desk(administrator), str(timezone.localdate().year + 1)
    end = {"security_until_day": "31", "security_until_month": "1", "security_until_year": year}
    contact = {"security_contact": "https://city.example/security"}
    assert "Say until when" in text(seat.post(address("setup_office"), typed(office, **contact)))
    assert seat.post(address("setup_office"), typed(office, **contact, **end)).status_code == 302
    office.refresh_from_db()
    assert (office.security_contact, str(office.security_until)) == (
        "https://city.example/security",
        f"{year}-01-31",
    )


def test_it_goes_along_with_the_set_up(administrator: User, office: Municipality) -> None:
    file = files.written()
    bring_in(file.replace("security@city.example", "cert@city.example"), by=administrator)
    office.refresh_from_db()
    assert (office.security_contact, office.security_until) == ("cert@city.example", UNTIL)


def test_the_set_up_reminds_before_it_ends(desk: Seat, administrator: User, office: Municipality) -> None:
    def warned() -> bool:
        return "security reports" in text(desk(administrator).page("setup"))

    Municipality.objects.update(security_until=timezone.localdate() + datetime.timedelta(days=60))
    assert not warned()
    Municipality.objects.update(security_until=timezone.localdate() + datetime.timedelta(days=29))
    assert warned()
    Municipality.objects.update(security_contact="", security_until=None)
    assert warned()
