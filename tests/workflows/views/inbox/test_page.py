"""The inbox: the right cases in the right order, through views and filters, at the same cost at any size."""

import copy
import datetime
import uuid
from itertools import chain
from typing import Any

import pytest
from django.utils import timezone

from cases import actions
from cases.lib.keyset import Place
from cases.models import Case, Department, Feedback, Municipality, Status, User
from tests.factories import (
    CaseFactory,
    CauseFactory,
    ChannelFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    UnitFactory,
)
from tests.planner import plan
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.inbox import queries, search_index, standard_views
from workflows.jobs.case_jobs import index_cases
from workflows.models import SavedView

pytestmark = pytest.mark.django_db


def numbers(seat: Desk, **query: Any) -> list[str]:
    return [row.case.number for row in seat.page("inbox", **query).context["page"].rows]


def copies(case: Case, count: int) -> list[Case]:
    """Many cases like this one, due one day after the other."""
    more = [copy.copy(case) for _ in range(count)]
    for n, one in enumerate(more, start=1):
        one.pk, one.running, one.number = None, 500 + n, f"{case.year}-{500 + n:05d}"
        one.form_token, one.process = uuid.uuid4(), None
        one.due_on = case.due_on + datetime.timedelta(days=n // 3)
    return Case.objects.bulk_create(more)


def due(case: Case, days: int) -> Case:
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() + datetime.timedelta(days=days))
    return case


@pytest.fixture
def assigned(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(code="light", department=department)
    return CaseFactory(request_type=request_type, assigned=True, head=head, officer=officer)


def test_the_head_begins_with_what_has_to_be_assigned(
    desk: Seat, case: Case, assigned: Case, head: User
) -> None:
    assert numbers(desk(head)) == [case.number]


def test_the_officer_begins_with_the_own_cases(desk: Seat, case: Case, assigned: Case, officer: User) -> None:
    assert numbers(desk(officer)) == [assigned.number]


def test_the_clerk_begins_with_every_open_case(desk: Seat, case: Case, assigned: Case, clerk: User) -> None:
    assert set(numbers(desk(clerk))) == {case.number, assigned.number}


def test_only_heads_are_offered_what_has_to_be_assigned(desk: Seat, case: Case, officer: User) -> None:
    names = [view.name for view, count in desk(officer).page("inbox").context["page"].views]
    assert names == ["mine", "subtasks", "late", "week", "waiting", "reopened", "mentions", "open", "all"]


def test_a_stranger_finds_nothing(desk: Seat, case: Case, assigned: Case, stranger: User) -> None:
    for view in ("assign", "mine", "late", "waiting", "open"):
        assert numbers(desk(stranger), view=view) == []


def test_the_counts_are_those_of_the_views(desk: Seat, case: Case, assigned: Case, head: User) -> None:
    due(assigned, -1), due(case, 60)
    counts = {view.name: count for view, count in desk(head).page("inbox").context["page"].views}
    assert counts == {
        "assign": 1, "approve": 0, "answer": 0, "mine": 0, "subtasks": 0, "late": 1, "week": 0, "waiting": 0,
        "reopened": 0, "mentions": 0, "open": 2, "all": None,
    }  # fmt: skip


def test_ended_cases_are_found_by_their_status(desk: Seat, department: Department, head: User) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department), resolved=True)
    assert numbers(desk(head), view="open") == []
    assert numbers(desk(head), view="open", status="resolved") == [case.number]


def test_the_filters_narrow_the_view(
    desk: Seat, case: Case, assigned: Case, head: User, officer: User
) -> None:
    seat = desk(head)
    assert numbers(seat, view="open", officer="none") == [case.number]
    assert numbers(seat, view="open", officer=officer.pk) == [assigned.number]
    assert numbers(seat, view="open", request_type=case.request_type_id) == [case.number]
    assert numbers(seat, view="open", status=Status.ASSIGNED) == [assigned.number]


@pytest.mark.parametrize(("name", "days"), [("late", -1), ("today", 0)])
def test_the_due_date_is_a_filter(
    desk: Seat, case: Case, assigned: Case, head: User, name: str, days: int
) -> None:
    due(case, days), due(assigned, 30)
    assert numbers(desk(head), view="open", due=name) == [case.number]


