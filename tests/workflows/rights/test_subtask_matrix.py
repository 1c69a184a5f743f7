"""The table state × verb × role of a subtask, and what a helper may do with the case. Refused cells
specify."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed
from viewflow.workflow.models import Task

from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.models import Case, Membership, Subtask, User
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from workflows import engine, rights
from workflows.consistency import disagreements
from workflows.forms.departments import SUBTASK_FORMS
from workflows.rights import subtask_rights
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution
from workflows.subtask_flow import SubtaskFlow

pytestmark = pytest.mark.django_db
# stranger heads the department that was asked; helper is its officer of the subtask, mate another one.
TABLE = """
                  asked in_work done refused cancelled

stranger  assign  done  done    409  409     409
stranger  finish  409   done    409  409     409
stranger  refuse  done  done    409  409     409
stranger  cancel  403   403     403  403     403

helper    assign  403   403     403  403     403
helper    finish  403   done    409  403     403
helper    refuse  403   403     403  403     403
helper    cancel  403   403     403  403     403

mate      assign  403   403     403  403     403
mate      finish  403   403     403  403     403
mate      refuse  403   403     403  403     403
mate      cancel  403   403     403  403     403

head      assign  403   403     403  403     403
head      finish  403   403     403  403     403
head      refuse  403   403     403  403     403
head      cancel  done  done    409  409     409

officer   assign  403   403     403  403     403
officer   finish  403   403     403  403     403
officer   refuse  403   403     403  403     403
officer   cancel  403   403     403  403     403

clerk     assign  403   403     403  403     403
clerk     finish  403   403     403  403     403
clerk     refuse  403   403     403  403     403
clerk     cancel  403   403     403  403     403
"""


def _cells() -> list[tuple[str, str, str, str]]:
    head, *rows = [line.split() for line in TABLE.splitlines() if line.strip()]
    return [
        (role, verb, state, outcome)
        for role, verb, *outcomes in rows
        for state, outcome in zip(head, outcomes, strict=True)
    ]


CELLS = _cells()


class Undo(Exception):
    """Rolls a tried step back."""


@pytest.fixture
def there(stranger):
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def helper(there):
    return OfficerFactory(username="helper", department=there)


@pytest.fixture
def mate(there, helper):
    return OfficerFactory(username="mate", department=there)


@pytest.fixture
def made(department, head, officer, stranger, there, helper, mate, clerk):
    """A subtask in the wished state."""

    def make(state: str) -> Subtask:
        request_type = RequestTypeFactory(code="road_damage", department=department)
        case = CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)
        due_on = WorkCalendar.load().shift(timezone.localdate(), 3)
        subtasks.ask_subtask(case, to=there, what="ตรวจน้ำ", due_on=due_on, by=head)
        subtask = Subtask.objects.get()
        if state in ("in_work", "done"):
            subtask = subtasks.assign_subtask(subtask, to=helper, by=stranger)
        ends = {
            "done": subtasks.finish_subtask,
            "refused": subtasks.refuse_subtask,
            "cancelled": subtasks.cancel_subtask,
        }
        if state in ends:
            subtask = ends[state](subtask, by=head, **{"result" if state == "done" else "reason": "เรียบร้อย"})  # type: ignore[operator]
        return Subtask.objects.select_related("case").get(pk=subtask.pk)

    return make


NODES = {"start", "assign", "work", "decide", "wait", "route", "end"}
DATA = {
    SubtaskVerb.FINISH: {"result": "เรียบร้อย"},
    SubtaskVerb.REFUSE: {"reason": "ไม่มีเครื่องมือ"},
    SubtaskVerb.CANCEL: {"reason": "ไม่ต้องแล้ว"},
}


def _tried(verb: SubtaskVerb, subtask: Subtask, person: User, mate: User) -> str:
    task = Task.objects.filter(process=subtask.process_id).latest("pk").pk
    data = {"to": mate} if verb == SubtaskVerb.ASSIGN else DATA[verb]
    try:
        with transaction.atomic():
            task = engine.open_task(subtask).pk if subtask.is_open else task
            execution.perform_subtask(verb, subtask, task=task, by=person, **data)
            assert not list(disagreements())
            raise Undo
    except Undo:
        return "done"
    except PermissionDenied:
        return "403"
    except (Refused, AlreadyDone, TransitionNotAllowed):
        return "409"


@pytest.mark.parametrize("state", ["asked", "in_work", "done", "refused", "cancelled"])
def test_each_column_of_the_table(state, made, request, mate):
    subtask = made(state)
    for role, verb, column, outcome in CELLS:
        if column == state:
            person = User.objects.get(username=request.getfixturevalue(role).username)
            assert (role, verb, _tried(SubtaskVerb(verb), subtask, person, mate)) == (role, verb, outcome)
            offered = verb in subtask_rights.offered(person, subtask, subtask.case)
            assert offered == (outcome == "done")


def test_every_act_is_in_the_table():
    """Those of the work plan alone stand in test_step_matrix."""
    assert {verb for _, verb, _, _ in CELLS} == set(SUBTASK_FORMS)


@pytest.mark.parametrize("role", ["stranger", "helper", "mate"])
def test_a_helper_reads_the_case_and_writes_notes_and_nothing_else(role, made, request):
    case = made("in_work").case
    person = User.objects.get(username=request.getfixturevalue(role).username)
    assert rights.offered(person, case) == [Verb.NOTE]
    assert Case.objects.visible_to(person).exists()


@pytest.mark.parametrize(
    ("role", "state", "usually", "hidden"),
    [
        ("helper", "in_work", True, False),
        ("helper", "done", False, False),
        ("stranger", "in_work", False, False),
        ("mate", "in_work", False, False),
    ],
)
def test_the_parts_officer_alone_sees_who_asks_and_only_while_it_is_open(
    role, state, usually, hidden, made, request
):
    case = made(state).case
    person = User.objects.get(username=request.getfixturevalue(role).username)
    assert rights.may_see_person(person, case) is usually
    assert Case.objects.filter(rights.person_seen_by(person)).exists() is usually
    Case.objects.update(hide_identity=True)
    assert rights.may_see_person(person, Case.objects.get()) is hidden
    assert Case.objects.filter(rights.person_seen_by(person)).exists() is hidden


def test_flow_module_and_node_names_are_frozen():
    """A rename needs a data migration: rows name them."""
    assert (SubtaskFlow.__module__, SubtaskFlow.__name__) == ("workflows.subtask_flow", "SubtaskFlow")
    assert {node.name for node in SubtaskFlow.instance.nodes()} == NODES


@pytest.mark.parametrize(
    "damage",
    [
        lambda subtask: Subtask.objects.update(process=None),
        lambda subtask: Task.objects.filter(process=subtask.process_id).update(status="DONE"),
        lambda subtask: Case.objects.update(
            status="rejected", ended_at=timezone.now(), result_details="x", officer=None
        ),
    ],
)
def test_a_part_that_disagrees_with_its_flow_is_found(made, damage):
    subtask = made("in_work")
    assert not list(disagreements())
    damage(subtask)
    assert any("The subtask" in line for line in disagreements())
