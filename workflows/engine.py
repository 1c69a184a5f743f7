"""Advancing the flow: the one place that touches viewflow's activations.

The flow follows the case: whatever verb moved it, and whoever called it, the open task is finished and the
flow routes on the status that the case has now. So the two cannot disagree (docs/decisions.md). The subtask
of another department is followed in the same way, in a process of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.models import Case, Subtask, User
from workflows.flows import CaseFlow
from workflows.subtask_flow import SubtaskFlow

UNFINISHED = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)


def begin(case: Case) -> None:
    """Start a new process for a case that is new or open again."""
    case.process = CaseFlow.start.run(case=case)
    case.save(update_fields=["process"])


def begin_subtask(subtask: Subtask) -> None:
    """Start the process of a subtask that has just been asked."""
    subtask.process = SubtaskFlow.start.run(subtask=subtask)
    subtask.save(update_fields=["process"])


def open_task(subject: Case | Subtask) -> Task:
    """The task that stands open: the head's, the officer's, the approval, the clerk's, or the wait for the
    citizen or the main case."""
    return Task.objects.get(process=subject.process_id, status__in=UNFINISHED)


def is_open(subject: Case | Subtask, task: int) -> bool:
    """Whether the task with this id stands open for the case or the subtask."""
    tasks = Task.objects.filter(pk=task, process=subject.process_id, status__in=UNFINISHED)
    return bool(tasks.exists())


def mark_started(case: Case) -> None:
    """The officer has begun: the task says so too."""
    with _activation(case) as activation:
        activation.start(None)
        activation.task.save()


def take(case: Case, *, by: User | None) -> None:
    """Somebody does the open task that was nobody's own yet; the case has not moved."""
    with _activation(case) as activation:
        _take(activation, by)
        activation.task.save()


def advance(subject: Case | Subtask, *, by: User | None) -> None:
    """Finish the open task, in the name of who did it, and let the flow route."""
    with _activation(subject) as activation:
        if activation.flow_task in (CaseFlow.wait, CaseFlow.follow):
            activation.run(None)
        else:
            _take(activation, by)
        activation.execute()


def _take(activation: Any, by: User | None) -> None:
    if activation.task.status == STATUS.NEW:
        activation.assign(by)
    if activation.task.status == STATUS.ASSIGNED:
        activation.start(None)


@contextmanager
def _activation(subject: Case | Subtask) -> Iterator[Any]:
    task = open_task(subject)
    with task.flow_task.flow_class.lock(subject.process_id):
        activation = task.flow_task.activation_class(task)
        activation.process.artifact = subject
        yield activation
