"""A desk: a browser in which a member of staff is logged in, reading English."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from viewflow.workflow.models import Task

from cases.models import Case, User
from notifications.pages import backlog, bell
from workflows.engine import UNFINISHED
from workflows.rights.catalogue import Verb
from workflows.steps import execution

Seat = Callable[[User], "Desk"]


class Desk(Client):
    """Opens pages by their names; a step carries the task that stands open, as the page's form does."""

    def page(self, name: str, *args: Any, **query: Any) -> Any:
        """GET a page of the staff's."""
        return self.get(address(name, *args), query)

    def do(self, case: Case, verb: str, *, task: Any = None, **typed: Any) -> Any:
        """Send the form of a step."""
        task = open_task(case, verb) if task is None else task
        return self.post(address("step", case.number, verb), {"task": task, **typed})


def address(name: str, *args: Any) -> str:
    """The English address of a staff page."""
    with override("en"):
        return reverse(f"staff:{name}", args=args)


def open_task(case: Case, verb: str = Verb.NOTE) -> int | str:
    """The id that the page's form of a step carries."""
    fresh = Case.objects.get(pk=case.pk)
    holder = execution.task_holder(Verb(verb), fresh) if verb in list(Verb) else fresh
    found = Task.objects.filter(process=holder.process_id, status__in=UNFINISHED).first()
    return found.pk if found else ""


def text(response: Any) -> str:
    """What the page says."""
    return str(response.content.decode())


@pytest.fixture
def desk() -> Seat:
    """Seat somebody at a desk."""

    def seat(user: User) -> Desk:
        # What a process remembers for some seconds is no statement of the page that is measured.
        backlog.late_since()
        bell.count(user)
        client = Desk()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return seat
