"""The dashboard: right numbers within the reader's scope, each with the list that it counts."""

import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from cases import actions
from cases.models import Case, Department, Feedback, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    UnitFactory,
)
from tests.once import Made
from tests.once import administrator as administrator
from tests.once import clerk as clerk
from tests.once import colleague as colleague
from tests.once import department as department
from tests.once import executive as executive
from tests.once import head as head
from tests.once import made as made
from tests.once import officer as officer
from tests.once import others as others
from tests.once import stranger as stranger
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.figures.dimensions import DIMENSIONS, By
from workflows.figures.measures import Measure

# The people are made before the transaction of the first test begins, whoever asks for them by name.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("others")]
NOW = timezone.now()


def days_ago(days: int) -> datetime.datetime:
    return NOW - datetime.timedelta(days=days)


def moved(case: Case, **columns: Any) -> Case:
    """A case with other times than those of its making."""
    Case.objects.filter(pk=case.pk).update(**columns)
    return Case.objects.get(pk=case.pk)


def done(request_type: Any, *, received: int, resolved: int, due: int, **options: Any) -> Case:
    """A case done so many days ago."""
    case = CaseFactory(request_type=request_type, resolved=True, **options)
    times = {
        "received_at": days_ago(received),
        "resolved_at": days_ago(resolved),
        "ended_at": days_ago(resolved),
    }
    return moved(case, **times, due_on=timezone.localdate() - datetime.timedelta(days=due))


@pytest.fixture(scope="module")
def town_made(made: Made, django_db_blocker: DjangoDbBlocker) -> list[int]:
    """The keys of cases: open and late, open, done on time, done late, done in the time before; rated and
    reopened."""
    with django_db_blocker.unblock(), override("th"):
        department = Department.objects.get(pk=made.department)
        return _town(department, User.objects.get(pk=made.officer))


def _town(department: Department, officer: User) -> list[int]:
    unit = UnitFactory(department=department)
    request_type = RequestTypeFactory(code="road", department=department, unit=unit)
    light = RequestTypeFactory(code="light", department=department)
    late = moved(
        CaseFactory(request_type=request_type, assigned=True, officer=officer),
        due_on=timezone.localdate() - datetime.timedelta(days=1),
        received_at=days_ago(55),
    )
    new = CaseFactory(request_type=light)
    quick = done(request_type, received=6, resolved=4, due=1, officer=officer)
    slow = done(light, received=28, resolved=8, due=20, officer=officer)
    old = done(request_type, received=50, resolved=40, due=39, officer=officer)
    actions.rate(quick, verdict=Feedback.Verdict.FIXED, rating=5)
    again = CaseFactory(request_type=request_type, resolved=True, officer=officer)
    actions.reopen(again, reason="ยังเป็นหลุม", rating=2)
    return [case.pk for case in (late, new, quick, slow, old, again)]


@pytest.fixture
def town(db: None, town_made: list[int]) -> list[Case]:
    """Those cases, in their order."""
    found = Case.objects.in_bulk(town_made)
    return [found[key] for key in town_made]


def board(seat: Desk, **query: Any) -> Any:
    return seat.page("figures", **query).context


def listed(seat: Desk, link: str) -> set[str]:
    """The cases that a link leads to."""
    page = seat.get(link)
    assert page.status_code == 200
    if "page" in page.context:
        return {row.case.number for row in page.context["page"].rows}
    return {case.number for case in page.context["rows"]}


def test_the_numbers_are_those_of_the_period(desk: Seat, town: list[Case], head: User) -> None:
    total = board(desk(head))["total"]
    assert (total.open, total.late, total.received, total.done) == (3, 1, 4, 2)
    assert (total.punctual, total.share) == (1, 50)
    assert (total.median, total.ninety) == (11, pytest.approx(18.2))
    assert (total.stars, total.rated, total.reopened) == (3.5, 2, 1)


