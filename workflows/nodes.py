"""A task for a person, with the rights of a department instead of viewflow's."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.signals import flow_started, task_started
from viewflow.workflow.status import STATUS

from cases.models import User


def head_of(department_id: int) -> str:
    """The permission string that a task stores: heads of this department hold it (see backends)."""
    return f"workflows.head_of_{department_id}"


class StaffTask(nodes.View):
    """A task without a view of viewflow's: our own pages and services run it."""

    def __init__(self) -> None:
        super().__init__(view=None)

    def can_execute(self, user: User | AnonymousUser, task: Any) -> bool:
        """Its owner, or a head of the department; a task without a permission is nobody's."""
        if not user.is_authenticated or not task.owner_permission:
            return False
        return task.owner_id == user.pk or user.has_perm(task.owner_permission)

    def can_assign(self, user: User | AnonymousUser, task: Any) -> bool:
        """The same people: nobody takes a task that they could not do."""
        return self.can_execute(user, task)


class Birth(nodes.StartHandle.activation_class):
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

    activation_class = Birth
