"""Saved views, the sealed words in an address, and the keyboard's switch."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from cases import actions
from cases.db.encryption import decrypt
from cases.lib.process_cache import forget
from cases.models import Case, Department, User
from tests.factories import CaseFactory, HeadFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text
from workflows.forms.filters import PARTS, FilterForm, query_of
from workflows.inbox import saved_views
from workflows.models import SavedView

pytestmark = pytest.mark.django_db


def keep(seat: Any, query: str, name: str = "Mine", department: Any = "") -> Any:
    return seat.post(address("views"), {"name": name, "query": query, "department": department})


def tabs(seat: Any, **query: Any) -> list[tuple[str, int | None, bool]]:
    return [(tab.name, tab.count, tab.current) for tab in seat.page("inbox", **query).context["page"].tabs]


def test_a_view_is_kept_with_its_count(desk: Seat, case: Case, head: User) -> None:
    CaseFactory(request_type=case.request_type, assigned=True)
    seat = desk(head)
    response = keep(seat, "view=open&officer=none&after=1.1&evil=1")
    assert response["Location"] == f"{address('inbox')}?view=open&officer=none"
    assert tabs(seat) == [("Mine", 1, False)]
    assert tabs(seat, view="open", officer="none") == [("Mine", 1, True)]


def test_a_private_view_is_for_its_owner_alone(desk: Seat, head: User, officer: User) -> None:
    keep(desk(head), "view=late")
    assert (len(tabs(desk(head))), len(tabs(desk(officer)))) == (1, 0)


def test_a_shared_view_shows_each_reader_what_the_reader_may_see(
    desk: Seat, case: Case, department: Department, head: User, officer: User, stranger: User
) -> None:
    second = RequestTypeFactory(code="far").department
    both = HeadFactory(department=department)
    both.memberships.create(department=second, role="head")
    CaseFactory(request_type=RequestTypeFactory(code="far"))
    keep(desk(both), "view=open", department=department.pk)
    assert [tabs(desk(user)) for user in (both, officer, stranger)] == [
        [("Mine", 2, False)],
        [("Mine", 1, False)],
        [],
    ]


def test_nobody_shares_with_a_department_of_others(
    desk: Seat, department: Department, stranger: User
) -> None:
    assert "Select a valid choice" in text(keep(desk(stranger), "view=open", department=department.pk))
    assert not SavedView.objects.exists()


def test_the_same_name_means_the_newer_view(desk: Seat, head: User) -> None:
    for view in ("late", "open"):
        keep(desk(head), f"view={view}")
    assert [one.query for one in SavedView.objects.all()] == ["view=open"]


def test_a_view_needs_a_name_and_there_is_room_for_some(desk: Seat, head: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(saved_views, "MOST_OWN", 1)
    assert "Give the view a name." in text(keep(desk(head), "view=late", name=" "))
    keep(desk(head), "view=late")
    assert "as many views as there is room for" in text(keep(desk(head), "view=late", name="One more"))


def test_the_owner_and_the_head_remove_a_view(
    desk: Seat, department: Department, head: User, officer: User, colleague: User, stranger: User
) -> None:
    keep(desk(officer), "view=late", department=department.pk)
    view = SavedView.objects.get()
    gone = [
        desk(user).post(address("remove_view", view.pk)).status_code for user in (stranger, colleague, head)
    ]
    assert gone == [404, 404, 302]
    assert not SavedView.objects.exists()


def test_the_views_can_be_looked_through(desk: Seat, head: User, officer: User) -> None:
    keep(desk(head), "view=late", name="Too late")
    assert "Too late" in text(desk(head).page("views"))
    assert "Too late" not in text(desk(officer).page("views"))


def test_words_go_into_the_address_sealed(desk: Seat, case: Case, head: User) -> None:
    response = desk(head).post(address("inbox"), {"q": "สมชาย"})
    query = parse_qs(urlsplit(response["Location"]).query)
    assert (query["view"], decrypt(query["find"][0])) == (["all"], "สมชาย")
    page = desk(head).get(response["Location"])
    assert [row.case for row in page.context["page"].rows] == [case]


def test_words_are_kept_sealed(desk: Seat, case: Case, head: User) -> None:
    keep(desk(head), "q=สมชาย")
    assert "%E0" not in SavedView.objects.get().query
    # Cases with some words are not counted.
    assert tabs(desk(head)) == [("Mine", None, False)]


def test_a_typed_number_opens_its_case(desk: Seat, case: Case, head: User) -> None:
    response = desk(head).post(address("inbox"), {"q": f"{case.running}/{case.year}"})
    assert response["Location"] == address("case", case.number)


@pytest.mark.parametrize("token", ["x", "gAAAAA", "ก", "\x00"])
def test_a_broken_seal_shows_nothing_and_says_so(desk: Seat, case: Case, head: User, token: str) -> None:
    page = desk(head).page("inbox", view="open", find=token)
    assert page.context["page"].rows == []
    assert "The words that were looked for" in text(page)


def test_a_view_keeps_every_field_of_the_filters() -> None:
    """A new filter cannot be forgotten: the address is made of the form's own fields."""
    assert set(FilterForm.base_fields) | {"view", "find", "q"} == set(PARTS)
    query = QueryDict(mutable=True)
    query.update(dict.fromkeys(FilterForm.base_fields, "1"))
    assert set(QueryDict(query_of(query))) == set(FilterForm.base_fields)


