"""The nodes of our flows: a task for a person, the start of a process, and the choice of what is next."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.signals import flow_started, task_started
from viewflow.workflow.status import STATUS


class StaffTask(nodes.View):
    """A task without a view of viewflow's: our own pages and services run it. `workflows.rights` says who may
    do it; viewflow's own permissions stay empty, so that nothing can disagree."""

    def __init__(self) -> None:
        super().__init__(view=None)


class CaseStartActivation(nodes.StartHandle.activation_class):
    """The start of a process inside the verb's transaction: a row that nobody sees yet needs no lock."""

    @Activation.status.transition(source=STATUS.NEW)
    def execute(self) -> None:
        """Store the process and its first task, and go on to the next node."""
        task_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.process.save()
        self.complete()
        flow_started.send(sender=self.flow_class, process=self.process, task=self.task)
        self.activate_next()


class CaseStart(nodes.StartHandle):
    """Starts the process of a case that has just been stored, or opened again."""

    activation_class = CaseStartActivation


class RouteActivation(nodes.Switch.activation_class):
    """Asks once, where a switch would ask each of its branches."""

    @Activation.status.super()
    def activate(self) -> None:
        """Find the next node; the question names it."""
        with self.exception_guard(), transaction.atomic(savepoint=True):
            name = self.flow_task.question(self.process.artifact)
            self.next_task = next(node for node, _condition in self.flow_task._branches if node.name == name)


class Route(nodes.Switch):
    """Goes to the node whose name `question` gives for the subject of the process: one of `to`."""

    activation_class = RouteActivation

    def __init__(self, question: Callable[[Any], str], *, to: list[str]) -> None:
        super().__init__()
        self.question = question
        for name in to:
            self.Case(getattr(this, name))
