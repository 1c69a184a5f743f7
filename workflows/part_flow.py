"""The flow of a part: another department's head names an officer, who does it, beside the flow of the case.

A process of its own for each part: the case's process keeps exactly one open task, and parts come and go.
The names of the flow, its nodes and this module are stored in rows: a rename needs a data migration.
"""

from typing import Any

from viewflow import this
from viewflow.workflow import Flow, nodes

from cases.models import Part, User
from workflows.locks import ProcessLock
from workflows.models import PartProcess
from workflows.nodes import CaseStart, Route, StaffTask


def part_of(activation: Any) -> Part:
    """The part of a task; the object that the verb has just saved, where there is one."""
    part: Part = activation.process.artifact
    return part


def officer(activation: Any) -> User | None:
    """The officer of the part."""
    return part_of(activation).officer


def next_node(part: Part) -> str:
    """The name of the node that stands open for the part; the end where it has ended."""
    if not part.is_open:
        return "end"
    return "work" if part.state == Part.State.IN_WORK else "assign"


class PartFlow(Flow):
    """Part

    The head of the department that was asked names an officer, who works until the part has ended.
    """

    process_class = PartProcess
    lock_impl = ProcessLock()

    start = CaseStart(this.begin).Next(this.route)
    assign = StaffTask().Next(this.route)
    work = StaffTask().Assign(officer).Next(this.route)
    route = Route(next_node, to=["work", "assign", "end"])
    end = nodes.End()

    def begin(self, activation: Any, *, part: Part) -> Any:
        """Bind the new process to its part."""
        activation.process.artifact = part
        return activation.process
