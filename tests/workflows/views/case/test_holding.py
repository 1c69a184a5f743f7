"""A case is held back from removal on its page; once its contact data are gone, every page says so."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions import retention
from cases.models import Case, RequestType, User
from tests.cases.views.pages import log_in, page_of
from tests.factories import FiledFactory, HeadFactory
from tests.workflows.views.conftest import Seat, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LATER = timezone.now() + datetime.timedelta(days=800)


def test_a_hold_has_a_reason_is_seen_and_can_be_lifted(
    desk: Seat, officer: User, head: User, case: Case
) -> None:
    seat = desk(head)
    assert seat.page("step", case.number, "hold").status_code in (403, 409)
    seat.do(case, "reject", reason="นอกเขต")
    assert desk(officer).page("step", case.number, "hold").status_code == 403
    assert "Write the reason." in text(seat.do(case, "hold", reason=""))
    seat.do(case, "hold", reason="คดีปกครอง")
    page = text(seat.page("case", case.number))
    assert "held: nothing is removed" in page
    assert "คดีปกครอง" in page
    assert "Hold it back" not in page
    seat.do(case, "lift_hold", reason="คดีจบ")
    assert not Case.objects.get(pk=case.pk).on_hold


def test_once_the_contact_is_gone_the_pages_say_so_and_take_no_new_one(client: Client, desk: Seat) -> None:
    case, password = FiledFactory(withdrawn=True)
    seat = desk(HeadFactory(department=case.department))
    assert "Another e-mail address" in text(seat.page("case", case.number))
    assert retention.remove_contacts(now=LATER) == 1
    page = text(seat.page("case", case.number))
    assert "Name and contact were removed on" in page
    assert "Another e-mail address" not in page
    log_in(client, case.number, password)
    page = client.get(page_of(case)).text
    assert "we removed your name and contact" in page
    assert "Give an e-mail address" not in page
    for there in ("email", "email/code", "telling"):
        assert client.get(page_of(case, there)).headers["Location"] == page_of(case), there
    assert "It takes no new ones." in client.get(page_of(case)).text


def test_the_privacy_notice_names_the_years(client: Client, case: Case) -> None:
    assert "2 years for most kinds." in client.get("/en/privacy/").text
    RequestType.objects.update(contact_years=5)
    assert "5 years for most kinds." in client.get("/en/privacy/").text
