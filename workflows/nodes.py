"""The nodes of our flows: a task for a person, and the start of a process."""

from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.signals import flow_started, task_started
from viewflow.workflow.status import STATUS


class StaffTask(nodes.View):
    """A task without a view of viewflow's: our own pages and services run it. `workflows.rights` says who may
    do it; viewflow's own permissions stay empty, so that nothing can disagree."""

    def __init__(self) -> None:
        super().__init__(view=None)


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
