"""Whose time it was: a case's days divided among the departments that had it."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.actions import transfers
from cases.deadlines.custody import changed_hands, custody_periods
from tests.factories import CaseFactory, DepartmentFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


def november(day: int) -> datetime.datetime:
    """A morning of 2026; the 2nd is a Monday."""
    return timezone.make_aware(datetime.datetime.combine(datetime.date(2026, 11, day), datetime.time(10)))


@pytest.fixture
def there():
    return DepartmentFactory(code="PHE")


@pytest.fixture
def case(department, head, officer):
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, assigned=True, head=head, officer=officer, now=november(2))


def told(case, *, now=None):
    rows = custody_periods(case, now=now)
    return [(row.department.code if row.department else "desk", row.working_days) for row in rows]


def test_a_case_that_stays_is_one_spell_up_to_now(case):
    assert told(case, now=november(6)) == [("ENG", 4)]
    assert not changed_hands(case.events.all())


def test_time_runs_for_the_receiver_from_the_transfer_on(case, head, there):
    case = actions.transfer(case, to=there, by=head, reason="x", now=november(4))
    transfers.accept(case, by=head, now=november(5))
    assert told(case, now=november(9)) == [("ENG", 2), ("PHE", 3)]
    assert changed_hands(case.events.all())


def test_a_case_sent_back_counts_for_its_sender_again(case, head, there):
    case = actions.transfer(case, to=there, by=head, reason="x", now=november(3))
    case = transfers.send_back(case, by=head, reason="x", now=november(4))
    assert told(case, now=november(5)) == [("ENG", 1), ("PHE", 1), ("ENG", 1)]


def test_the_clerks_desk_has_its_own_time(case, head, there, clerk):
    for day in (3, 4):
        case = actions.transfer(case, to=there, by=head, reason="x", now=november(day))
        case = transfers.send_back(case, by=head, reason="x", now=november(day))
    case = actions.transfer(case, to=there, by=head, reason="x", now=november(5))
    case = transfers.place(case, to=there, by=clerk, reason="x", now=november(9))
    assert told(case, now=november(10))[-2:] == [("desk", 2), ("PHE", 1)]


def test_the_result_ends_the_time_and_reopening_begins_it_anew(department, head, officer):
    request_type = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=request_type, resolved=True, head=head, officer=officer, now=november(2))
    assert told(case, now=november(30)) == [("ENG", 0)]
    case = actions.reopen(case, reason="ยังไม่หาย", now=november(4))
    assert told(case, now=november(6)) == [("ENG", 0), ("ENG", 2)]


def test_days_on_which_the_citizen_had_to_answer_are_told_apart(department, head, officer):
    request_type = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=request_type, waiting=True, head=head, officer=officer, now=november(2))
    actions.answer(case, text="หน้าบ้าน", now=november(5))
    (row,) = custody_periods(case, now=november(9))
    assert (row.working_days, row.waited) == (5, 3)
