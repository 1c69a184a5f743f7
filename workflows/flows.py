"""The flow of a case: who is next. It routes on the case's status, and while work is in progress on whether
a proposed result waits for the head; it keeps no state of its own.

The names of the flow, its nodes and this module are stored in rows: a rename needs a data migration.
"""

from typing import Any

from viewflow import this
from viewflow.workflow import Flow, nodes

from cases.actions.duplicates import follows
from cases.actions.proposal_state import open_proposal
from cases.actions.transfer_state import is_at_desk
from cases.models import Case, Status, User
from workflows.locks import ProcessLock
from workflows.models import CaseProcess
from workflows.nodes import CaseStart, StaffTask


def case_of(activation: Any) -> Case:
    """The case of a task; the object that the verb has just saved, where there is one."""
    case: Case = activation.process.artifact
    return case


def officer(activation: Any) -> User | None:
    """The officer in charge."""
    return case_of(activation).officer


def in_work(activation: Any) -> bool:
    """Whether an officer is in charge and not waiting for the citizen."""
    case = case_of(activation)
    return case.status in (Status.ASSIGNED, Status.IN_PROGRESS) and case.officer_id is not None


def on_desk(activation: Any) -> bool:
    """Whether the clerk decides which department takes it."""
    return is_at_desk(case_of(activation))


def awaits_approval(activation: Any) -> bool:
    """Whether the officer has proposed a result that the head has not decided about."""
    return open_proposal(case_of(activation)) is not None


class CaseFlow(Flow):
    """Case

    The head assigns, the officer works, the citizen answers, the head approves where the kind asks for it,
    until the case has ended; the clerk decides on a third transfer. A duplicate waits for its main case.
    """

    process_class = CaseProcess
    # The default is no lock: two officers would both succeed and two letters go out.
    lock_impl = ProcessLock()

    start = CaseStart(this.begin).Next(this.route)
    assign = StaffTask().Next(this.route)
    decide = StaffTask().Next(this.route)
    work = StaffTask().Assign(officer).Next(this.route)
    approve = StaffTask().Next(this.route)
    wait = nodes.Handle().Next(this.route)
    follow = nodes.Handle().Next(this.route)
    route = (
        nodes.Switch()
        .Case(this.wait, lambda activation: case_of(activation).status == Status.WAITING)
        .Case(this.follow, lambda activation: follows(case_of(activation)))
        .Case(this.approve, awaits_approval)
        .Case(this.work, in_work)
        .Case(this.decide, on_desk)
        .Case(this.assign, lambda activation: case_of(activation).is_open)
        .Default(this.end)
    )
    end = nodes.End()

    def begin(self, activation: Any, *, case: Case) -> Any:
        """Bind the new process to its case."""
        activation.process.artifact = case
        return activation.process
