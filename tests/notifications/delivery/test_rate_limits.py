"""The allowance of a channel: no more letters than its service takes, however many workers there are."""

import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F
from pytest_django import Settings

from notifications.delivery import rate_limits, worker
from notifications.models import Allowance, Notice, State
from tests.notifications.conftest import Write
from tests.servers import MailServer

pytestmark = pytest.mark.django_db


def test_without_a_rate_everything_goes(write: Write, smtp_server: MailServer) -> None:
    write(12)
    assert worker.deliver() == 12


def test_with_a_rate_a_tenth_goes_at_once(write: Write, smtp_server: MailServer, settings: Settings) -> None:
    settings.NOTICE_RATES = {"email": "30/h"}
    write(12)
    assert worker.deliver() == 3
    assert Notice.objects.filter(state=State.PENDING, attempts=0).count() == 9


def test_the_allowance_fills_up_again(write: Write, smtp_server: MailServer, settings: Settings) -> None:
    settings.NOTICE_RATES = {"email": "30/h"}
    write(12)
    worker.deliver()
    Allowance.objects.update(filled_at=F("filled_at") - datetime.timedelta(minutes=4))
    assert worker.deliver() == 2


def test_looking_for_letters_uses_nothing_up(
    write: Write, smtp_server: MailServer, settings: Settings
) -> None:
    settings.NOTICE_RATES = {"email": "30/h"}
    Notice.objects.all().delete()
    for _ in range(5):
        worker.deliver()
    write(12)
    assert worker.deliver() == 3


def test_no_more_is_saved_up_than_a_tenth(write: Write, smtp_server: MailServer, settings: Settings) -> None:
    settings.NOTICE_RATES = {"email": "30/h"}
    worker.deliver()
    Allowance.objects.update(filled_at=F("filled_at") - datetime.timedelta(days=4))
    write(12)
    assert worker.deliver() == 3


@pytest.mark.parametrize("typed", ["fast", "0/s", "10/year", "-1/s"])
def test_a_rate_that_makes_no_sense_is_refused(settings: Settings, typed: str) -> None:
    settings.NOTICE_RATES = {"email": typed}
    with pytest.raises(ImproperlyConfigured, match="600/h"):
        rate_limits.rate_of("email")
