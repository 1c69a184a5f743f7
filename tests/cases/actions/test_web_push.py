"""A browser is told of a case: how many, which one again, and until when."""

import datetime
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.db import connection, models
from django.utils import timezone

from cases import actions
from cases.actions import web_push
from cases.errors import Refused
from cases.lib.push_services import Browser, NoPushService
from cases.models import Case, Municipality, PushSubscription
from tests.push_service import PushService, Telephone

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(push_service: PushService) -> Browser:
    return Telephone(push_service).browser


def told(case: Case, browser: Browser) -> PushSubscription:
    return web_push.subscribe(case, browser, language="th")


def test_the_same_browser_is_told_once_and_nothing_of_it_is_stored_in_plain(
    case: Case, browser: Browser, settings: LazySettings
) -> None:
    row = told(case, browser)
    again = told(case, replace(browser, auth="YW5vdGhlciBzZWNyZXQhIQ"))
    assert (again.pk, web_push.told(case).get().auth) == (row.pk, "YW5vdGhlciBzZWNyZXQhIQ")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_pushsubscription")
        stored = str(cursor.fetchall())
    assert (browser.endpoint in stored, browser.auth in stored) == (False, False)


def test_so_many_browsers_are_told_and_one_that_is_off_makes_room(
    case: Case, push_service: PushService, in_english: None
) -> None:
    rows = [told(case, Telephone(push_service, str(number)).browser) for number in range(web_push.MOST)]
    one_more = Telephone(push_service, "one more").browser
    one_more = replace(one_more, endpoint=one_more.endpoint.replace(" ", "-"))
    with pytest.raises(Refused, match="Switch one off first"):
        told(case, one_more)
    assert web_push.stop(case, rows[0].pk)
    assert not web_push.stop(case, rows[0].pk)
    told(case, one_more)
    assert web_push.told(case).count() == web_push.MOST


def test_it_is_refused_elsewhere_while_it_is_off_and_after_the_end(case: Case, browser: Browser) -> None:
    with pytest.raises(NoPushService):
        told(case, replace(browser, endpoint="https://intranet.example/"))
    Municipality.objects.update(web_push=False)
    with pytest.raises(Refused):
        told(case, browser)
    Municipality.objects.update(web_push=True)
    actions.withdraw(case)
    with pytest.raises(Refused):
        told(case, browser)
    assert not PushSubscription.objects.exists()


def test_a_case_that_is_long_over_is_told_to_nobody(case: Case, browser: Browser) -> None:
    told(case, browser)
    later = timezone.now() + web_push.KEPT + datetime.timedelta(days=1)
    assert web_push.forget_ended(now=later) == 0
    actions.withdraw(case)
    assert web_push.forget_ended() == 0
    assert web_push.forget_ended(now=later) == 1
    assert PushSubscription.objects.get().endpoint == ""


def test_it_goes_with_the_case() -> None:
    assert PushSubscription._meta.get_field("case").remote_field.on_delete is models.CASCADE
