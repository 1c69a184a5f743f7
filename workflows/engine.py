"""Advancing the flow: the one place that moves its processes.

The flow follows the case: whatever verb moved it, and whoever called it, the open task is finished and the
flow routes on the status that the case has now. So the two cannot disagree (docs/decisions.md). The subtask
of another department is followed in the same way, in a process of its own.
"""

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.models import Case, Subtask, User
from workflows import flow_rows
from workflows.flows import CaseFlow
from workflows.subtask_flow import SubtaskFlow

UNFINISHED = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED)


def begin(case: Case) -> None:
    """Start a new process for a case that is new or open again."""
    flow_rows.start(CaseFlow, case)


def begin_subtask(subtask: Subtask) -> None:
    """Start the process of a subtask that has just been asked."""
    flow_rows.start(SubtaskFlow, subtask)


def open_task(subject: Case | Subtask) -> Task:
    """The task that stands open: the head's, the officer's, the approver's, the clerk's, or the wait for the
    citizen or the main case."""
    return Task.objects.get(process=subject.process_id, status__in=UNFINISHED)


def task_number(subject: Case | Subtask) -> int:
    """The number of the task that stands open; 0 where none does."""
    found = Task.objects.filter(process=subject.process_id, status__in=UNFINISHED)
    return int(found.values_list("pk", flat=True).first() or 0)


def has_open_task(subtask: Subtask) -> bool:
    """Whether a task stands open for the subtask."""
    return bool(Task.objects.filter(process=subtask.process_id, status__in=UNFINISHED).exists())


def is_open(subject: Case | Subtask, task: int) -> bool:
    """Whether the task with this id stands open for the case or the subtask."""
    tasks = Task.objects.filter(pk=task, process=subject.process_id, status__in=UNFINISHED)
    return bool(tasks.exists())


def mark_started(case: Case) -> None:
    """The officer has begun: the task says so too."""
    flow_rows.begin(case, by=None, states=(STATUS.ASSIGNED,))


def advance(subject: Case | Subtask, *, by: User | None) -> None:
    """Finish the open task, in the name of who did it, and let the flow route."""
    flow_rows.finish(CaseFlow if isinstance(subject, Case) else SubtaskFlow, subject, by=by)