def test_this_week_are_the_seven_days_from_today(desk: Seat, case: Case, assigned: Case, head: User) -> None:
    due(case, 6), due(assigned, 7)
    assert numbers(desk(head), view="open", due="week") == [case.number]


def test_who_sees_one_department_has_no_filter_for_it(
    desk: Seat, case: Case, head: User, clerk: User
) -> None:
    DepartmentFactory(code="OTHER")
    assert "department" not in desk(head).page("inbox").context["page"].form.fields
    assert "department" in desk(clerk).page("inbox").context["page"].form.fields


def test_a_person_of_two_departments_sees_both(desk: Seat, case: Case, head: User) -> None:
    both = HeadFactory(department=case.department)
    other = CaseFactory(request_type=RequestTypeFactory(department__code="SECOND"))
    both.memberships.create(department=other.department, role="officer")
    assert set(numbers(desk(both), view="open")) == {case.number, other.number}
    assert numbers(desk(both), view="assign") == [case.number]
    assert numbers(desk(both), view="open", department=other.department_id) == [other.number]


@pytest.mark.parametrize(
    "query",
    [
        {"view": "x"},
        {"status": "x"},
        {"officer": "abc"},
        {"request_type": "9" * 30},
        {"due": "\x00"},
        {"department": "-1"},
        {"after": "99999999.1"},
        {"after": "x"},
        {"find": "x"},
        {"since": "2569-02-30"},
        {"colour": "red"},
    ],
)
def test_what_makes_no_sense_in_the_address_shows_nothing_and_says_why(
    desk: Seat, case: Case, head: User, query: dict[str, str]
) -> None:
    response = desk(head).page("inbox", **query)
    assert (response.status_code, response.context["page"].rows) == (200, [])
    assert len(response.context["page"].missing) == 1
    assert "This list shows no case" in text(response)


def test_neither_blanks_nor_an_order_that_is_gone_are_criteria(desk: Seat, case: Case, head: User) -> None:
    response = desk(head).page("inbox", q="\x00", status="", sort="colour", rows="7")
    assert [row.case.number for row in response.context["page"].rows] == [case.number]


def test_a_page_beyond_the_end_shows_nothing(desk: Seat, case: Case, head: User) -> None:
    response = desk(head).page("inbox", view="open", after="999999.1")
    assert response.context["page"].rows == []


@pytest.mark.parametrize("spelling", ["{year}-{running:05d}", "{running}/{year}", "{year}-{running}"])
def test_a_number_finds_its_case_whatever_the_filters(
    desk: Seat, case: Case, head: User, spelling: str
) -> None:
    typed = spelling.format(year=case.year, running=case.running)
    response = desk(head).page("inbox", q=typed, status="closed", view="mine")
    assert response.url == address("case", case.number)


def test_a_number_of_another_department_is_not_found(desk: Seat, case: Case, stranger: User) -> None:
    response = desk(stranger).page("inbox", q=case.number)
    assert (response.status_code, "There is no case" in text(response)) == (200, True)


def test_the_list_tells_nothing_about_the_person(desk: Seat, case: Case, head: User) -> None:
    Case.objects.filter(pk=case.pk).update(last_name="Rakthai")
    page = text(desk(head).page("inbox"))
    for secret in (case.first_name, "Rakthai", case.email, case.phone.as_national):
        assert secret not in page


def test_lateness_is_said_in_words_and_by_shape(desk: Seat, case: Case, head: User) -> None:
    due(case, -3)
    assert '<span class="late">3 days late</span>' in text(desk(head).page("inbox"))


def test_a_waiting_case_is_paused_not_late(desk: Seat, department: Department, head: User) -> None:
    case = due(CaseFactory(request_type=RequestTypeFactory(department=department), waiting=True), -3)
    page = desk(head).page("inbox", view="waiting")
    assert [(row.case, row.days_left, row.late) for row in page.context["page"].rows] == [
        (case, "paused", False)
    ]
    assert numbers(desk(head), view="late") == []


ORDERS = {
    "due": lambda one: (one.due_on, one.pk),
    "age": lambda one: (one.received_at, one.pk),
    "new": lambda one: (-one.received_at.timestamp(), -one.pk),
    "changed": lambda one: (-one.changed_at.timestamp(), -one.pk),
}


