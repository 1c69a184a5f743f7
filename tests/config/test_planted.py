"""What is planted into a test is what the factories make, and holds only where nothing else was changed."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pytest_django import Settings

from cases.access import case_passwords
from cases.models import Case, Department, Holiday, User
from tests import planted as planted_rows
from tests.factories import CaseFactory
from tests.people import STEPS, Citizen
from tests.planted import Plants

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def same_office_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept holds, though the office may have opened or closed since."""
    monkeypatch.setattr(planted_rows, "_office_time", lambda moment: None)


def test_everybody_is_planted(
    plants: Plants,
    case: Case,
    colleague: User,
    stranger: User,
    clerk: User,
    executive: User,
    administrator: User,
) -> None:
    assert plants.planted == set(STEPS)
    assert administrator.has_perm("cases.change_department")
    assert colleague.memberships.get().department == case.department


def test_the_case_has_just_come_in_and_can_be_worked_on(somchai: Citizen, head: User, plants: Plants) -> None:
    assert "case" in plants.planted
    now = timezone.now()
    for moment in (somchai.case.received_at, somchai.case.events.get().at, head.date_joined):
        assert now - datetime.timedelta(minutes=1) < moment <= now
    assert case_passwords.matches(somchai.password, somchai.case.password)
    other = CaseFactory(request_type=somchai.case.request_type, in_progress=True)
    assert (other.running, other.status) == (somchai.case.running + 1, "in_progress")


def test_a_plant_is_one_statement(planted: Callable[..., Any], plants: Plants) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert plants.plant("department") is not None
    assert len(statements) == 1


@pytest.fixture
def changed_by(request: pytest.FixtureRequest, settings: Settings, department: Department) -> None:
    """Something that the filing of a case could depend on is not as it was when the people were made."""
    if request.param == "set-up":
        Holiday.objects.create(day=timezone.localdate())
    elif request.param == "settings":
        settings.SITE_URL = "https://elsewhere.example"
    elif request.param == "case":
        CaseFactory()
    else:
        translation.activate("en")


@pytest.mark.parametrize("changed_by", ["set-up", "settings", "case", "language"], indirect=True)
def test_after_a_change_the_case_is_filed_anew(changed_by: None, plants: Plants, case: Case) -> None:
    assert "case" not in plants.planted
    assert case.status == "received"


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_made_by_the_factories(case: Case, plants: Plants) -> None:
    assert plants.planted == set()
    assert Case.objects.get() == case