def test_the_time_before_has_its_own(desk: Seat, town: list[Case], head: User) -> None:
    before = board(desk(head))["before"]
    assert (before.received, before.done, before.share, before.median, before.rated) == (2, 1, 100, 10, 0)


@pytest.mark.parametrize("by", [*By])
def test_each_number_links_to_exactly_its_cases(desk: Seat, town: list[Case], head: User, by: By) -> None:
    seat = desk(head)
    page = board(seat, by=by)
    for row, links in [(page["total"], page["links"]), *((one.row, links) for one, links in page["lines"])]:
        found = {measure: len(listed(seat, _full(links[measure]))) for measure in Measure}
        assert found == {measure: getattr(row, measure) for measure in Measure}


@pytest.mark.parametrize("by", [one for one in By if not DIMENSIONS[one].only_named])
def test_the_lines_add_up_to_the_whole(desk: Seat, town: list[Case], head: User, by: By) -> None:
    page = board(desk(head), by=by)
    for name in ("open", "late", "received", "done", "punctual", "rated", "reopened"):
        assert sum(getattr(line.row, name) for line, _links in page["lines"]) == getattr(page["total"], name)


def test_verdicts_go_to_the_officer_who_reported_the_result(
    desk: Seat, town: list[Case], head: User, officer: User
) -> None:
    lines = {line.name: line.row for line, _links in board(desk(head), by="officer")["lines"]}
    assert lines[str(officer)].reopened == 1
    assert lines["Nobody yet"].reopened == 0


def test_a_head_counts_the_own_departments_alone(desk: Seat, town: list[Case], stranger: User) -> None:
    page = board(desk(stranger))
    assert page["total"].is_empty
    assert page["lines"] == []


def test_an_executive_and_the_clerk_count_all(
    desk: Seat, town: list[Case], executive: User, clerk: User
) -> None:
    CaseFactory(request_type=RequestTypeFactory())
    assert board(desk(executive))["total"].open == board(desk(clerk))["total"].open == 4


def test_restricted_cases_are_counted_for_those_who_may_read_them(
    desk: Seat, head: User, department: Department, executive: User
) -> None:
    def counted(user: User) -> list[Any]:
        pages = [board(desk(user), by=by) for by in By]
        return [(page["total"].open, page["lines"]) for page in pages]

    before, seen = counted(executive), board(desk(head))["total"].open
    CaseFactory(request_type=RequestTypeFactory(department=department, restricted=True))
    assert board(desk(head))["total"].open == seen + 1
    assert counted(executive) == before


def test_one_department_can_be_looked_at(
    desk: Seat, town: list[Case], department: Department, executive: User
) -> None:
    CaseFactory(request_type=RequestTypeFactory())
    assert board(desk(executive), department=department.pk)["total"].open == 3


def test_a_department_of_others_cannot_be_asked_for(
    desk: Seat, town: list[Case], department: Department, stranger: User
) -> None:
    assert board(desk(stranger), department=department.pk)["total"].is_empty


PAGES = ["figures", "figures_cases", "figures_paper", "csv", "xlsx", "cases.csv", "cases.xlsx"]


def where(page: str) -> str:
    name, _dot, extension = page.rpartition(".")
    if page in ("csv", "xlsx"):
        return address("figures_table", page)
    return address("figures_cases_table", extension) if name else address(page)


@pytest.mark.parametrize("page", PAGES)
def test_an_officer_has_no_figures(desk: Seat, officer: User, administrator: User, page: str) -> None:
    for person in (officer, administrator):
        assert desk(person).get(where(page), {"measure": "open"}).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_logged_in_has_none(client: Client, page: str) -> None:
    assert address("login") in client.get(where(page))["Location"]


