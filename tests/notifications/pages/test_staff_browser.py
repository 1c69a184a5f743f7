"""The switch of this browser's notifications on "My log-in": for one log-in, as long as that lasts."""

import datetime
import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Department, Municipality, StaffSession, User
from notifications.models import StaffBrowser
from notifications.pages import bell
from tests.factories import OfficerFactory
from tests.push_service import PushService, Telephone
from tests.workflows.views.conftest import Desk, Seat, address, text
from tests.workflows.views.conftest import desk as desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OFFER, ON = "Tell me in this browser", "/en/staff/notices/browser/on/"
OFF = "/en/staff/notices/browser/off/"


def switched_on(seat: Desk, browser: str) -> str:
    """What the page says after the button."""
    answer = seat.post(ON, {"browser": browser}, follow=True)
    assert answer.redirect_chain == [(address("security"), 302)]
    return text(answer)


def told(person: User) -> list[StaffBrowser]:
    return list(StaffBrowser.objects.of([person.pk]))


def test_nothing_stands_there_while_the_set_up_has_it_off(
    desk: Seat, officer: User, push_service: PushService
) -> None:
    Municipality.objects.update(web_push=False)
    seat = desk(officer)
    assert "otifications" not in text(seat.page("security"))
    assert "does not offer notifications" in switched_on(seat, Telephone(push_service).json)
    assert told(officer) == []


def test_a_browser_is_told_known_again_and_switched_off(
    desk: Seat, officer: User, push_service: PushService
) -> None:
    seat, telephone = desk(officer), Telephone(push_service)
    assert OFFER in text(seat.page("security"))
    for _again in range(2):
        assert "Notifications are on" in switched_on(seat, telephone.json)
    (row,) = told(officer)
    assert (row.endpoint, row.service) == (telephone.browser.endpoint, "127.0.0.1")
    page = text(seat.page("security"))
    assert ("This browser is told" in page, row.endpoint in page) == (True, False)
    # Another device of the same person has a switch of its own.
    assert "This browser is told" not in text(desk(officer).page("security"))
    assert "has forgotten this browser" in text(seat.post(OFF, follow=True))
    assert told(officer) == []


@pytest.mark.parametrize("end", ["out", "everywhere", "left", "clock"])
def test_it_ends_with_the_log_in(desk: Seat, officer: User, push_service: PushService, end: str) -> None:
    seat = desk(officer)
    switched_on(seat, Telephone(push_service).json)
    if end == "out":
        seat.post(address("logout"))
    elif end == "everywhere":
        seat.post(address("end_sessions"))
    elif end == "left":
        officer.is_active = False
        officer.save()
    else:
        ago = timezone.now() - datetime.timedelta(hours=settings.STAFF_SESSION_HOURS, seconds=1)
        StaffSession.objects.update(since=ago)
    assert told(officer) == []
    assert StaffBrowser.objects.exists() == (end == "clock")


def test_logging_out_on_another_device_ends_nothing_here(
    desk: Seat, officer: User, push_service: PushService
) -> None:
    here, there = desk(officer), desk(officer)
    switched_on(here, Telephone(push_service).json)
    there.post(address("logout"))
    assert len(told(officer)) == 1


def test_a_browser_that_two_people_share_tells_the_later_one_alone(
    desk: Seat, officer: User, department: Department, push_service: PushService
) -> None:
    telephone, other = Telephone(push_service), OfficerFactory(department=department)
    switched_on(desk(officer), telephone.json)
    switched_on(desk(other), telephone.json)
    assert (told(officer), len(told(other))) == ([], 1)


def test_what_is_no_browser_is_refused_in_words_and_a_stranger_is_sent_to_the_log_in(
    desk: Seat, officer: User, push_service: PushService
) -> None:
    seat, telephone = desk(officer), Telephone(push_service)
    elsewhere = json.dumps({**json.loads(telephone.json), "endpoint": "https://10.0.0.1/"})
    for wrong in ("", "nonsense", "[" * 3000):
        assert "gave nothing by which it can be told" in switched_on(seat, wrong)
    assert "none that the municipality sends to" in switched_on(seat, elsewhere)
    assert seat.get(ON).status_code == 405
    for place in (ON, OFF):
        assert (
            "/staff/login/"
            in Desk().post(place, {"browser": telephone.json}, follow=True).request["PATH_INFO"]
        )
    assert not StaffBrowser.objects.exists()


def test_the_page_costs_nothing_while_it_is_off_and_three_statements_while_it_is_on(
    desk: Seat, officer: User, push_service: PushService
) -> None:
    seat = desk(officer)
    switched_on(seat, Telephone(push_service).json)
    bell.count(officer)
    counts = []
    for is_on in (False, True):
        Municipality.objects.update(web_push=is_on)
        seat.page("security")
        with CaptureQueriesContext(connection) as counted:
            seat.page("security")
        counts.append(len(counted))
    assert counts[1] - counts[0] == 3
