"""The table state × verb × role: who may do what, and when. The refused cells are the specification."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from cases import actions
from cases.access import absences
from cases.actions import transfers
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.lib.request_cache import one_request
from cases.models import Case, Department, Status, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    ExternalAgencyFactory,
    OfficerFactory,
    OutsidePersonFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from tests.workflows.rights.table_of_proposals import APPROVAL
from tests.workflows.rights.table_of_states import STAFF
from workflows import engine, rights
from workflows.consistency import disagreements
from workflows.rights.catalogue import Verb
from workflows.steps import execution, notes

pytestmark = pytest.mark.django_db

OTHERS = """
                         received assigned with_head in_progress waiting resolved closed rejected withdrawn

citizen        answer      409      409      409        409        done     409     409     409      409
citizen        withdraw    done     done     done       done       done     409     409     409      409
citizen        reopen      409      409      409        409        409      done    409     409      409
system         close       409      409      409        409        409      done    409     409      409
"""


def a_working_day() -> datetime.date:
    return WorkCalendar.load().shift(timezone.localdate(), 3)


def _read(table: str) -> dict[tuple[str, str], dict[str, str]]:
    """(role, state) to verb to outcome."""
    head, *rows = [line.split() for line in table.splitlines() if line.strip()]
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for role, verb, *outcomes in rows:
        for state, outcome in zip(head, outcomes, strict=True):
            cells.setdefault((role, state), {})[verb] = outcome
    return cells


STAFF_CELLS, OTHER_CELLS = _read(STAFF) | _read(APPROVAL), _read(OTHERS)


class Undo(Exception):
    """Rolls a tried verb back."""


@pytest.fixture
def people(request, head, officer, colleague):
    """A person of the table by name."""
    return request.getfixturevalue


@pytest.fixture
def substitute(department, officer):
    """Another officer of the department, who stands in for the one in charge."""
    person, today = OfficerFactory(username="substitute", department=department), timezone.localdate()
    absences.enter(officer, substitute=person, since=today, until=today, by=officer)
    return person


@pytest.fixture
def made(department, head, officer):
    """A case of the department in the wished state."""

    def make(state: str) -> Case:
        request_type = RequestTypeFactory(code="road_damage", department=department)
        request_type.needs_approval = state in PROPOSING
        request_type.save()
        wish = {"assigned" if state in LATER else PROPOSING.get(state, state): True}
        case = CaseFactory(request_type=request_type, head=head, officer=officer, **wish)
        if state in LATER:
            LATER[state](case, head)
        return Case.objects.get(pk=case.pk)

    return make


def _to_and_fro(case: Case, head: User, *, times: int) -> Case:
    """Sent to another department so many times, and sent back."""
    for _ in range(times):
        case = actions.transfer(case, to=DepartmentFactory(code="EDU"), by=head, reason="ไม่ใช่ของเรา")
        case = transfers.send_back(case, by=head, reason="ไม่ใช่ของเรา")
    return case


def _handed_over(case: Case, head: User) -> None:
    """From another department, which had it by the clerk's decision."""
    there = DepartmentFactory(code="EDU")
    actions.transfer(case, to=there, by=head, reason="ไม่ใช่ของเรา")
    transfers.accept(case, by=head)
    actions.transfer(case, to=head.memberships.get().department, by=head, reason="เป็นของท่าน")


def _at_desk(case: Case, head: User) -> None:
    case = _to_and_fro(case, head, times=2)
    actions.transfer(case, to=DepartmentFactory(code="EDU"), by=head, reason="ไม่ใช่ของเรา")


# Where the head approves results.
PROPOSING = {"to_propose": "in_progress", "proposed": "proposed"}
LATER = {
    "with_head": lambda case, head: actions.hand_back(case, by=case.officer, reason="ต้องใช้รถกระเช้า"),  # type: ignore[arg-type]
    "handed_over": _handed_over,
    "at_desk": _at_desk,
}


@pytest.mark.parametrize("state", sorted({state for _role, state in STAFF_CELLS}))
def test_each_cell_of_the_table(state, people, made, colleague):
    """The same case for all roles; whoever comes into the table later was not there for those before."""
    case, other = made(state), DepartmentFactory(code="PHE")
    main = CaseFactory(request_type=case.request_type)
    for role in [role for role, one in STAFF_CELLS if one == state]:
        person = User.objects.get(username=people(role).username)
        outcomes = {
            str(verb): _tried(verb, case, person, _data(verb, case, colleague, other, main)) for verb in Verb
        }
        assert (role, outcomes) == (role, STAFF_CELLS[role, state])
        with one_request():
            offered = [str(verb) for verb in rights.offered(person, case)]
        assert offered == [verb for verb, outcome in outcomes.items() if outcome == "done"]


@pytest.mark.parametrize(("role", "state"), OTHER_CELLS)
def test_each_cell_of_the_citizen_and_of_the_clock(role, state, made):
    case, now = made(state), timezone.now()
    verbs = {
        "answer": lambda: actions.answer(case, text="หน้าบ้านเลขที่ 9"),
        "withdraw": lambda: actions.withdraw(case),
        "reopen": lambda: actions.reopen(case, reason="ยังเป็นหลุมอยู่"),
        "close": lambda: actions.close(case, now=now + datetime.timedelta(days=15)),
    }
    expected = OTHER_CELLS[role, state]
    assert {verb: _outcome(verbs[verb]) for verb in expected} == expected


