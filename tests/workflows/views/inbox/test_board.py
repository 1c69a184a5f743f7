"""The list as a board: the right columns with true counts, and the steps that each card's own page offers."""

from typing import Any

import pytest

from cases.models import Case, Department, Status, User, WorkPlan
from tests.cases.actions.test_stages import published, stage, step
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import Desk, Seat, text
from tests.workflows.views.inbox.test_page import copies, due
from workflows import rights
from workflows.inbox import board
from workflows.models import Preference
from workflows.views.inbox.cards import MOVES, Card
from workflows.views.inbox.rows import Listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def working(department: Department, head: User, officer: User) -> Case:
    """A case in progress, late."""
    kind = RequestTypeFactory(code="light", department=department)
    return due(CaseFactory(request_type=kind, in_progress=True, head=head, officer=officer), -3)


def shown(seat: Desk, by: str = "status", **query: Any) -> dict[str, tuple[str, int, int, list[str]]]:
    """Each column: its name, how many cases, how many late, and the numbers on its cards."""
    seat.post("/en/staff/look/", {"columns": by})
    page = seat.page("inbox", look="board", **query)
    columns = [column for column, _cards, _address in page.context["page"].board.columns]
    return {one.key: (str(one.name), one.count, one.late, [c.number for c in one.cases]) for one in columns}


def test_the_columns_are_the_open_statuses_also_where_no_case_has_one(
    desk: Seat, case: Case, working: Case, head: User
) -> None:
    CaseFactory(request_type=case.request_type, withdrawn=True)
    assert shown(desk(head), view="all") == {
        "received": ("Received", 1, 0, [case.number]),
        "assigned": ("Assigned", 0, 0, []),
        "in_progress": ("In progress", 1, 1, [working.number]),
        "waiting": ("Waiting for the citizen", 0, 0, []),
    }


def test_the_columns_are_officers_nobody_first(
    desk: Seat, case: Case, working: Case, head: User, officer: User
) -> None:
    found = shown(desk(head), by="officer", view="open")
    assert [*found.items()] == [
        ("none", ("Nobody yet", 1, 0, [case.number])),
        (str(officer.pk), (str(officer), 1, 1, [working.number])),
    ]


def test_stages_of_one_name_are_one_column_whatever_plan_they_are_of(
    desk: Seat, case: Case, department: Department, head: User, officer: User
) -> None:
    for code in ("first", "second"):
        kind = RequestTypeFactory(code=code, department=department, target_working_days=30)
        published(kind, stage("Look", step("look", kind="inspect")), stage("Cut", step("cut")))
        WorkPlan.objects.filter(code="tree").update(code=code)
        CaseFactory(request_type=kind, in_progress=True, head=head, officer=officer)
    CaseFactory(request_type=kind)
    found = shown(desk(head), by="stage", view="open")
    assert [(name, count) for name, count, _late, _cards in found.values()] == [
        ("Not begun", 1),
        ("Look", 2),
        ("Without a work plan", 1),
    ]


def test_a_column_shows_the_most_urgent_says_how_many_more_and_opens_their_list(
    desk: Seat, case: Case, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "CARDS", 2)
    more = copies(due(case, 1), 4)
    seat = desk(head)
    assert shown(seat, view="open")["received"][1:] == (5, 0, [case.number, more[0].number])
    page = text(seat.page("inbox", look="board", view="open"))
    assert '<a href="?view=open&amp;status=received&amp;look=list"> 3 more in the list </a>' in " ".join(
        page.split()
    )
    listed = seat.page("inbox", view="open", status="received", look="list")
    assert len(listed.context["page"].rows) == 5


def test_columns_beyond_the_most_are_counted(
    desk: Seat, case: Case, working: Case, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "COLUMNS", 1)
    seat = desk(head)
    assert len(shown(seat, by="officer", view="open")) == 1
    assert "1 more column has fewer cases" in text(seat.page("inbox", look="board", view="open"))


@pytest.mark.parametrize("name", ["head", "officer", "colleague", "clerk", "executive"])
def test_a_card_offers_the_steps_that_its_own_page_offers(
    request: pytest.FixtureRequest, desk: Seat, case: Case, working: Case, name: str
) -> None:
    user = request.getfixturevalue(name)
    seat = desk(user)
    seat.post("/en/staff/look/", {"columns": "status"})
    page = seat.page("inbox", look="board", view="open")
    cards = {
        one.number: Card(one, Listing(user, one.due_on)).moves
        for column, _cards, _address in page.context["page"].board.columns
        for one in column.cases
    }
    for one in (case, working):
        offered = rights.offered(user, Case.objects.get(pk=one.pk))
        assert cards[one.number] == [verb for verb in MOVES if verb in offered]
        for verb in cards[one.number]:
            assert seat.page("step", one.number, verb).status_code == 200


def test_a_stranger_sees_an_empty_board(desk: Seat, case: Case, working: Case, stranger: User) -> None:
    assert {count for _name, count, _late, _cards in shown(desk(stranger), view="all").values()} == {0}
    assert case.number not in text(desk(stranger).page("inbox", look="board", view="all"))


def test_the_filters_narrow_the_board(desk: Seat, case: Case, working: Case, head: User) -> None:
    seat = desk(head)
    assert shown(seat, view="open", status=Status.IN_PROGRESS) == {
        "in_progress": ("In progress", 1, 1, [working.number])
    }
    assert "This list shows no case" in text(seat.page("inbox", look="board", colour="red"))


def test_a_look_is_kept_for_the_person_and_words_are_looked_for_in_the_list(
    desk: Seat, case: Case, head: User, clerk: User
) -> None:
    seat = desk(head)
    seat.post("/en/staff/look/", {"look": "board", "back": "view=open"})
    assert [
        seat.page("inbox", **query).context["page"].look for query in ({}, {"q": "x"}, {"look": "7"})
    ] == [
        "board",
        "list",
        "board",
    ]
    assert seat.page("inbox", look="list").context["page"].look == "list"
    assert Preference.objects.get(user=head).shortcuts
    assert desk(clerk).page("inbox").context["page"].look == "list"


@pytest.mark.parametrize("by", ["status", "officer", "stage"])
def test_a_full_board_takes_twelve_statements(
    desk: Seat, case: Case, working: Case, clerk: User, django_assert_max_num_queries: Any, by: str
) -> None:
    copies(case, 30)
    seat = desk(clerk)
    shown(seat, by, view="open")
    with django_assert_max_num_queries(12):
        page = seat.page("inbox", look="board", view="open")
    cards = [len(one.cases) for one, _cards, _list in page.context["page"].board.columns]
    # Neither case has a work plan.
    assert sum(cards) == (12 if by == "stage" else 13)
