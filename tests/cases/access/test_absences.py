"""Absences: who may stand in, when they end, and what the database refuses."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.access import absences
from cases.errors import Refused
from cases.models import Absence, Department, User
from cases.models.staff.absence import stand_in, stood_in_for
from tests.factories import OfficerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = datetime.timedelta(days=1)


def away(user: User, substitute: User, *, starts: int = 0, days: int = 3, by: User | None = None) -> Absence:
    """Somebody is away from so many days from now on."""
    since = timezone.localdate() + starts * DAY
    return absences.enter(
        user, substitute=substitute, since=since, until=since + (days - 1) * DAY, by=by or user
    )


def test_who_stands_in_acts_for_the_person_as_long_as_the_absence_lasts(
    officer: User, colleague: User
) -> None:
    away(officer, colleague)
    assert User.objects.get(pk=colleague.pk).acting_for == {officer.pk}
    assert not User.objects.get(pk=officer.pk).acting_for


@pytest.mark.parametrize("starts", [-3, 1])
def test_it_begins_and_ends_by_itself(officer: User, colleague: User, head: User, starts: int) -> None:
    day = timezone.localdate() + starts * DAY
    Absence.objects.create(
        user=officer, substitute=colleague, since=day, until=day, entered_by=head, entered_at=timezone.now()
    )
    assert not User.objects.get(pk=colleague.pk).acting_for


def test_a_substitute_who_falls_ill_passes_all_of_it_on(
    officer: User, colleague: User, department: Department
) -> None:
    third = OfficerFactory(department=department)
    away(officer, colleague)
    away(colleague, third)
    assert third.acting_for == {officer.pk, colleague.pk}


def test_somebody_who_is_away_too_cannot_stand_in(officer: User, colleague: User) -> None:
    away(officer, colleague, days=2)
    with pytest.raises(Refused, match="away"):
        away(colleague, officer, starts=1)
    away(colleague, officer, starts=2)


def test_the_substitute_is_another_person_of_the_department(officer: User, stranger: User) -> None:
    for nobody in (officer, stranger):
        with pytest.raises(Refused, match="same department"):
            away(officer, nobody)


def test_who_has_left_cannot_stand_in(officer: User, department: Department) -> None:
    gone = OfficerFactory(department=department, is_active=False)
    with pytest.raises(Refused, match="same department"):
        away(officer, gone)


@pytest.mark.parametrize(("starts", "days"), [(-5, 3), (0, 0), (0, 400)])
def test_days_that_make_no_sense_are_refused(officer: User, colleague: User, starts: int, days: int) -> None:
    with pytest.raises(Refused):
        away(officer, colleague, starts=starts, days=days)


def test_two_absences_of_one_person_do_not_overlap(
    officer: User, colleague: User, department: Department
) -> None:
    first = away(officer, colleague, days=5)
    with pytest.raises(Refused, match="already"):
        away(officer, OfficerFactory(department=department), starts=4)
    first.pk = None
    with pytest.raises(IntegrityError, match="absence_once_at_a_time"), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"until": datetime.date(2020, 1, 1)}, "begins_before"), ({"substitute": "user"}, "is_another")],
)
def test_the_database_refuses_what_makes_no_sense(
    officer: User, colleague: User, wrong: dict[str, Any], name: str
) -> None:
    row = away(officer, colleague)
    columns = {key: officer if value == "user" else value for key, value in wrong.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Absence.objects.filter(pk=row.pk).update(**columns)


def test_who_is_back_early_works_from_that_day_on(officer: User, colleague: User) -> None:
    row = away(officer, colleague, days=5)
    Absence.objects.filter(pk=row.pk).update(since=row.since - 2 * DAY)
    absences.end(row)
    assert Absence.objects.get().until == timezone.localdate() - DAY


def test_an_absence_that_has_not_begun_is_gone_when_it_is_cancelled(officer: User, colleague: User) -> None:
    absences.end(away(officer, colleague, starts=2))
    assert not Absence.objects.exists()


def test_an_absence_of_the_past_stays_as_it_was(officer: User, colleague: User, head: User) -> None:
    day = timezone.localdate() - 9 * DAY
    row = Absence.objects.create(
        user=officer, substitute=colleague, since=day, until=day, entered_by=head, entered_at=timezone.now()
    )
    absences.end(row)
    assert Absence.objects.get().until == day


def test_roles_and_absences_are_read_in_one_statement(
    officer: User, colleague: User, django_assert_num_queries: Any
) -> None:
    away(officer, colleague)
    person = User.objects.get(pk=colleague.pk)
    with django_assert_num_queries(1):
        assert (person.acting_for, len(person.roles)) == (frozenset({officer.pk}), 1)


def test_a_ring_of_substitutes_ends() -> None:
    ring = {1: 2, 2: 3, 3: 1}
    assert stand_in(1, ring) in ring
    assert stood_in_for(1, ring) == {2, 3}
    assert stand_in(7, ring) == 7
