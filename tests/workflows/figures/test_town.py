"""The mayor's page: who sees it, what it says of a month, and what it leaves out."""

import datetime
import io

import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from cases.models import Case, Department, User
from tests.factories import AreaFactory, CaseFactory, DepartmentFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address
from tests.workflows.views.conftest import desk as desk
from workflows.figures import sums
from workflows.figures.plots import Plot, round_up
from workflows.figures.sentences import sentences
from workflows.figures.town import Month, Town, known_months, town
from workflows.figures.town_page import Trend, trends

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
OCTOBER, SEPTEMBER = datetime.date(2026, 10, 1), datetime.date(2026, 9, 1)


def at(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))


def last_month() -> datetime.date:
    return (timezone.localdate().replace(day=1) - DAY).replace(day=1)


@pytest.fixture
def month(department: Department, head: User, officer: User) -> datetime.date:
    """Three cases of the last month, one of a restricted kind: one done in time, one late at its end."""
    first = last_month()
    light = RequestTypeFactory(department=department, code="light", name_en="Street lamps")
    graft = RequestTypeFactory(department=department, code="graft", name_en="Graft", restricted=True)
    AreaFactory(name_en="Old Town")
    for request_type in (light, light, graft):
        case = CaseFactory(request_type=request_type, resolved=True)
        Case.objects.filter(pk=case.pk).update(received_at=at(first), due_on=first + 5 * DAY)
    done = Case.objects.order_by("pk")[0]
    Case.objects.filter(pk=done.pk).update(resolved_at=at(first + 3 * DAY), ended_at=at(first + 3 * DAY))
    sums.sum_up()
    return first


def test_it_says_three_sentences_and_leaves_confidential_kinds_out(
    desk: Seat, executive: User, department: Department, month: datetime.date
) -> None:
    page = desk(executive).page("mayor").text
    with override("en"):
        came, done, late = sentences(town(month))
    assert "2 requests came in, 2 more than in" in came
    assert done == "1 was done; done in time: 1."
    assert late == f"At the end of the month {department.name_en} had 1 late case: Street lamps."
    assert all(sentence in page for sentence in (came, done, late))
    assert "Old Town" in page
    assert "Graft" not in page
    assert "1 open, 1 late" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("executive", 200), ("administrator", 200), ("clerk", 403), ("head", 403), ("officer", 403)],
)
def test_executives_and_administrators_see_it(
    request: pytest.FixtureRequest, desk: Seat, who: str, status: int
) -> None:
    seat = desk(request.getfixturevalue(who))
    assert seat.page("mayor").status_code == status
    # Nothing has been counted yet: there is no sheet.
    assert seat.page("mayor_paper").status_code == (404 if status == 200 else 403)


@pytest.mark.parametrize("asked", ["2026-13", "0000-01", "1999-01", "x", "2026-10&more=1"])
def test_a_month_of_which_nothing_is_known_is_said(
    desk: Seat, executive: User, month: datetime.date, asked: str
) -> None:
    seat = desk(executive)
    page = seat.get(f"{address('mayor')}?month={asked}")
    assert page.status_code == 200
    assert "not on offer" in page.text
    assert seat.get(f"{address('mayor_paper')}?month={asked}").status_code == 404


def test_the_page_needs_few_statements(
    desk: Seat, executive: User, month: datetime.date, django_assert_max_num_queries: object
) -> None:
    for code in "abcdef":
        RequestTypeFactory(code=code, department=DepartmentFactory(code=code))
    seat = desk(executive)
    seat.page("mayor")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert seat.page("mayor").status_code == 200


def test_the_sheet_is_one_page(desk: Seat, executive: User, month: datetime.date, pango: None) -> None:
    answer = desk(executive).page("mayor_paper")
    assert answer["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_how_a_month_ended_stays_as_it_was(month: datetime.date) -> None:
    Case.objects.update(due_on=timezone.localdate() + 9 * DAY)
    sums.sum_up()
    assert town(month).last.row().late == 1


def test_a_kind_that_becomes_confidential_goes_from_all_months(month: datetime.date) -> None:
    case = Case.objects.order_by("pk")[0]
    type(case.request_type).objects.filter(pk=case.request_type.pk).update(restricted=True)
    sums.sum_up()
    assert (town(month).last.row().open, town(month).last.row().received) == (0, 0)
    assert known_months()[0] == month


def counted(**counts: int) -> dict[str, dict[str, dict[str, int]]]:
    return {"all": {"": counts}}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (400, 412, "In October 2026 412 requests came in, 12 more than in September."),
        (3, 1, "In October 2026 1 request came in, 2 fewer than in September."),
        (7, 7, "In October 2026 7 requests came in, as many as in September."),
        (7, 0, "In October 2026 no request came in."),
    ],
)
def test_what_came_in_is_compared(before: int, now: int, said: str) -> None:
    months = [
        Month(SEPTEMBER, counted(received=before), counted()),
        Month(OCTOBER, counted(received=now), counted()),
    ]
    with override("en"):
        assert sentences(Town(months))[0] == said


@pytest.mark.parametrize(
    ("done", "punctual", "said"),
    [
        (380, 331, "380 were done, 87 of 100 of them in time."),
        (9, 7, "9 were done, 7 of them in time."),
        (0, 0, "No request was done in this month."),
    ],
)
def test_of_few_no_hundredths_are_told(done: int, punctual: int, said: str) -> None:
    month = Month(OCTOBER, counted(days4=done, punctual=punctual), None)
    with override("en"):
        told = sentences(Town([Month(SEPTEMBER, counted(), None), month]))
    assert told[1:] == [said, "How many were late at the end of the month is not known."]


def test_what_got_worse_stands_first_and_few_results_say_nothing() -> None:
    kinds = {
        "light": RequestTypeFactory(name_en="Lamps"),
        "waste": RequestTypeFactory(name_en="Waste"),
        "rare": RequestTypeFactory(name_en="Rare"),
    }
    spent = {"light": (3, 12, 5), "waste": (6, 4, 5), "rare": (3, 30, 4)}
    months = []
    for n in range(13):
        cells = {
            str(kinds[name].pk): {f"days{then if n < 10 else now}": count if n in (0, 12) else 0}
            for name, (then, now, count) in spent.items()
        }
        months.append(Month(SEPTEMBER, {"kind": cells}, None))
    with override("en"):
        found = trends(Town(months))
        assert found == [Trend("Lamps", 3, 12), Trend("Waste", 6, 4)]
        assert [one.words for one in found] == ["9 days longer", "2 days quicker"]


def test_a_line_is_broken_where_nothing_is_known() -> None:
    plot = Plot.holding([0, 5, None, 10], count=4, width=30, height=100)
    assert plot.line([0, 5, None, 10]) == "M0.0,100.0L10.0,50.0 M30.0,0.0h4"
    assert plot.area([0, 5, None, None]) == "M0.0,100.0L10.0,50.0L10.0,100L0.0,100Z"
    assert [round_up(n) for n in (0, 3, 11, 20, 412)] == [2, 5, 20, 20, 500]
