"""The flow of a case: who is next. It routes on the case's status; it keeps no state of its own. What is
approved meanwhile has processes of its own (`workflows.subtask_flow`).

The names of the flow, its nodes and this module are stored in rows: a rename needs a data migration.
"""

from collections.abc import Callable
from typing import Any

from viewflow import this
from viewflow.workflow import Flow, nodes

from cases.actions.duplicates import has_main_case
from cases.actions.transfer_state import is_at_desk
from cases.models import Case, Status, User
from workflows.locks import ProcessLock
from workflows.models import CaseProcess
from workflows.nodes import Route, StaffTask


def officer(case: Case) -> User | None:
    """The officer in charge."""
    return case.officer


def next_node(
    case: Case,
    *,
    joined: Callable[[Case], bool] = has_main_case,
    at_desk: Callable[[Case], bool] = is_at_desk,
) -> str:
    """The name of the node that stands open for the case; the end where it has ended. What the status does
    not say is asked only where it matters: whether the case waits for its main case, or for the clerk."""
    if not case.is_open:
        return "end"
    if case.status == Status.WAITING:
        return "wait"
    if joined(case):
        return "follow"
    if case.officer_id is not None:
        return "work"
    return "decide" if at_desk(case) else "assign"


class CaseFlow(Flow):
    """Case

    The head assigns, the officer works, the citizen answers, until the case has ended; the clerk decides on a
    third transfer. A duplicate waits for its main case.
    """

    process_class = CaseProcess
    # The default is no lock: two officers would both succeed and two letters go out.
    lock_impl = ProcessLock()

    start = nodes.StartHandle(this.begin).Next(this.route)
    assign = StaffTask().Next(this.route)
    decide = StaffTask().Next(this.route)
    work = StaffTask(owner=officer).Next(this.route)
    wait = nodes.Handle().Next(this.route)
    follow = nodes.Handle().Next(this.route)
    route = Route(next_node, to=["wait", "follow", "work", "decide", "assign", "end"])
    end = nodes.End()

    def begin(self, activation: Any, *, case: Case) -> Any:
        """Bind the new process to its case."""
        activation.process.artifact = case
        return activation.process
