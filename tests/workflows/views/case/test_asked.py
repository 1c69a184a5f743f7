"""An address never shows more than it says: where something is not on offer it shows nothing and says why."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from cases.audit import personal_data_access
from cases.audit.security_log import Kind
from cases.forms import asked
from cases.models import Case, SecurityEvent, User
from tests.factories import DepartmentFactory, RequestTypeFactory
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.forms.figures import FiguresForm

pytestmark = pytest.mark.django_db
WORDS = "not on offer, or not any more"
FIGURES: list[dict[str, str]] = [
    {"department": "999999"},
    {"department": "x"},
    {"period": "m1999-01"},
    {"period": "dates"},
    {"by": "phone"},
    {"since_day": "31", "since_month": "2", "since_year": "2026"},
    {"since_day": "1", "since_month": "2", "since_year": "2026"},
    {"officer": "7"},
]
LISTED: list[dict[str, str]] = [*FIGURES, {"by": "unit", "value": "1 or 1"}, {"after": "x"}, {"after": "-1"}]


def nothing(page: Any) -> bool:
    """Whether a list shows nothing and says why."""
    return page.status_code == 200 and WORDS in text(page) and not page.context["rows"]


@pytest.fixture
def changes(case: Case, head: User, administrator: User) -> None:
    """A reading, a change of the set-up and an event: each list has something to show."""
    personal_data_access.note(head, [case], personal_data_access.Context.PAGE)
    SecurityEvent.objects.create(kind=Kind.LOGGED_IN, by=head, about=head, at=timezone.now())


def test_the_figures_show_none_and_say_why(desk: Seat, case: Case, executive: User) -> None:
    seat = desk(executive)
    for query in FIGURES:
        page = seat.page("figures", **query)
        assert WORDS in text(page), query
        assert page.context["total"].is_empty, query
        assert (page.context["lines"], "<dl class=" in text(page)) == ([], False), query


def test_no_case_stands_behind_such_figures(desk: Seat, case: Case, executive: User) -> None:
    seat = desk(executive)
    assert seat.page("figures_cases", measure="received").context["rows"] == [case]
    for query in LISTED:
        assert nothing(seat.page("figures_cases", measure="received", **query)), query


def test_there_is_no_file_of_such_figures(desk: Seat, case: Case, executive: User) -> None:
    seat = desk(executive)
    for query in FIGURES:
        wanted = {"measure": "received", **query}
        answers = [seat.page("figures_paper", **query)]
        for extension in ("csv", "xlsx"):
            answers.append(seat.get(address("figures_table", extension), query))
            answers.append(seat.get(address("figures_cases_table", extension), wanted))
        assert [answer.status_code for answer in answers] == [404] * 5, query
    assert not SecurityEvent.objects.filter(kind=Kind.LIST_EXPORTED).exists()


def test_a_file_of_cases_is_of_what_the_address_says(desk: Seat, case: Case, executive: User) -> None:
    seat = desk(executive)
    for query in ({"after": "1"}, {"value": "x", "by": "unit"}):
        wanted = {"measure": "received", **query}
        assert seat.get(address("figures_cases_table", "csv"), wanted).status_code == 404, query


def test_a_department_of_others_has_no_figures(desk: Seat, case: Case, head: User) -> None:
    other = RequestTypeFactory(department=DepartmentFactory(code="OTH")).department
    assert WORDS in text(desk(head).page("figures", department=other.pk))
    assert nothing(desk(head).page("figures_cases", measure="received", department=other.pk))


def test_the_address_of_the_figures_keeps_every_field(executive: User) -> None:
    """A new field cannot be forgotten: the address is made of the form's own fields."""
    query = QueryDict(mutable=True)
    query.update(dict.fromkeys([*asked.names(FiguresForm), "by"], "1"))
    form = FiguresForm(query, user=executive, today=timezone.localdate())
    assert set(QueryDict(form.address())) == set(query)
    for name in FiguresForm.base_fields:
        assert any(key == name or key.startswith(f"{name}_") for key in query)


def test_a_log_shows_nothing_and_says_why(desk: Seat, changes: None, administrator: User) -> None:
    seat = desk(administrator)
    for name in ("setup_security", "setup_readings", "setup_changes"):
        for query in ({"before": "x"}, {"before": "1-"}, {"color": "red"}):
            assert nothing(seat.page(name, **query)), (name, query)


def test_the_readers_of_a_case_are_none_and_the_page_says_why(
    desk: Seat, changes: None, case: Case, head: User
) -> None:
    seat: Desk = desk(head)
    assert seat.page("readers", case.number).context["rows"]
    for query in ({"before": "x"}, {"before": "9" * 17 + ".1"}, {"day": "1"}):
        assert nothing(seat.page("readers", case.number, **query)), query


def test_the_log_of_a_change_that_is_none_is_not_that_of_all(
    desk: Seat, case: Case, administrator: User
) -> None:
    assert nothing(desk(administrator).page("setup_changes", batch="x"))


def test_the_table_of_events_is_not_there(desk: Seat, changes: None, administrator: User) -> None:
    seat = desk(administrator)
    for query in ({"color": "red"}, {"request_type": "999"}):
        assert seat.page("setup_security_table", **query).status_code == 404, query


def test_no_view_is_saved_of_what_shows_nothing(desk: Seat, case: Case, head: User) -> None:
    seat = desk(head)
    assert "save-view" in text(seat.page("inbox", view="open"))
    for query in ({"foo": "bar"}, {"request_type": "999999"}, {"after": "x"}):
        page = text(seat.page("inbox", view="open", **query))
        assert (WORDS in page, "save-view" in page) == (True, False), query
