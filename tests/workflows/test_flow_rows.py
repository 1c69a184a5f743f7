"""Each move of a flow stores what viewflow stores, in one statement: the same story is told twice, by our
statements and by viewflow's own activations, and the rows are compared column by column."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from cases import actions
from cases.actions import approval, duplicates, subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Department, Membership, Subtask, User
from tests.factories import CaseFactory, DepartmentFactory, HeadFactory, OfficerFactory, RequestTypeFactory
from workflows import engine, flow_rows
from workflows.consistency import disagreements
from workflows.flows import CaseFlow
from workflows.nodes import StaffTask

pytestmark = pytest.mark.django_db
Told = list[tuple[Any, ...]]
TIMES = ("created", "assigned", "started", "finished")
# Their values are other ones each time.
KEYS = ("id", "process_id", "artifact_object_id")


class Viewflow:
    """The moves as viewflow makes them itself."""

    @staticmethod
    def start(flow: Any, subject: Case | Subtask) -> None:
        process = flow.start.run(**{"subtask" if isinstance(subject, Subtask) else "case": subject})
        type(subject).objects.filter(pk=subject.pk).update(process=process)
        subject.process_id = process.pk

    @staticmethod
    def finish(flow: Any, subject: Case | Subtask, *, by: User | None) -> None:
        activation = _activation(subject)
        if isinstance(activation.flow_task, StaffTask):
            _begun(activation, by)
        else:
            activation.run(None)
        activation.execute()

    @staticmethod
    def begin(subject: Case | Subtask, *, by: User | None, states: tuple[STATUS, ...]) -> None:
        activation = _activation(subject)
        assert activation.task.status in states
        _begun(activation, by)
        activation.task.save()


def _activation(subject: Case | Subtask) -> Any:
    task = engine.open_task(subject)
    activation = task.flow_task.activation_class(task)
    activation.process.artifact = subject
    return activation


def _begun(activation: Any, by: User | None) -> None:
    if activation.task.status == STATUS.NEW:
        activation.assign(by)
    if activation.task.status == STATUS.ASSIGNED:
        activation.start(None)


class Town:
    """Who takes part in a story: two departments with their people."""

    def __init__(self, department: Department, head: User, officer: User) -> None:
        self.department, self.head, self.officer = department, head, officer
        self.other = DepartmentFactory(code="PHE")
        self.other_head, self.helper = (
            HeadFactory(department=self.other),
            OfficerFactory(department=self.other),
        )
        self.third = DepartmentFactory(code="CLK")
        for department in (self.other, self.third):
            Membership.objects.create(user=head, department=department, role=Membership.Role.HEAD)

    def case(self, **state: Any) -> Case:
        """A case of the first department in this state."""
        kind = RequestTypeFactory(department=self.department)
        made: Case = CaseFactory(request_type=kind, head=self.head, officer=self.officer, **state)
        return made


@pytest.fixture
def town(department: Department, head: User, officer: User) -> Town:
    """The town of a story."""
    return Town(department, head, officer)


def _filed(town: Town) -> None:
    town.case()


def _walked(town: Town) -> None:
    for state in ("closed", "rejected", "withdrawn", "waiting", "proposed"):
        town.case(**{state: True})


def _answered(town: Town) -> None:
    case = actions.answer(town.case(waiting=True), text="หน้าบ้าน")
    actions.hand_back(case, by=town.officer, reason="-")


def _approved(town: Town) -> None:
    approval.approve(town.case(proposed=True), by=town.head)


def _returned(town: Town) -> None:
    approval.return_result(town.case(proposed=True), by=town.head, reason="-")
    approval.take_back(town.case(proposed=True), by=town.officer)


def _reopened(town: Town) -> None:
    actions.reopen(town.case(resolved=True), reason="-")


def _sent_on(town: Town) -> None:
    case = town.case(assigned=True)
    for to in (town.other, town.third, town.other):
        case = actions.transfer(case, to=to, by=town.head, reason="-")


def _joined(town: Town) -> None:
    main, twin = town.case(in_progress=True), town.case()
    other = duplicates.mark_duplicate(town.case(assigned=True), of=main, by=town.head)
    duplicates.mark_duplicate(twin, of=main, by=town.head)
    duplicates.unmark_duplicate(other, by=town.head)
    actions.withdraw(main)


def _helped(town: Town) -> None:
    case = town.case(in_progress=True)
    for what in ("a", "b", "c"):
        due = WorkCalendar.load().shift(timezone.localdate(), 1)
        subtasks.ask_subtask(case, to=town.other, what=what, due_on=due, by=town.head)
    done, refused, _cancelled = case.subtasks.order_by("pk")
    done = subtasks.assign_subtask(done, to=town.helper, by=town.other_head)
    subtasks.finish_subtask(done, by=town.helper, result="-")
    subtasks.refuse_subtask(refused, by=town.other_head, reason="-")
    actions.withdraw(case)


STORIES: list[Callable[[Town], None]] = [
    _filed,
    _walked,
    _answered,
    _approved,
    _returned,
    _reopened,
    _sent_on,
    _joined,
    _helped,
]


@pytest.mark.parametrize("story", STORIES)
def test_a_story_leaves_the_rows_that_viewflow_leaves(
    story: Callable[[Town], None], town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    story(town)
    ours = _told()
    assert ours
    last = max(Process.objects.values_list("pk", flat=True))
    for name in ("start", "finish", "begin"):
        monkeypatch.setattr(flow_rows, name, getattr(Viewflow, name))
    story(town)
    assert _told(after=last) == ours
    assert not list(disagreements())


def _told(*, after: int = 0) -> Told:
    """Every row with all that two tellings have in common, in the order in which they were stored."""
    processes = list(Process.objects.filter(pk__gt=after).order_by("pk"))
    tasks = list(Task.objects.filter(process__pk__gt=after).order_by("pk"))
    place = {task.pk: number for number, task in enumerate(tasks)}
    owns = {process.pk: number for number, process in enumerate(processes)}
    told: Told = [_row(process, ()) for process in processes]
    for task in tasks:
        links = tuple(sorted(place[one.pk] for one in task.previous.all()))
        told.append((owns[task.process_id], *_row(task, links)))
    assert sorted(tasks, key=lambda task: task.created) == tasks
    return told


def _row(row: Process | Task, links: tuple[int, ...]) -> tuple[Any, ...]:
    columns = [field.attname for field in row._meta.concrete_fields if field.attname not in KEYS]
    values = {name: getattr(row, name) for name in columns}
    return (
        *((name, str(value)) for name, value in values.items() if name not in TIMES),
        tuple(name for name in TIMES if values.get(name)),
        links,
    )


def test_a_process_and_its_subject_point_to_each_other(town: Town) -> None:
    case = town.case()
    process = Process.objects.get(pk=case.process_id)
    assert (process.artifact, process.flow_class) == (case, CaseFlow)


def test_a_move_is_one_statement(town: Town) -> None:
    case = actions.locked(town.case(assigned=True))
    assert _statements(lambda: engine.mark_started(case)) == 1
    assert _statements(lambda: engine.advance(case, by=town.officer)) == 1
    case.process_id = None
    assert _statements(lambda: engine.begin(case)) == 1


def _statements(move: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        move()
    return len(queries)


@pytest.mark.parametrize("move", [engine.mark_started, lambda case: engine.advance(case, by=None)])
def test_nothing_moves_where_no_task_stands_open(move: Callable[[Case], None], town: Town) -> None:
    case = town.case(resolved=True)
    with pytest.raises(Task.DoesNotExist):
        move(case)


def test_nobody_begins_a_task_that_is_nobodys(town: Town) -> None:
    with pytest.raises(Task.DoesNotExist):
        engine.mark_started(town.case())


def test_two_open_tasks_are_an_error(town: Town) -> None:
    case = town.case()
    task = engine.open_task(case)
    task.pk = None
    task.save(force_insert=True)
    with pytest.raises(Task.MultipleObjectsReturned):
        engine.advance(case, by=town.head)