def _data(verb: Verb, case: Case, colleague: User, other: Department, main: Case) -> dict[str, Any]:
    """What the form of the verb gives; made for this verb alone."""
    typed: dict[Verb, Callable[[], dict[str, Any]]] = {
        Verb.ASSIGN: lambda: {"to": colleague},
        Verb.ASK: lambda: {"question": "ที่ไหน"},
        Verb.TRANSFER: lambda: {"to": other, "reason": "อยู่ในความรับผิดชอบของท่าน"},
        Verb.HAND_BACK: lambda: {"reason": "ต้องใช้รถกระเช้า"},
        Verb.RESOLVE: lambda: {"result": ResultCodeFactory(), "details": "เรียบร้อย"},
        Verb.PROPOSE: lambda: {"result": ResultCodeFactory(), "details": "เรียบร้อย"},
        Verb.RETURN_RESULT: lambda: {"reason": "ขอภาพถ่าย"},
        Verb.REJECT: lambda: {"reason": "ไม่ใช่ถนนของเทศบาล", "agency": ExternalAgencyFactory()},
        Verb.NOTE: lambda: {"text": "โทรแล้ว"},
        Verb.EXTEND: lambda: {"to": WorkCalendar.load().shift(case.due_on, 1), "reason": "รออะไหล่"},
        Verb.EXPLAIN: lambda: {"text": "รอผลการตรวจแบบ"},
        Verb.MARK_DUPLICATE: lambda: {"of": main},
        Verb.SEND_BACK: lambda: {"reason": "ไม่ใช่ของเรา"},
        Verb.PLACE: lambda: {"to": other, "reason": "ตามคำสั่งแบ่งงาน"},
        Verb.ASK_OUTSIDE: lambda: {
            "to": OutsidePersonFactory().party,
            "what": "ดับไฟ",
            "due_on": a_working_day(),
        },
        Verb.CORRECT_TYPE: lambda: {
            "to": RequestTypeFactory(department=case.department),
            "reason": "เป็นเรื่องไฟ",
        },
        Verb.CORRECT_DETAILS: lambda: {
            "urgency": "urgent",
            "place": "หน้าวัด",
            "latitude": None,
            "longitude": None,
            "reason": "โทรถามแล้ว",
        },
        Verb.CORRECT_PERSON: lambda: {"changes": {"last_name": "ใจงาม"}, "checked": "โทรกลับ"},
        Verb.CORRECT_TIME: lambda: {"reason": "อยู่ที่กองอื่นก่อน"},
        Verb.TAKE_UP: lambda: {"reason": "ปิดเร็วไป"},
        Verb.GRANT_REOPENING: lambda: {"reason": "ยังเป็นหลุม"},
        Verb.REFUSE_REOPENING: lambda: {"reason": "ซ่อมแล้ว", "agency": None},
        Verb.HOLD: lambda: {"reason": "มีคดี"},
        Verb.LIFT_HOLD: lambda: {"reason": "คดีจบ"},
        Verb.ASK_SUBTASK: lambda: {"to": other, "what": "ตรวจน้ำ", "due_on": a_working_day()},
    }
    return typed[verb]() if verb in typed else {}


def _tried(verb: Verb, case: Case, person: User, data: dict[str, Any]) -> str:
    if verb == Verb.NOTE:
        return _outcome(lambda: notes.write(case, by=person, after=_last(case), **data))
    task = engine.open_task(execution.task_holder(verb, case)).pk if case.is_open else 0
    return _outcome(lambda: execution.perform(verb, case, task=task, by=person, **data))


def _last(case: Case) -> int:
    return case.events.latest("pk").pk


def _outcome(step) -> str:
    """What becomes of a step; whatever it did is undone, after flow and case were seen to agree."""
    try:
        with one_request(), transaction.atomic():
            step()
            assert not list(disagreements())
            raise Undo
    except Undo:
        return "done"
    except PermissionDenied:
        return "403"
    except (Refused, TransitionNotAllowed):
        return "409"


@pytest.mark.parametrize("role", ["head", "officer", "substitute", "colleague", "clerk", "executive"])
def test_whoever_has_a_part_in_it_sees_the_case(role, people, made):
    made("received")
    assert Case.objects.visible_to(people(role)).exists()


@pytest.mark.parametrize("role", ["stranger", "administrator"])
def test_whoever_has_no_part_in_it_does_not_see_the_case(role, people, made):
    made("in_progress")
    assert not Case.objects.visible_to(people(role)).exists()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("head", True),
        ("officer", True),
        ("substitute", False),
        ("colleague", False),
        ("clerk", False),
        ("executive", False),
    ],
)
def test_a_restricted_case_is_for_its_head_and_its_officer(role, sees, people, department, head, officer):
    request_type = RequestTypeFactory(code="corruption", department=department, restricted=True)
    case = CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)
    assert Case.objects.visible_to(people(role)).exists() is sees
    assert bool(rights.roles(people(role), case)) is sees


@pytest.mark.parametrize(
    ("role", "usually", "hidden"),
    [
        ("head", True, True),
        ("officer", True, False),
        ("substitute", True, False),
        ("clerk", True, True),
        ("colleague", False, False),
        ("executive", False, False),
    ],
)
def test_who_needs_the_citizens_name(role, usually, hidden, people, made):
    case = made("in_progress")
    assert rights.may_see_person(people(role), case) is usually
    case.hide_identity = True
    assert rights.may_see_person(people(role), case) is hidden


def test_every_state_and_every_verb_is_in_the_table():
    assert {state for _, state in STAFF_CELLS} == {*Status.values, *LATER, *PROPOSING}
    assert all(set(verbs) == set(Verb) for verbs in STAFF_CELLS.values())