@pytest.mark.parametrize(
    "query",
    [
        {"period": "m2026-99"},
        {"period": "y0000"},
        {"period": "dates"},
        {"period": "x", "by": "phone", "department": "9999999999"},
        {"period": "dates", "since_day": "31", "since_month": "2", "since_year": "2026"},
    ],
)
def test_an_address_without_sense_is_no_error(desk: Seat, head: User, query: dict[str, str]) -> None:
    assert desk(head).page("figures", **query).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"measure": "names"}, 404),
        ({"measure": "open", "by": "unit", "value": "1 or 1"}, 200),
        ({"measure": "open", "by": "unit", "value": "999999"}, 200),
        ({"measure": "open", "by": "area", "value": "%00"}, 200),
        ({"measure": "open", "after": "x"}, 200),
    ],
)
def test_a_list_without_sense_is_empty_or_not_there(
    desk: Seat, head: User, query: dict[str, str], status: int
) -> None:
    assert desk(head).page("figures_cases", **query).status_code == status


def test_two_days_in_the_wrong_order_are_said_to_be_wrong(desk: Seat, head: User) -> None:
    days: dict[str, Any] = {
        "since_day": 2,
        "since_month": 1,
        "since_year": 2026,
        "until_day": 1,
        "until_month": 1,
    }
    assert "before the first" in text(desk(head).page("figures", period="dates", **days, until_year=2026))


def test_any_days_can_be_chosen_and_travel_with_the_links(desk: Seat, town: list[Case], head: User) -> None:
    first, last = days_ago(45).date(), days_ago(35).date()
    query: dict[str, Any] = {"period": "dates", "by": "unit"}
    for name, day in (("since", first), ("until", last)):
        query |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    page = board(desk(head), **query)
    assert page["total"].done == 1
    assert listed(desk(head), _full(page["links"]["done"])) == {town[4].number}


def test_areas_are_those_of_the_municipality_and_the_rest(desk: Seat, town: list[Case], head: User) -> None:
    SubdistrictFactory()
    names = {line.name for line, _links in board(desk(head), by="area")["lines"]}
    assert names == {"Mueang Udon Thani"}


def test_the_list_has_pages_that_go_on_where_the_last_ended(desk: Seat, monkeypatch: Any) -> None:
    monkeypatch.setattr("workflows.views.figures.PAGE", 2)
    head = HeadFactory()
    request_type = RequestTypeFactory(department=head.memberships.get().department)
    made = {CaseFactory(request_type=request_type).number for _ in range(3)}
    first = desk(head).page("figures_cases", measure="received").context
    after = parse_qs(first["next"])["after"][0]
    second = desk(head).page("figures_cases", measure="received", after=after).context
    assert {case.number for case in [*first["rows"], *second["rows"]]} == made


@pytest.mark.parametrize("by", [*By])
def test_the_page_needs_at_most_fifteen_statements(
    desk: Seat, town: list[Case], executive: User, by: By, django_assert_max_num_queries: Any
) -> None:
    for n in range(3):
        other = DepartmentFactory(code=f"X{n}")
        CaseFactory(request_type=RequestTypeFactory(department=other), in_progress=True)
    seat = desk(executive)
    with django_assert_max_num_queries(15):
        seat.page("figures", by=by, period="y2026")


def test_only_those_who_see_figures_have_the_link(
    desk: Seat, head: User, officer: User, executive: User
) -> None:
    seen = [address("figures") in text(desk(one).page("inbox")) for one in (head, officer, executive)]
    assert seen == [True, False, True]


def test_a_head_who_is_an_officer_elsewhere_counts_what_the_inbox_shows(desk: Seat, town: list[Case]) -> None:
    head = HeadFactory()
    officer = OfficerFactory(department=town[0].department)
    head.memberships.create(department=town[0].department, role=officer.memberships.get().role)
    page = board(desk(head))
    assert len(listed(desk(head), _full(page["links"]["open"]))) == page["total"].open == 3


def _full(link: str) -> str:
    """Links of the page are in its language already."""
    assert urlsplit(link).path.startswith("/en/staff/")
    return link
