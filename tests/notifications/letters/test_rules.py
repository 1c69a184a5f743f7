"""Who is told of what: the table, row by row, and those who are not told."""

import datetime
from typing import Any

import pytest

from cases.events import Kind
from cases.models import Case, CaseEvent, Doer, Duplicate, Membership, Proposal, Subtask, User
from cases.models.case.event_content import Reminder
from notifications.letters.catalogue import letters_for
from notifications.letters.recipients import Reader, readers_of
from notifications.models import Audience, Letter
from tests.factories import DepartmentFactory, HeadFactory, OfficerFactory, OutsidePersonFactory

TO = {str(audience): audience for audience in Audience}
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
    (Kind.TRANSFERRED, "in_progress", "assigned", False, {"head": "case_transferred"}),
    (Kind.TAKEN_OVER, "received", "received", False, {}),
    (Kind.TAKEN_OVER, "assigned", "assigned", False, {"citizen": "with_department"}),
    (Kind.SENT_BACK, "assigned", "assigned", False, {"head": "transfer_returned"}),
    (
        Kind.UNANSWERED,
        "assigned",
        "assigned",
        False,
        {"clerk": "transfer_unanswered", "head": "transfer_unanswered"},
    ),
    (Kind.TO_CLERK, "assigned", "assigned", False, {"clerk": "case_to_place"}),
    (Kind.PLACED, "received", "received", False, {"head": "case_placed"}),
    (Kind.PLACED, "assigned", "assigned", False, {"citizen": "with_department", "head": "case_placed"}),
    (Kind.SUBTASK_ASKED, "in_progress", "in_progress", True, {"subtask_head": "subtask_asked"}),
    (Kind.SUBTASK_ASSIGNED, "in_progress", "in_progress", True, {"helper": "subtask_assigned"}),
    (
        Kind.SUBTASK_DONE,
        "in_progress",
        "in_progress",
        True,
        {"officer": "subtask_finished", "head": "subtask_finished"},
    ),
    (
        Kind.SUBTASK_REFUSED,
        "in_progress",
        "in_progress",
        True,
        {"officer": "subtask_refused", "head": "subtask_refused"},
    ),
    (
        Kind.SUBTASK_CANCELLED,
        "rejected",
        "rejected",
        True,
        {"helper": "subtask_cancelled", "subtask_head": "subtask_cancelled"},
    ),
    (Kind.SUBTASK_LEFT, "in_progress", "in_progress", True, {"subtask_head": "subtask_came_back"}),
    (
        Kind.SUBTASK_LATE,
        "waiting",
        "waiting",
        True,
        {"helper": "subtask_late", "subtask_head": "subtask_late"},
    ),
    (Kind.HANDED_BACK, "assigned", "assigned", False, {"head": "case_handed_back"}),
    (Kind.OFFICER_LEFT, "assigned", "assigned", False, {"head": "cases_came_back"}),
    (Kind.ASSIGN_UNDONE, "assigned", "received", False, {}),
    (Kind.EXTEND_UNDONE, "in_progress", "in_progress", True, {}),
    (Kind.HAND_BACK_UNDONE, "assigned", "assigned", True, {}),
    (Kind.JOIN_UNDONE, "received", "received", False, {}),
    (Kind.URGENCY_UNDONE, "in_progress", "in_progress", True, {}),
    (Kind.IMPORTED, "received", "received", False, {}),
    (Kind.STARTED, "assigned", "in_progress", True, {}),
    (Kind.ASKED, "in_progress", "waiting", True, {"citizen": "question"}),
    (Kind.ANSWERED, "waiting", "in_progress", True, {"officer": "answer"}),
    (Kind.MESSAGE, "in_progress", "in_progress", True, {"officer": "message"}),
    (Kind.MESSAGE, "received", "received", False, {"head": "message"}),
    (Kind.PROPOSED, "in_progress", "in_progress", True, {}),
    (Kind.PROPOSAL_RETURNED, "in_progress", "in_progress", True, {"officer": "result_returned"}),
    (Kind.PROPOSAL_WITHDRAWN, "in_progress", "in_progress", True, {}),
    (Kind.PROPOSAL_APPROVED, "in_progress", "in_progress", True, {}),
    (Kind.RESOLVED, "in_progress", "resolved", True, {"citizen": "result"}),
    (Kind.REJECTED, "received", "rejected", False, {"citizen": "rejected"}),
    (Kind.WITHDRAWN, "in_progress", "withdrawn", True, {"officer": "withdrawn"}),
    (Kind.WITHDRAWN, "received", "withdrawn", False, {}),
    (Kind.REOPENED, "resolved", "assigned", False, {"citizen": "reopened", "head": "case_reopened"}),
    (
        Kind.REOPEN_ASKED,
        "resolved",
        "resolved",
        True,
        {"citizen": "reopening_asked", "head": "reopening_to_answer"},
    ),
    (Kind.REOPEN_REFUSED, "resolved", "closed", True, {"citizen": "reopening_refused"}),
    (Kind.TYPE_CORRECTED, "received", "received", False, {"citizen": "type_corrected"}),
    (
        Kind.TYPE_CORRECTED,
        "assigned",
        "assigned",
        True,
        {"citizen": "type_corrected", "officer": "case_corrected"},
    ),
    (Kind.DETAILS_CORRECTED, "assigned", "assigned", True, {"officer": "case_corrected"}),
    (Kind.PERSON_CORRECTED, "assigned", "assigned", True, {}),
    (Kind.CLOSED, "resolved", "closed", True, {"citizen": "closed"}),
    (Kind.DUPLICATE, "in_progress", "in_progress", True, {"citizen": "joined"}),
    (Kind.SEPARATED, "assigned", "assigned", True, {"citizen": "separated", "officer": "case_separated"}),
    (Kind.SEPARATED, "received", "received", False, {"citizen": "separated", "head": "case_separated"}),
    (Kind.NOTED, "received", "received", True, {}),
    (Kind.RATED, "resolved", "resolved", True, {}),
    (Kind.WORDS_CLEARED, "received", "received", True, {}),
    (Kind.WORDS_TAKEN_BACK, "received", "received", True, {}),
    (Kind.PUBLISHED, "received", "received", True, {}),
    (Kind.UNPUBLISHED, "received", "received", True, {}),
    (Kind.EMAIL_CHANGED, "received", "received", True, {"citizen": "email_changed"}),
    (Kind.CONTACT_CHANGED, "received", "received", True, {"citizen": "contact_changed"}),
    (Kind.PASSWORD_CHANGED, "received", "received", True, {"citizen": "new_password"}),
    (
        Kind.EXTENDED,
        "in_progress",
        "in_progress",
        True,
        {"citizen": "deadline_extended", "officer": "new_deadline"},
    ),
    (Kind.TIME_CORRECTED, "received", "received", False, {"citizen": "deadline_extended"}),
    (
        Kind.TIME_CORRECTED,
        "in_progress",
        "in_progress",
        True,
        {"citizen": "deadline_extended", "officer": "new_deadline"},
    ),
    (Kind.RECOUNTED, "in_progress", "in_progress", True, {}),
    (Kind.DELAY_DUE, "in_progress", "in_progress", True, {"officer": "delay_due"}),
    (Kind.DELAY_DUE, "received", "received", False, {"head": "delay_due"}),
    (Kind.DELAY_EXPLAINED, "in_progress", "in_progress", True, {"citizen": "delay_explained"}),
    (Kind.STAGE_BEGUN, "in_progress", "in_progress", True, {}),
    (Kind.STEP_OPENED, "in_progress", "in_progress", True, {}),
    (Kind.STEP_SKIPPED, "in_progress", "in_progress", True, {}),
    (Kind.STEP_RETURNED, "in_progress", "in_progress", True, {"officer": "step_returned"}),
    (Kind.INFORMED, "in_progress", "in_progress", True, {}),
    (Kind.PLAN_MOVED, "in_progress", "in_progress", True, {}),
    (Kind.OUTSIDE_ASKED, "in_progress", "in_progress", True, {}),
    (Kind.OUTSIDE_ANSWERED, "in_progress", "in_progress", True, {"officer": "outside_answered"}),
    (Kind.OUTSIDE_PROMISED, "in_progress", "assigned", False, {"head": "outside_answered"}),
    (Kind.OUTSIDE_DUE, "in_progress", "in_progress", True, {}),
    (Kind.OUTSIDE_LINKED, "in_progress", "in_progress", True, {}),
    (Kind.OUTSIDE_SHUT, "in_progress", "in_progress", True, {}),
    (Kind.STEP_PHOTO, "in_progress", "in_progress", True, {}),
    (Kind.FINDING_CHANGED, "in_progress", "in_progress", True, {}),
]
# A step of the plan tells whose it is; another department is asked as for any subtask.
STEPS = [
    ("officer", {"officer": "step_opened"}),
    ("head", {"subtask_head": "step_opened"}),
    ("clerk", {"clerk": "step_opened"}),
    ("executive", {"executive": "step_opened"}),
    ("citizen", {}),
]
# Of a step of an outside party its people are told, and the officer in charge.
OUTSIDE = [
    (Kind.OUTSIDE_ASKED, {"outside": "outside_asked"}),
    (Kind.STEP_OPENED, {"outside": "outside_asked"}),
    (Kind.OUTSIDE_LINKED, {"outside": "outside_asked"}),
    (Kind.OUTSIDE_DUE, {}),
    (Kind.SUBTASK_LATE, {}),
    (Kind.SUBTASK_CANCELLED, {"outside": "outside_cancelled"}),
    (Kind.SUBTASK_DONE, {"officer": "subtask_finished", "head": "subtask_finished"}),
    (Kind.SUBTASK_REFUSED, {"officer": "subtask_refused", "head": "subtask_refused"}),
    (Kind.OUTSIDE_ANSWERED, {"officer": "outside_answered"}),
    (Kind.OUTSIDE_SHUT, {}),
    (Kind.STEP_SKIPPED, {}),
]
# Reminders go to whom their content names.
REMINDERS = [
    (Kind.UNASSIGNED, "unassigned:1:head", {"head": "unassigned"}),
    (Kind.REPLY_LATE, "reply_late:1:head", {"head": "reply_late"}),
    (Kind.REOPEN_DUE, "reopen_due:1:head", {"head": "reopening_due"}),
    (Kind.REOPEN_DUE, "reopen_due:1:executive", {"executive": "escalated"}),
    (Kind.DUE_SOON, "due_in:2:officer", {"officer": "due_soon"}),
    (Kind.DUE_SOON, "due_today:0:head", {"head": "due_soon"}),
    (Kind.LATE, "late:1:head", {"head": "late"}),
    (Kind.LATE, "late:1:officer", {"officer": "late"}),
    (Kind.LATE, "late:5:clerk", {"clerk": "escalated"}),
    (Kind.LATE, "late:10:executive", {"executive": "escalated"}),
    (Kind.UNASSIGNED, "unassigned:3:executive", {"executive": "escalated"}),
    (Kind.LATE, "", {}),
    (Kind.OUTSIDE_REMINDER, "outside_due:1:outside", {"outside": "outside_due"}),
    (Kind.OUTSIDE_REMINDER, "outside_late:1:outside", {"outside": "outside_late"}),
    (Kind.OUTSIDE_REMINDER, "outside_due:2:officer", {"officer": "outside_expected"}),
    (Kind.OUTSIDE_REMINDER, "outside_due:2:head", {"head": "outside_expected"}),
    (Kind.OUTSIDE_REMINDER, "outside_late:1:officer", {"officer": "outside_waited"}),
    (Kind.OUTSIDE_REMINDER, "outside_late:1:head", {"head": "outside_waited"}),
    (Kind.OUTSIDE_REMINDER, "outside_due:1:clerk", {"clerk": "outside_escalated"}),
    (Kind.OUTSIDE_REMINDER, "outside_late:5:executive", {"executive": "outside_escalated"}),
]

