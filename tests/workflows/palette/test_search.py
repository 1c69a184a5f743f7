"""Search everywhere: numbers, words, people, kinds and pages; each only for those whom it concerns."""

import datetime
from typing import Any

import pytest
from django.db.models import F

from cases.models import Case, User
from tests.factories import CaseFactory
from tests.workflows.views.conftest import Desk, Seat, address, text
from tests.workflows.views.conftest import desk as desk
from workflows.inbox import search_index
from workflows.models import Presence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def found(seat: Desk, typed: str = "") -> dict[str, list[str]]:
    """What the script is given, group by group."""
    page = seat.post(address("search"), {"q": typed}, headers={"X-Fragment": "options"})
    return {group.name: [one.label for one in group.entries] for group in page.context["groups"]}


def test_a_number_opens_its_case_and_is_shown_to_the_script(desk: Seat, case: Case, head: User) -> None:
    seat = desk(head)
    assert seat.post(address("search"), {"q": case.number})["Location"] == address("case", case.number)
    shown = found(seat, case.number)
    assert [labels for name, labels in shown.items() if case.number in labels] == [[case.number]]


def test_a_case_of_others_is_not_found(desk: Seat, case: Case, stranger: User) -> None:
    search_index.index(case)
    seat = desk(stranger)
    page = seat.post(address("search"), {"q": case.number})
    assert (page.status_code, "Nothing fits these words." in text(page)) == (200, True)
    assert found(seat, case.details[:12]) == {}


def test_words_find_cases_kinds_and_people(desk: Seat, case: Case, head: User, officer: User) -> None:
    CaseFactory(request_type=case.request_type, officer=officer, assigned=True)
    search_index.index(case)
    seat = desk(head)
    assert case.number in found(seat, case.details[:12])["Cases with these words"]
    assert found(seat, case.request_type.name)["Kinds of request"] == [case.request_type.name]
    assert found(seat, str(officer))["People"] == [str(officer)]


def test_pages_are_offered_to_those_who_may_open_them(
    desk: Seat, case: Case, head: User, officer: User, clerk: User, administrator: User
) -> None:
    assert found(desk(clerk), "file")["Pages"] == ["File for somebody"]
    assert "Pages" not in found(desk(officer), "file")
    assert found(desk(administrator), "holidays")["Set-up"] != []
    assert "Set-up" not in found(desk(head), "holidays")
    assert found(desk(head), "assign")["Lists"] == ["To assign"]


@pytest.mark.parametrize("who", ["head", "officer", "clerk", "executive", "administrator"])
def test_every_page_that_is_offered_opens(
    request: pytest.FixtureRequest, desk: Seat, case: Case, who: str
) -> None:
    user: User = request.getfixturevalue(who)
    seat = desk(user)
    for typed in ("", "e"):
        page = seat.post(address("search"), {"q": typed}, headers={"X-Fragment": "options"})
        for one in (one for group in page.context["groups"] for one in group.entries):
            # The admin asks for a second factor of its own.
            if "/admin/" not in one.address:
                assert seat.get(one.address).status_code in (200, 302), one


def test_what_was_open_lately_comes_first_as_long_as_it_may_be_read(
    desk: Seat, case: Case, head: User, stranger: User
) -> None:
    seat = desk(head)
    second = CaseFactory(request_type=case.request_type)
    for one in (case, second):
        seat.page("case", one.number)
    # Within the transaction of a test no time passes.
    Presence.objects.filter(case=case).update(seen_at=F("seen_at") - datetime.timedelta(minutes=1))
    assert next(iter(found(seat).items())) == ("Opened lately", [second.number, case.number])
    Case.objects.filter(pk=second.pk).update(department=stranger.memberships.get().department)
    assert found(seat)["Opened lately"] == [case.number]


def test_odd_words_find_nothing_and_break_nothing(desk: Seat, head: User) -> None:
    seat = desk(head)
    for typed in ("\0", "%", "' & |", "9" * 500, "ๆ"):
        assert seat.post(address("search"), {"q": typed}).status_code == 200


def test_the_dialog_says_whether_one_letter_opens_it(desk: Seat, head: User) -> None:
    seat = desk(head)
    assert "data-slash" in text(seat.get(address("search"), headers={"X-Fragment": "dialog"}))
    seat.post(address("shortcuts"), {"on": "0"})
    assert "data-slash" not in text(seat.get(address("search"), headers={"X-Fragment": "dialog"}))


def test_looking_costs_few_statements(
    desk: Seat, case: Case, head: User, django_assert_max_num_queries: Any
) -> None:
    search_index.index(case)
    seat = desk(head)
    seat.page("case", case.number)
    found(seat, "หลุม")
    with django_assert_max_num_queries(10):
        found(seat, "หลุม")