def walk(seat: Desk, url: str, way: str) -> tuple[list[list[Case]], str]:
    """The rows of each page, following the links of one direction, and the address of the last one."""
    pages, last = [], url
    while url:
        page = seat.get(address("inbox") + url)
        pages.append([row.case for row in page.context["page"].rows])
        url, last = getattr(page.context["page"], way), url
    return pages, last


@pytest.mark.parametrize("order", ORDERS)
def test_the_pages_hold_every_case_once_in_each_order(desk: Seat, case: Case, head: User, order: str) -> None:
    expected = sorted([case, *copies(case, 120)], key=ORDERS[order])
    pages, _last = walk(desk(head), f"?view=open&sort={order}", "next_url")
    assert [len(page) for page in pages] == [50, 50, 21]
    assert [*chain(*pages)] == expected


@pytest.mark.parametrize("order", ORDERS)
def test_the_way_back_shows_the_same_cases(desk: Seat, case: Case, head: User, order: str) -> None:
    expected = sorted([case, *copies(case, 120)], key=ORDERS[order])
    _pages, last = walk(desk(head), f"?view=open&sort={order}", "next_url")
    back, _first = walk(desk(head), last, "previous_url")
    assert [*chain(*reversed(back))] == expected


def test_a_long_page_has_two_hundred_cases_and_any_other_length_is_the_usual_one(
    desk: Seat, case: Case, clerk: User
) -> None:
    copies(case, 210)
    seat = desk(clerk)
    assert [len(numbers(seat, view="open", rows=rows)) for rows in ("200", "", "7")] == [200, 50, 50]
    pages, _last = walk(seat, "?view=open&rows=200", "next_url")
    assert [len(page) for page in pages] == [200, 11]


def test_a_late_page_begins_at_its_key_in_the_index(case: Case, clerk: User) -> None:
    cases = queries.matching_cases(
        clerk, queries.InboxQuery(standard_views.View("open", "", standard_views.anything))
    )
    place = Place(datetime.date.fromordinal(738000), 7)
    beyond = cases.filter(queries.ORDERS["due"].keyset.beyond(place))
    copies(case, 300)
    read = plan(beyond.order_by("due_on", "pk")[:51], "cases_case")
    assert "Index Cond: (due_on >= " in read
    assert "Sort" not in read


def test_what_is_to_be_assigned_is_read_in_its_order_from_an_index(case: Case, head: User) -> None:
    wanted = queries.InboxQuery(next(view for view in standard_views.VIEWS if view.name == "assign"))
    done = copies(case, 300)[30:]
    Case.objects.filter(pk__in=[one.pk for one in done]).update(
        status=Status.WITHDRAWN, ended_at=timezone.now()
    )
    read = plan(queries.matching_cases(head, wanted).order_by("due_on", "pk")[:51], "cases_case")
    assert "case_to_assign" in read
    assert "Sort" not in read


def test_fifty_rows_take_no_more_than_nine_statements(
    desk: Seat, case: Case, clerk: User, django_assert_max_num_queries: Any
) -> None:
    copies(case, 60)
    for _ in range(5):
        OfficerFactory()
    seat = desk(clerk)
    search_index.index(case), index_cases()
    SavedView.objects.create(owner=clerk, name="Late holes", query="view=late&q=หลุม")
    # What the whole city shares is known from now on.
    seat.page("inbox")
    with django_assert_max_num_queries(9):
        page = seat.page("inbox", request_type=case.request_type_id, department=case.department_id, q="หลุม")
    assert len(page.context["page"].rows) == 50


def test_cases_of_somebody_who_left_can_still_be_found(
    desk: Seat, assigned: Case, head: User, officer: User
) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert numbers(desk(head), view="open", officer=officer.pk) == [assigned.number]


def test_words_that_are_no_words_find_nothing(desk: Seat, case: Case, head: User) -> None:
    for typed in ("9" * 500, "%", "' & |", "ๆ"):
        assert numbers(desk(head), q=typed) == []


