"""The flow of a subtask, beside that of the case: another department's head names an officer, who does it; or
whoever has the office decides; or the citizen or an outside party answers.

A process of its own for each subtask: the case's process keeps exactly one open task, and subtasks come and
go. The names of the flow, its nodes and this module are stored in rows: a rename needs a data migration.
"""

from typing import Any

from viewflow import this
from viewflow.workflow import Flow, nodes

from cases.models import DECIDERS, Doer, Subtask, User
from workflows.locks import ProcessLock
from workflows.models import SubtaskProcess
from workflows.nodes import Route, StaffTask


def officer(subtask: Subtask) -> User | None:
    """The officer of the subtask."""
    return subtask.officer


def next_node(subtask: Subtask) -> str:
    """The name of the node that stands open for the subtask; the end where it has ended."""
    if not subtask.is_open:
        return "end"
    if subtask.doer in DECIDERS:
        return "decide"
    if subtask.doer in (Doer.CITIZEN, Doer.OUTSIDE):
        return "wait"
    return "work" if subtask.state == Subtask.State.IN_WORK else "assign"


class SubtaskFlow(Flow):
    """Subtask

    The head of the department that was asked names an officer, who works until the subtask has ended. Others
    are decided at once by a head, a clerk or an executive, or wait for the citizen or an outside party.
    """

    process_class = SubtaskProcess
    lock_impl = ProcessLock()

    start = nodes.StartHandle(this.begin).Next(this.route)
    assign = StaffTask().Next(this.route)
    work = StaffTask(owner=officer).Next(this.route)
    decide = StaffTask().Next(this.route)
    wait = nodes.Handle().Next(this.route)
    route = Route(next_node, to=["decide", "wait", "work", "assign", "end"])
    end = nodes.End()

    def begin(self, activation: Any, *, subtask: Subtask) -> Any:
        """Bind the new process to its subtask."""
        activation.process.artifact = subtask
        return activation.process