def test_a_view_of_what_waits_for_approval_stays_one(
    desk: Seat, department: Department, head: User, officer: User
) -> None:
    request_type = RequestTypeFactory(department=department)
    CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)
    waits = CaseFactory(request_type=request_type, head=head, officer=officer, proposed=True)
    response = keep(desk(head), "view=open&approval=open")
    page = desk(head).get(response["Location"])
    assert [row.case for row in page.context["page"].rows] == [waits]
    assert tabs(desk(head)) == [("Mine", 1, False)]


def test_a_view_of_an_officer_who_has_nothing_to_do_shows_nobody_elses_cases(
    desk: Seat, case: Case, head: User, officer: User, colleague: User
) -> None:
    mine = CaseFactory(request_type=case.request_type, assigned=True, officer=officer)
    response = keep(desk(head), f"view=open&officer={officer.pk}")
    assert tabs(desk(head)) == [("Mine", 1, False)]
    actions.assign(mine, to=colleague, by=head)
    forget()
    page = desk(head).get(response["Location"])
    assert (page.context["page"].rows, [str(one) for one in page.context["page"].missing]) == (
        [],
        ["Officer"],
    )
    assert tabs(desk(head)) == [("Mine", 0, False)]


def test_a_heads_view_that_is_shared_shows_an_officer_nothing_else(
    desk: Seat, case: Case, department: Department, head: User, officer: User
) -> None:
    keep(desk(head), "view=assign", department=department.pk)
    page = desk(officer).page("inbox", view="assign")
    assert (page.context["page"].rows, [str(one) for one in page.context["page"].missing]) == ([], ["View"])
    assert tabs(desk(officer)) == [("Mine", 0, False)]


def test_a_department_that_is_the_only_one_can_still_be_chosen(
    desk: Seat, case: Case, department: Department, officer: User
) -> None:
    page = desk(officer).page("inbox", view="open", department=department.pk)
    assert [row.case for row in page.context["page"].rows] == [case]


def test_a_view_saved_in_another_order_is_still_the_one_that_is_shown(desk: Seat, head: User) -> None:
    SavedView.objects.create(owner=head, name="Mine", query="officer=none&view=open")
    assert tabs(desk(head), view="open", officer="none") == [("Mine", 0, True)]


def test_the_shortcuts_are_switched_off_for_one_person(
    desk: Seat, case: Case, head: User, officer: User
) -> None:
    seat = desk(head)
    assert seat.post(address("shortcuts"), {"on": "0", "back": "view=open"})["Location"].endswith(
        "?view=open"
    )
    shown = ["data-list" in text(desk(user).page("inbox", view="open")) for user in (head, officer)]
    assert shown == [False, True]
    seat.post(address("shortcuts"), {"on": "1"})
    assert "data-list" in text(seat.page("inbox"))