NOVEMBER = datetime.date(2026, 11, 20)


@pytest.fixture
def helping(case: Case, head: User) -> Subtask:
    """A subtask in work in a department with a head and an officer of its own."""
    there = DepartmentFactory(code="PHE")
    HeadFactory(department=there)
    helper = OfficerFactory(department=there)
    subtask = Subtask(
        case=case, department=there, officer=helper, what="ตรวจน้ำ", due_on=case.due_on, asked_by=head
    )
    subtask.asked_at = case.received_at
    subtask.assign()
    subtask.save()
    return subtask


def happening(case: Case, kind: str, **fields: object) -> CaseEvent:
    """An event as its citizen would bring it about, where nothing else is said."""
    said = {"actor": CaseEvent.Actor.CITIZEN, **fields}
    return CaseEvent(case=case, kind=kind, department=case.department, **said)


def told(event: CaseEvent) -> list[Reader]:
    return readers_of(event, letters_for(event))


def followed(rule: str) -> dict[str, Any]:
    """The content of a reminder by this rule; nothing without one."""
    if not rule:
        return {}
    when, days, to = rule.split(":")
    return Reminder(when, int(days), to, NOVEMBER).to_json()


@pytest.mark.parametrize(("kind", "before", "after", "with_officer", "expected"), TABLE)
def test_an_event_tells_whom_the_table_names(
    case: Case,
    officer: User,
    clerk: User,
    helping: Subtask,
    kind: str,
    before: str,
    after: str,
    with_officer: bool,
    expected: dict[str, str],
) -> None:
    event = happening(
        case, kind, from_status=before, to_status=after, officer=officer if with_officer else None
    )
    event.subtask = helping
    assert {reader.audience: reader.spec.letter for reader in told(event)} == {
        Audience(who): Letter(letter) for who, letter in expected.items()
    }


