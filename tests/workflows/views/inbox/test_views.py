"""The views that come with the product: for each person the right cases, with the right count."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from cases import actions
from cases.models import Case, Department, Membership, Status, User
from tests.factories import CaseFactory, HeadFactory, RequestTypeFactory
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

# The people are made before the transaction of the first test begins, whoever asks for them by name.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("others")]
RUNNING = (Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS)
OPEN = (*RUNNING, Status.WAITING)
ROLES = ["head", "officer", "colleague", "clerk", "executive", "stranger", "administrator"]


@pytest.fixture(scope="module")
def town_made(made: Made, others: dict[str, int], django_db_blocker: DjangoDbBlocker) -> list[int]:
    """The keys of cases of two departments in every state, late, due and reopened, and a restricted one."""
    with django_db_blocker.unblock(), override("th"):
        people = (User.objects.get(pk=key) for key in (made.head, made.officer, others["stranger"]))
        return _town(Department.objects.get(pk=made.department), *people)


def _town(department: Department, head: User, officer: User, stranger: User) -> list[int]:
    request_type = RequestTypeFactory(department=department)
    theirs = RequestTypeFactory(department=stranger.memberships.get().department)
    secret = RequestTypeFactory(department=department, restricted=True)
    mine: dict[str, Any] = {"request_type": request_type, "head": head, "officer": officer}
    states = ("assigned", "in_progress", "waiting", "resolved", "closed", "rejected", "withdrawn")
    made = [CaseFactory(request_type=one) for one in (request_type, theirs, secret)]
    made += [CaseFactory(**mine, **{state: True}) for state in states]
    again = CaseFactory(**mine, resolved=True)
    actions.reopen(again, reason="ยังเป็นหลุม")
    late = CaseFactory(**mine, in_progress=True)
    soon = CaseFactory(**mine, assigned=True)
    for one, days in ((late, -2), (soon, 0)):
        Case.objects.filter(pk=one.pk).update(due_on=timezone.localdate() + datetime.timedelta(days))
    made += [again, late, soon]
    return [case.pk for case in made]


@pytest.fixture
def town(db: None, town_made: list[int]) -> list[Case]:
    """Those cases."""
    return list(Case.objects.filter(pk__in=town_made).select_related("request_type"))


def reads(user: User, case: Case) -> bool:
    """The rule in other words than the product's."""
    role = Membership.objects.filter(user=user, department=case.department).values_list("role", flat=True)
    if "head" in role or case.officer == user:
        return True
    return not case.request_type.restricted and (bool(role) or user.has_perm("cases.view_every_case"))


def expected(user: User, case: Case) -> dict[str, bool]:
    """In which views the case belongs."""
    today = timezone.localdate()
    last = today + datetime.timedelta(days=6)
    runs, opened = case.status in RUNNING, case.status in OPEN
    heads = Membership.objects.filter(user=user, department=case.department, role="head").exists()
    return {
        "assign": runs and case.officer is None and heads,
        "mine": opened and case.officer == user,
        "late": runs and case.due_on < today,
        "week": runs and today <= case.due_on <= last,
        "waiting": case.status == Status.WAITING,
        "reopened": opened and case.reopened > 0,
        "open": opened,
        "all": True,
        # Nothing was sent on, shared or proposed, and nobody was named in a note.
        **dict.fromkeys(("answer", "approve", "again", "subtasks", "desk", "mentions"), False),
    }


def numbers(seat: Desk, **query: Any) -> set[str]:
    return {row.case.number for row in seat.page("inbox", **query).context["page"].rows}


@pytest.mark.parametrize("role", ROLES)
def test_each_view_has_its_cases_and_counts_them(
    desk: Seat, town: list[Case], role: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    readable = [(case, expected(user, case)) for case in town if reads(user, case)]
    seat = desk(user)
    for view, count in seat.page("inbox").context["page"].views:
        wanted = {case.number for case, fits in readable if fits[view.name]}
        number = len(wanted) if view.is_counted else None
        assert (numbers(seat, view=view.name), count) == (wanted, number), view.name


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        ("head", set()),
        ("officer", {"assign"}),
        ("clerk", {"assign", "mine"}),
        ("executive", {"assign", "mine"}),
    ],
)
def test_who_has_no_use_for_a_view_is_not_offered_it(
    desk: Seat, role: str, missing: set[str], request: pytest.FixtureRequest
) -> None:
    offered = {
        view.name for view, _count in desk(request.getfixturevalue(role)).page("inbox").context["page"].views
    }
    every = {"assign", "mine", "late", "week", "waiting", "reopened", "open", "all"}
    assert every - offered == missing


@pytest.mark.parametrize("status", [*Status.values, "every"])
def test_a_filter_without_a_view_looks_at_everything_the_person_may_read(
    desk: Seat, town: list[Case], head: User, status: str
) -> None:
    wanted = {case.number for case in town if reads(head, case) and status in (case.status, "every")}
    assert numbers(desk(head), status=status) == wanted != set()


def test_a_filter_within_a_view_narrows_the_view(desk: Seat, town: list[Case], head: User) -> None:
    assert numbers(desk(head), view="assign", status="waiting") == set()
    assert numbers(desk(head), view="waiting", status="waiting") != set()


def test_an_order_alone_keeps_the_view_on_which_the_inbox_opens(
    desk: Seat, town: list[Case], head: User
) -> None:
    page = desk(head).page("inbox", sort="age")
    assert page.context["page"].chosen.name == "assign"


def test_an_empty_view_offers_the_same_filters_everywhere(desk: Seat, town: list[Case], head: User) -> None:
    seat = desk(head)
    assert 'href="?view=open&amp;status=waiting"' in text(seat.page("inbox", view="assign", status="waiting"))
    assert "The same filters" not in text(seat.page("inbox", view="open", status="waiting", rating=1))


def test_the_filters_of_a_head_who_heads_nothing_to_assign_are_those_of_all(
    desk: Seat, department: Department
) -> None:
    other = HeadFactory(department=department)
    assert desk(other).get(address("inbox") + "?officer=none").context["page"].chosen.name == "open"
