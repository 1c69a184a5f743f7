"""The nodes of our flows: a task for a person, and the choice of what is next."""

from collections.abc import Callable
from functools import partial
from typing import Any

from viewflow import this
from viewflow.workflow import nodes

from cases.models import User


def nobody(subject: Any) -> User | None:
    """Return None: the task is whoever's does it."""
    return None


class StaffTask(nodes.View):
    """A task without a view of viewflow's: our own pages and services run it, and `owner` says of its subject
    whose it is. `workflows.rights` says who may do it; viewflow's own permissions stay empty, so that nothing
    can disagree."""

    def __init__(self, *, owner: Callable[[Any], User | None] = nobody) -> None:
        super().__init__(view=None)
        self.owner = owner
        self.Assign(lambda activation: owner(activation.process.artifact))


class Route(nodes.Switch):
    """Goes to the node whose name `question` gives for the subject of the process: one of `to`."""

    def __init__(self, question: Callable[[Any], str], *, to: list[str]) -> None:
        super().__init__()
        self.question = question
        for name in to:
            self.Case(getattr(this, name), partial(self._leads_to, name))

    def _leads_to(self, name: str, activation: Any) -> bool:
        return self.question(activation.process.artifact) == name