@pytest.mark.parametrize(
    ("actor", "joined", "expected"),
    [
        ("staff", False, {"citizen": "taken_up_by_staff"}),
        ("system", True, {"citizen": "taken_up_again"}),
        ("system", False, {"citizen": "reopened", "head": "case_reopened"}),
    ],
)
def test_a_case_that_others_open_again_tells_its_citizen_who_did(
    case: Case, actor: str, joined: bool, expected: dict[str, str]
) -> None:
    Case.duplicate.related.set_cached_value(case, Duplicate(case=case) if joined else None)
    event = happening(case, Kind.REOPENED, actor=actor, from_status="rejected", to_status="assigned")
    assert {reader.audience: reader.spec.letter for reader in told(event)} == {
        TO[who]: Letter(letter) for who, letter in expected.items()
    }


@pytest.mark.parametrize(("kind", "rule", "expected"), REMINDERS)
def test_a_reminder_tells_those_whom_its_rule_names(
    case: Case,
    officer: User,
    clerk: User,
    executive: User,
    helping: Subtask,
    kind: str,
    rule: str,
    expected: dict[str, str],
) -> None:
    event = happening(case, kind, officer=officer, data=followed(rule))
    if kind == Kind.OUTSIDE_REMINDER:
        helping.doer, helping.party = Doer.OUTSIDE, OutsidePersonFactory().party
        event.subtask = helping
    assert {reader.audience: reader.spec.letter for reader in told(event)} == {
        TO[who]: Letter(letter) for who, letter in expected.items()
    }


