"""The page of the holidays."""

import datetime
from typing import Any

import pytest

from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Holiday, SetupChange, User
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
NEXT = datetime.date.today().year + 1  # noqa: DTZ011


def at(desk: Seat, user: User, year: int | str = NEXT, **typed: Any) -> Any:
    return desk(user).post(f"{address('setup_holidays')}?year={year}", typed, follow=True)


def test_a_year_is_proposed_and_counts_only_when_it_is_confirmed(desk: Seat, administrator: User) -> None:
    at(desk, administrator, propose="1")
    first = Holiday.objects.first()
    assert first
    assert (Holiday.objects.count() > 12, Holiday.objects.filter(confirmed=True).exists()) == (True, False)
    assert WorkCalendar.load().is_working(first.day)
    at(desk, administrator, confirm=first.pk)
    assert not WorkCalendar.load().is_working(first.day)
    assert Holiday.objects.filter(confirmed=True).count() == 1


def test_all_proposals_of_a_year_are_confirmed_at_once(desk: Seat, administrator: User) -> None:
    at(desk, administrator, propose="1")
    Holiday.objects.create(day=datetime.date(NEXT + 1, 1, 1), confirmed=False)
    at(desk, administrator, confirm_all="1")
    assert [one.day.year for one in Holiday.objects.filter(confirmed=False)] == [NEXT + 1]
    assert SetupChange.objects.filter(action="changed").count() == Holiday.objects.count() - 1


def test_proposing_twice_proposes_nothing_new(desk: Seat, administrator: User) -> None:
    at(desk, administrator, propose="1")
    number = Holiday.objects.count()
    assert "knows no other holiday" in text(at(desk, administrator, propose="1"))
    assert Holiday.objects.count() == number


def day(value: datetime.date, **typed: str) -> dict[str, Any]:
    parts = {"day_day": value.day, "day_month": value.month, "day_year": value.year}
    return {"add": "1", "name_th": "วันหยุดพิเศษ", **parts, **typed}


def test_a_day_of_the_cabinet_is_added(desk: Seat, administrator: User) -> None:
    page = text(at(desk, administrator, **day(datetime.date(NEXT, 6, 2))))
    assert "is added" in page
    assert Holiday.objects.get().confirmed


@pytest.mark.parametrize(("confirmed", "said"), [(True, "is a holiday already"), (False, "confirm it there")])
def test_a_day_is_a_holiday_once(desk: Seat, administrator: User, confirmed: bool, said: str) -> None:
    there = Holiday.objects.create(day=datetime.date(NEXT, 6, 2), name_th="x", confirmed=confirmed)
    page = text(at(desk, administrator, **day(there.day)))
    assert (said in page, "วันหยุดพิเศษ" in page) == (True, True)
    assert Holiday.objects.count() == 1


def test_a_weekend_is_said_to_make_no_difference(desk: Seat, administrator: User) -> None:
    saturday = datetime.date(NEXT, 6, 1)
    saturday += datetime.timedelta(days=(5 - saturday.weekday()) % 7)
    assert "closed then anyway" in text(at(desk, administrator, **day(saturday)))


def test_a_day_is_taken_back(desk: Seat, administrator: User) -> None:
    there = Holiday.objects.create(day=datetime.date(NEXT, 6, 2), name_th="x")
    at(desk, administrator, remove=there.pk)
    assert not Holiday.objects.exists()
    assert SetupChange.objects.get().action == "removed"


@pytest.mark.parametrize("query", ["?year=x", "?year=9999", "?year=", "?year=๒๕๖๙"])
def test_a_year_that_makes_no_sense_is_this_one(desk: Seat, administrator: User, query: str) -> None:
    assert desk(administrator).get(address("setup_holidays") + query).status_code == 200


def test_the_year_is_that_of_the_readers_era(desk: Seat, administrator: User) -> None:
    page = desk(administrator).get(f"/staff/setup/holidays/?year={NEXT}")
    assert str(NEXT + 543) in text(page)


@pytest.mark.parametrize("asked", ["1999", "x", "２５６９", str(NEXT + 40)])
def test_a_year_that_is_not_on_offer_shows_no_other(desk: Seat, administrator: User, asked: str) -> None:
    Holiday.objects.create(day=datetime.date(NEXT - 1, 12, 31), name_en="Today's", confirmed=True)
    page = text(desk(administrator).page("setup_holidays", year=asked))
    assert "not on offer" in page
    assert "Today&#x27;s" not in page
    assert at(desk, administrator, year=asked, propose="1").status_code == 200
    assert Holiday.objects.count() == 1
    # What was typed on a page that was open over New Year is not lost.
    named = {"day_day": 11, "day_month": 12, "day_year": NEXT, "name_th": "วันหยุดพิเศษ"}
    at(desk, administrator, year=asked, add="1", **named)
    assert Holiday.objects.filter(day=datetime.date(NEXT, 12, 11)).exists()
