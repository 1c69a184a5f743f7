"""A restored database sends nothing, gives no number twice, and lets nobody in by an old session."""

import datetime
import io

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases import key_seals
from cases.intake import number_gap
from cases.models import SetupChange, User, YearCounter
from cases.text.dates import buddhist_year
from notifications.models import DeliveryHold
from tests.factories import FiledFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def after_restore(*options: str, made: datetime.datetime = NOW) -> str:
    out = io.StringIO()
    call_command("after_restore", "--made", made.isoformat(), *options, stdout=out)
    return out.getvalue()


def test_all_is_held_counted_on_and_ended(somchai: Citizen, client: Client, head: User) -> None:
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    case = somchai.case
    said = after_restore(made=NOW - datetime.timedelta(hours=30))
    assert DeliveryHold.objects.exists()
    assert not Session.objects.exists()
    # Three times the busiest day, for two days and the one that has begun, up to whole hundreds.
    target = YearCounter.objects.get(year=case.year).last
    assert target == case.running + 100
    assert f"{case.year}-{target:05d} may have been given out" in said
    (line,) = SetupChange.objects.filter(table="cases.yearcounter")
    assert line.fields == {"last": [case.running, target]}
    new, _password = FiledFactory(request_type=case.request_type)
    assert new.running == target + 1
    # The administrators' log shows it.
    number_gap.leave_gap(made=NOW, given={case.year: target + 1})
    assert SetupChange.objects.filter(table="cases.yearcounter").count() == 1


def test_a_number_that_somebody_has_is_above_all_guesses(somchai: Citizen) -> None:
    year = somchai.case.year
    after_restore("--given", f"{year}-871", "--given", f"{year}-9", "--given", f"{year - 1}-7")
    assert dict(YearCounter.objects.values_list("year", "last")) == {year: 871, year - 1: 7}


def test_numbers_go_on_in_a_town_without_cases(db: None) -> None:
    assert after_restore()
    assert YearCounter.objects.get().year == buddhist_year(NOW)


def test_keys_that_do_not_open_it_change_nothing(somchai: Citizen, settings: Settings) -> None:
    key_seals.seal()
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="FIELD_KEYS do not open"):
        after_restore()
    assert not DeliveryHold.objects.exists()
    assert not SetupChange.objects.exists()


@pytest.mark.parametrize("options", [["--given", "x"], ["--made", "yesterday"], ["--made", "2026-11-30"]])
def test_what_cannot_be_read_is_refused(options: list[str]) -> None:
    with pytest.raises((CommandError, ValueError)):
        call_command("after_restore", "--made", NOW.isoformat(), *options)