@pytest.mark.parametrize(("doer", "expected"), STEPS)
def test_a_step_tells_whose_it_is(
    case: Case,
    officer: User,
    clerk: User,
    executive: User,
    helping: Subtask,
    doer: str,
    expected: dict[str, str],
) -> None:
    helping.doer = doer
    event = happening(case, Kind.STEP_OPENED, officer=officer)
    event.subtask = helping
    assert {reader.audience: reader.spec.letter for reader in told(event)} == {
        Audience(who): Letter(letter) for who, letter in expected.items()
    }


@pytest.mark.parametrize("kind", [Kind.PROPOSED, Kind.STEP_OPENED])
def test_an_approval_of_the_result_tells_whose_it_is(
    case: Case, officer: User, clerk: User, executive: User, helping: Subtask, kind: str
) -> None:
    """The first by the proposal, the next ones when they are opened."""
    helping.proposal = Proposal(pk=1, case=case)
    for doer, who in (("head", "subtask_head"), ("clerk", "clerk"), ("executive", "executive")):
        helping.doer = doer
        event = happening(case, kind, officer=officer)
        event.subtask = helping
        assert {one.audience: one.spec.letter for one in told(event)} == {
            Audience(who): Letter.RESULT_TO_APPROVE
        }


@pytest.mark.parametrize(("kind", "expected"), OUTSIDE)
def test_a_step_of_an_outside_party_tells_its_people(
    case: Case, officer: User, helping: Subtask, kind: str, expected: dict[str, str]
) -> None:
    """Each by e-mail, or by SMS where there is no address; of a confidential case nobody outside."""
    person = OutsidePersonFactory()
    OutsidePersonFactory(party=person.party, email="", phone="+66812345678")
    OutsidePersonFactory(party=person.party, active=False)
    helping.doer, helping.party = Doer.OUTSIDE, person.party
    event = happening(case, kind, officer=officer, data={})
    event.subtask = helping
    found = told(event)
    assert {reader.audience: reader.spec.letter for reader in found} == {
        Audience(who): Letter(letter) for who, letter in expected.items()
    }
    addresses = {reader.address for reader in found if reader.person}
    assert addresses in ({person.email, "+66812345678"}, set())
    case.request_type.restricted = True
    assert not [reader for reader in told(event) if reader.person]


