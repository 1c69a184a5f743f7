"""The list as a calendar: what is due on each day, each day with its list, in the reader's era."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, Holiday, User
from tests.factories import CaseFactory
from tests.workflows.views.conftest import Desk, Seat, text
from tests.workflows.views.inbox.test_page import copies, due, numbers
from workflows.inbox.calendar import Day, asked_month

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 30)


def days(seat: Desk, **query: Any) -> dict[datetime.date, Day]:
    """The days of the calendar on which something is due."""
    page = seat.page("inbox", look="calendar", **query).context["page"]
    return {day.date: day for week in page.calendar.month.weeks for day in week if day.due}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2027-02", datetime.date(2027, 2, 1)),
        ("", datetime.date(2026, 11, 1)),
        ("2027-13", datetime.date(2026, 11, 1)),
        ("0000-01", datetime.date(2026, 11, 1)),
        ("9999-12", datetime.date(2026, 11, 1)),
        ("๒๕๖๙-๐๑", datetime.date(2026, 11, 1)),
        ("\x00", datetime.date(2026, 11, 1)),
    ],
)
def test_a_month_is_asked_for_and_what_is_none_is_this_one(typed: str, first: datetime.date) -> None:
    assert asked_month(typed, TODAY) == first


def test_each_day_counts_its_open_cases_and_opens_their_list(desk: Seat, case: Case, head: User) -> None:
    due(case, 40)
    one = Case.objects.get(pk=case.pk)
    copies(one, 5)
    CaseFactory(request_type=case.request_type, withdrawn=True)
    seat, month = desk(head), f"{one.due_on:%Y-%m}"
    found = days(seat, view="open", month=month)
    counts = {day.date: day.due for day in found.values()}
    assert counts[one.due_on] == 3
    assert sum(counts.values()) <= 6
    assert f'href="?view=open&amp;day={one.due_on}&amp;look=list"' in text(
        seat.page("inbox", look="calendar", view="open", month=month)
    )
    assert len(numbers(seat, view="open", day=str(one.due_on), look="list")) == 3


def test_a_past_day_with_open_work_is_late_and_what_waits_for_its_citizen_is_not(
    desk: Seat, case: Case, head: User
) -> None:
    waiting = due(CaseFactory(request_type=case.request_type, waiting=True), -1)
    day = timezone.localdate() - datetime.timedelta(days=1)
    seat, month = desk(head), f"{day:%Y-%m}"
    assert [(one.due, one.waiting, one.late) for one in days(seat, view="open", month=month).values()][
        :1
    ] == [(1, 1, False)]
    due(case, -1)
    assert days(seat, view="open", month=month)[waiting.due_on and day].late


def test_the_calendar_speaks_the_readers_era_and_marks_closed_days(
    desk: Seat, case: Case, head: User
) -> None:
    Holiday.objects.create(day=datetime.date(2026, 12, 7), name_th="วันหยุด", confirmed=True)
    seat = desk(head)
    page = seat.page("inbox", look="calendar", month="2026-12")
    assert "December 2026" in text(page)
    month = page.context["page"].calendar.month
    off = {day.date.day for week in month.weeks for day in week if day.is_off and not day.is_outside}
    assert off == {5, 6, 7, 12, 13, 19, 20, 26, 27}
    assert "ธันวาคม 2569" in seat.get("/staff/", {"look": "calendar", "month": "2026-12"}).content.decode()


def test_a_stranger_sees_nothing_and_wrong_filters_say_so(desk: Seat, case: Case, stranger: User) -> None:
    due(case, 0)
    assert days(desk(stranger), view="open") == {}
    assert "This list shows no case" in text(desk(stranger).page("inbox", look="calendar", colour="red"))


def test_a_calendar_takes_six_statements(
    desk: Seat, case: Case, clerk: User, django_assert_max_num_queries: Any
) -> None:
    copies(case, 30)
    seat = desk(clerk)
    days(seat, view="open")
    with django_assert_max_num_queries(6):
        days(seat, view="open")
