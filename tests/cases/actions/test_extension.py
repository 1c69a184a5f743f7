"""More time: how far it goes, when it is refused, and what the citizen gets to know."""

import datetime

import pytest

from cases.actions.extension import extend, later, latest
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, Holiday
from cases.models.case.event_content import DueDateChange
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 3, 0, tzinfo=datetime.UTC)
DUE, NEXT, LAST = (datetime.date(2026, 11, day) for day in (23, 24, 30))


@pytest.fixture
def case(department, head, officer):
    return CaseFactory(
        now=MONDAY,
        request_type__target_working_days=5,
        request_type__department=department,
        in_progress=True,
    )


def test_a_case_gets_more_time_and_the_citizen_reads_why(case, head):
    case = extend(case, to=NEXT, by=head, reason="รออะไหล่", now=MONDAY)
    event = case.events.latest("pk")
    assert (case.due_on, event.kind, event.by, event.citizen_message) == (
        NEXT,
        Kind.EXTENDED,
        head,
        "รออะไหล่",
    )
    assert event.content == DueDateChange(DUE, NEXT)


@pytest.mark.parametrize("to", [DUE, DUE - DAY, LAST + DAY, datetime.date(2026, 11, 28)])
def test_the_same_day_an_earlier_one_one_too_far_and_a_closed_one_are_refused(case, head, to):
    with pytest.raises(Refused):
        extend(case, to=to, by=head, reason="รออะไหล่", now=MONDAY)
    assert not case.events.filter(kind=Kind.EXTENDED).exists()


def test_the_last_day_is_the_kinds_target_once_more(case, head):
    assert extend(case, to=LAST, by=head, reason="รออะไหล่", now=MONDAY).due_on == LAST


def test_a_late_case_is_counted_from_today(case, head):
    now = MONDAY + 21 * DAY
    calendar, today = WorkCalendar.load(), now.date()
    assert latest(case, calendar=calendar, today=today) == datetime.date(2026, 12, 14)
    assert later(case, 1, calendar=calendar, today=today) == datetime.date(2026, 12, 8)
    with pytest.raises(Refused):
        extend(case, to=datetime.date(2026, 11, 30), by=head, reason="รออะไหล่", now=now)


def test_a_holiday_is_no_due_date(case, head):
    Holiday.objects.create(day=NEXT)
    with pytest.raises(Refused):
        extend(case, to=NEXT, by=head, reason="รออะไหล่", now=MONDAY)


def test_nobody_gets_more_time_without_a_reason(case, head):
    with pytest.raises(Refused):
        extend(case, to=NEXT, by=head, reason="  ", now=MONDAY)


@pytest.mark.parametrize("state", ["waiting", "resolved", "rejected", "withdrawn", "closed"])
def test_a_case_that_waits_or_has_ended_gets_no_more_time(state, head):
    case = CaseFactory(**{state: True})
    with pytest.raises(Refused):
        extend(case, to=case.due_on + 7 * DAY, by=head, reason="รออะไหล่")


def test_a_case_can_get_more_time_again_even_between_the_same_days(case, head):
    extend(case, to=NEXT, by=head, reason="รออะไหล่", now=MONDAY)
    Case.objects.update(due_on=DUE)
    assert extend(case, to=NEXT, by=head, reason="รออะไหล่", now=MONDAY).due_on == NEXT