@pytest.mark.parametrize(("letter", "expected"), [(True, ["progress"]), (False, [])])
def test_the_citizen_is_told_by_letter_where_the_plan_says_so(
    case: Case, letter: bool, expected: list[str]
) -> None:
    event = happening(case, Kind.INFORMED, data={"letter": letter})
    assert [reader.spec.letter for reader in told(event)] == expected


@pytest.mark.parametrize("to", ["clerk", "executive"])
def test_those_above_hear_nothing_of_a_restricted_case(
    case: Case, clerk: User, executive: User, to: str
) -> None:
    case.request_type.restricted = True
    assert not told(happening(case, Kind.LATE, data=followed(f"late:5:{to}")))


def test_a_clerk_who_has_left_and_a_superuser_are_not_told(case: Case, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    User.objects.create(username="root", email="root@office.example", is_superuser=True)
    assert not told(happening(case, Kind.LATE, data=followed("late:5:clerk")))


def test_the_table_speaks_of_every_event() -> None:
    assert {row[0] for row in TABLE} | {row[0] for row in REMINDERS} == set(Kind)


def test_nobody_is_told_of_the_own_step(case: Case, head: User, officer: User) -> None:
    assert not told(happening(case, Kind.HANDED_BACK, by=head))
    mine = happening(case, Kind.ASSIGNED, by=officer, officer=officer, from_status="assigned")
    assert not told(mine)


def test_every_head_is_told(case: Case, head: User) -> None:
    second = HeadFactory(username="second", department=case.department)
    readers = told(happening(case, Kind.HANDED_BACK))
    assert [reader.user for reader in readers] == [head, second]


def test_a_head_of_another_department_is_not_told(case: Case, stranger: User) -> None:
    assert stranger not in [
        reader.user for reader in told(happening(case, Kind.LATE, data=followed("late:1:head")))
    ]


def test_a_head_who_has_left_or_has_no_address_is_not_told(case: Case, head: User) -> None:
    HeadFactory(username="silent", email="", department=case.department)
    head.is_active = False
    head.save()
    assert not told(happening(case, Kind.HANDED_BACK))


def test_an_officer_who_has_left_is_not_told(case: Case, officer: User) -> None:
    officer.is_active = False
    assert not told(happening(case, Kind.ANSWERED, officer=officer))


def test_an_officer_who_is_head_too_gets_one_letter(case: Case, head: User) -> None:
    readers = told(happening(case, Kind.DELAY_DUE, officer=head))
    assert [reader.audience for reader in readers] == [Audience.OFFICER]


def test_a_citizen_without_an_address_gets_no_letter(case: Case) -> None:
    case.email = ""
    assert not told(happening(case, Kind.ASKED))


def test_a_department_without_a_head_is_no_error(case: Case) -> None:
    Membership.objects.filter(role="head").update(role="officer")
    assert not told(happening(case, Kind.HANDED_BACK))


def test_each_reader_is_told_in_the_own_language(case: Case, head: User) -> None:
    case.language, head.language = "en", "th"
    head.save()
    event = happening(case, Kind.SUBMITTED, to_status="received")
    assert {reader.audience: reader.language for reader in told(event)} == {
        Audience.CITIZEN: "en",
        Audience.HEAD: "th",
    }