def test_the_channel_the_area_and_the_unit_are_filters(
    desk: Seat, case: Case, assigned: Case, head: User
) -> None:
    area = SubdistrictFactory(code="410102", name_en="Nikhom")
    Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City", district=area.district)
    unit, _other = UnitFactory(department=case.department), UnitFactory(department=case.department)
    phone = ChannelFactory(code="phone")
    Case.objects.filter(pk=case.pk).update(channel=phone, subdistrict=area, unit=unit)
    for query in ({"channel": phone.pk}, {"area": area.pk}, {"unit": unit.pk}):
        assert numbers(desk(head), view="open", **query) == [case.number]


def test_the_day_of_receipt_is_a_filter(desk: Seat, case: Case, assigned: Case, head: User) -> None:
    midnight = datetime.datetime(2026, 11, 2, tzinfo=timezone.get_default_timezone())
    Case.objects.filter(pk=case.pk).update(received_at=midnight)
    Case.objects.filter(pk=assigned.pk).update(received_at=midnight - datetime.timedelta(seconds=1))
    assert numbers(desk(head), view="open", since="2026-11-02", until="2026-11-02") == [case.number]
    assert numbers(desk(head), view="open", since="2569-11-01", until="2569-11-01") == [assigned.number]


def test_the_rating_finds_what_has_ended(desk: Seat, department: Department, head: User) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department), resolved=True)
    actions.rate(case, verdict=Feedback.Verdict.FIXED, rating=2)
    assert numbers(desk(head), view="open", rating=2) == [case.number]
    assert numbers(desk(head), view="open", rating=5) == []


def test_the_cause_finds_what_has_a_result(desk: Seat, department: Department, head: User) -> None:
    """Also where the status is left open; a cause that is not there any more finds nothing and says so."""
    kind = RequestTypeFactory(department=department, name_en="Street lamp")
    bulb, cable = (CauseFactory(request_type=kind, name_en=name) for name in ("Bulb", "Cable"))
    case = CaseFactory(request_type=kind, resolved=True)
    Case.objects.filter(pk=case.pk).update(cause=bulb)
    seat = desk(head)
    assert numbers(seat, view="open", cause=bulb.pk) == [case.number]
    assert numbers(seat, view="all", cause=cable.pk) == []
    page = seat.page("inbox", view="all", cause=cable.pk + 1)
    assert "Street lamp: Cable" in text(page)
    assert [str(one) for one in page.context["page"].missing] == ["Cause"]


def test_paused_and_reopened_are_found(desk: Seat, department: Department, head: User) -> None:
    request_type = RequestTypeFactory(department=department)
    waiting, again = (
        CaseFactory(request_type=request_type, waiting=True),
        CaseFactory(request_type=request_type, resolved=True),
    )
    actions.reopen(again, reason="ยังเป็นหลุม")
    assert numbers(desk(head), view="open", due="paused") == [waiting.number]
    assert numbers(desk(head), view="reopened") == [again.number]


def test_the_total_obeys_the_reader(desk: Seat, case: Case, assigned: Case, officer: User) -> None:
    CaseFactory(request_type=RequestTypeFactory(department__code="SECOND"))
    page = desk(officer).page("inbox", view="all")
    assert page.context["page"].total == 2


def test_a_count_stops_where_nobody_reads_on(desk: Seat, case: Case, head: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "MOST", 3)
    monkeypatch.setattr(queries, "PAGE", 2)
    copies(case, 5)
    page = desk(head).page("inbox", view="open")
    assert (page.context["page"].total, desk(head).page("inbox", view="all").context["page"].total) == (
        3,
        None,
    )
    assert '<span class="count">2+' in text(page)


def test_a_leap_day_of_the_buddhist_era_is_that_day(
    desk: Seat, case: Case, assigned: Case, head: User
) -> None:
    at = datetime.datetime(2024, 2, 29, 12, 0, tzinfo=datetime.UTC)
    Case.objects.filter(pk=case.pk).update(received_at=at)
    Case.objects.filter(pk=assigned.pk).update(received_at=at - datetime.timedelta(days=1))
    assert numbers(desk(head), view="open", since="2567-02-29", until="2567-02-29") == [case.number]
    assert numbers(desk(head), view="open", since="๒๕๖๗-๐๒-๒๙", until="29/2/2567") == [case.number]
