"""Who is told of what: the table, row by row, and those who are not told."""

import pytest

from cases.events import Kind
from cases.models import Case, CaseEvent, Membership, User
from notifications.models import Audience, Letter
from notifications.readers import readers_of
from notifications.rules import RULES
from tests.factories import HeadFactory

TO = {"citizen": Audience.CITIZEN, "head": Audience.HEAD, "officer": Audience.OFFICER}
# event, status before, status after, is there an officer → who gets which letter
TABLE = [
    (Kind.SUBMITTED, "", "received", False, {"citizen": "received", "head": "new_case"}),
    (
        Kind.ASSIGNED,
        "received",
        "assigned",
        True,
        {"citizen": "with_department", "officer": "assigned_to_you"},
    ),
    (Kind.ASSIGNED, "assigned", "assigned", True, {"officer": "assigned_to_you"}),
    (Kind.ASSIGNED, "in_progress", "assigned", True, {"officer": "assigned_to_you"}),
    (Kind.TRANSFERRED, "received", "received", False, {"head": "case_transferred"}),
    (
        Kind.TRANSFERRED,
        "in_progress",
        "assigned",
        False,
        {"citizen": "with_department", "head": "case_transferred"},
    ),
    (Kind.HANDED_BACK, "assigned", "assigned", False, {"head": "case_handed_back"}),
    (Kind.OFFICER_LEFT, "assigned", "assigned", False, {"head": "cases_came_back"}),
    (Kind.STARTED, "assigned", "in_progress", True, {}),
    (Kind.ASKED, "in_progress", "waiting", True, {"citizen": "question"}),
    (Kind.ANSWERED, "waiting", "in_progress", True, {"officer": "answer"}),
    (Kind.MESSAGE, "in_progress", "in_progress", True, {"officer": "message"}),
    (Kind.MESSAGE, "received", "received", False, {"head": "message"}),
    (Kind.RESOLVED, "in_progress", "resolved", True, {"citizen": "result"}),
    (Kind.REJECTED, "received", "rejected", False, {"citizen": "rejected"}),
    (Kind.WITHDRAWN, "in_progress", "withdrawn", True, {"officer": "withdrawn"}),
    (Kind.WITHDRAWN, "received", "withdrawn", False, {}),
    (Kind.REOPENED, "resolved", "assigned", False, {"citizen": "reopened", "head": "case_reopened"}),
    (Kind.CLOSED, "resolved", "closed", True, {"citizen": "closed"}),
    (Kind.NOTED, "received", "received", True, {}),
    (Kind.RATED, "resolved", "resolved", True, {}),
    (Kind.EMAIL_CHANGED, "received", "received", True, {"citizen": "email_changed"}),
    (Kind.PASSWORD_CHANGED, "received", "received", True, {"citizen": "new_password"}),
    (Kind.DUE_SOON, "received", "received", False, {}),
    (Kind.DUE_SOON, "in_progress", "in_progress", True, {"officer": "due_soon"}),
    (Kind.LATE, "in_progress", "in_progress", True, {"officer": "late", "head": "late"}),
    (Kind.LATE, "received", "received", False, {"head": "late"}),
]


def happening(case: Case, kind: str, **fields: object) -> CaseEvent:
    return CaseEvent(case=case, kind=kind, department=case.department, **fields)


@pytest.mark.parametrize(("kind", "before", "after", "with_officer", "expected"), TABLE)
def test_an_event_tells_whom_the_table_names(
    case: Case,
    officer: User,
    kind: str,
    before: str,
    after: str,
    with_officer: bool,
    expected: dict[str, str],
) -> None:
    event = happening(
        case, kind, from_status=before, to_status=after, officer=officer if with_officer else None
    )
    assert {reader.audience: reader.letter for reader in readers_of(event)} == {
        TO[who]: Letter(letter) for who, letter in expected.items()
    }


def test_the_table_speaks_of_every_event() -> None:
    assert {row[0] for row in TABLE} == set(Kind)
    assert {rule.event for rule in RULES} <= set(Kind)


def test_nobody_is_told_of_the_own_step(case: Case, head: User, officer: User) -> None:
    assert not readers_of(happening(case, Kind.HANDED_BACK, by=head))
    mine = happening(case, Kind.ASSIGNED, by=officer, officer=officer, from_status="assigned")
    assert not readers_of(mine)


def test_every_head_is_told(case: Case, head: User) -> None:
    second = HeadFactory(username="second", department=case.department)
    readers = readers_of(happening(case, Kind.HANDED_BACK))
    assert [reader.user for reader in readers] == [head, second]


def test_a_head_of_another_department_is_not_told(case: Case, stranger: User) -> None:
    assert stranger not in [reader.user for reader in readers_of(happening(case, Kind.LATE))]


def test_a_head_who_has_left_or_has_no_address_is_not_told(case: Case, head: User) -> None:
    HeadFactory(username="silent", email="", department=case.department)
    head.is_active = False
    head.save()
    assert not readers_of(happening(case, Kind.HANDED_BACK))


def test_an_officer_who_has_left_is_not_told(case: Case, officer: User) -> None:
    officer.is_active = False
    assert not readers_of(happening(case, Kind.ANSWERED, officer=officer))


def test_an_officer_who_is_head_too_gets_one_letter(case: Case, head: User) -> None:
    readers = readers_of(happening(case, Kind.LATE, officer=head))
    assert [reader.audience for reader in readers] == [Audience.OFFICER]


def test_a_citizen_without_an_address_gets_no_letter(case: Case) -> None:
    case.email = ""
    assert not readers_of(happening(case, Kind.ASKED))


def test_a_department_without_a_head_is_no_error(case: Case) -> None:
    Membership.objects.filter(role="head").update(role="officer")
    assert not readers_of(happening(case, Kind.HANDED_BACK))


def test_each_reader_is_told_in_the_own_language(case: Case, head: User) -> None:
    case.language, head.language = "en", "th"
    head.save()
    event = happening(case, Kind.SUBMITTED, to_status="received")
    assert {reader.audience: reader.language for reader in readers_of(event)} == {
        Audience.CITIZEN: "en",
        Audience.HEAD: "th",
    }
