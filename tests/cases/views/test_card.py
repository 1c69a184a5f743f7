"""The card to print after filing: number, password and office hours, for whoever has no e-mail."""

import datetime

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from cases.drafts import browser_store
from cases.models import Municipality
from tests.cases.views.pages import log_in
from tests.people import Citizen

pytestmark = pytest.mark.django_db
CARD = "/en/requests/done/card/"


def filed_minutes_ago(client: Client, citizen: Citizen, minutes: int) -> None:
    """Let this browser have filed the case so long ago."""
    request = RequestFactory().get("/")
    request.session = client.session
    now = timezone.now() - datetime.timedelta(minutes=minutes)
    browser_store.remember_filed(request, "token", citizen.case, citizen.password, now=now)


def test_the_card_has_what_opens_the_case_and_when_the_office_does(client: Client, somchai: Citizen) -> None:
    Municipality.objects.create(
        code="city",
        name_en="Udon City",
        address_th="เลขที่ 1",
        address_en="1 Athibodi Road",
        phone="042325176",
        opens="08:00",
        closes="16:00",
    )
    filed_minutes_ago(client, somchai, 1)
    card = client.get(CARD).text
    hours = "Monday to Friday, 08:00 to 16:00, except on public holidays"
    for known in (somchai.case.number, somchai.password, hours, "1 Athibodi Road", "042 325 176"):
        assert known in card
    assert f'href="{CARD}"' in client.get("/en/requests/done/").text
    thai = client.get("/requests/done/card/").text
    assert "วันจันทร์ถึงวันศุกร์ เวลา 08:00 ถึง 16:00 น." in thai
    assert "เลขที่ 1" in thai


def test_without_the_password_there_is_no_card(client: Client, somchai: Citizen) -> None:
    assert client.get(CARD).headers["Location"] == "/en/requests/done/"
    log_in(client, somchai.case.number, somchai.password)
    assert client.get(CARD).headers["Location"] == "/en/requests/done/"
    filed_minutes_ago(client, somchai, 31)
    assert client.get(CARD).headers["Location"] == "/en/requests/done/"
