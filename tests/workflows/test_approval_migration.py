"""Results that wait for approval when an installation is upgraded: each gets its subtask, and back again."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from viewflow.workflow.models import Task

from cases.actions import approval, proposal_state
from cases.models import Case, Department, RolePermission, Status, User
from tests.factories import CaseFactory, RequestTypeFactory
from workflows.consistency import disagreements
from workflows.engine import UNFINISHED

pytestmark = pytest.mark.django_db
migration: Any = import_module("workflows.migrations.0005_approvals_are_subtasks")
EDITOR = SimpleNamespace(connection=connection)


def open_tasks(process: int | None) -> list[tuple[str, str, int | None]]:
    tasks = Task.objects.filter(process=process, status__in=UNFINISHED)
    return [(one.flow_task.name, one.status, one.owner_id) for one in tasks]


def test_there_and_back(department: Department, head: User, officer: User) -> None:
    """An open proposal waits for the head in either world; what is decided stays as it is."""
    kind = RequestTypeFactory(department=department)
    decided, waiting = (
        CaseFactory(request_type=kind, head=head, officer=officer, proposed=True) for _ in "ab"
    )
    approval.approve(decided, by=head)
    permission = Permission.objects.create(
        content_type=ContentType.objects.get_for_model(Case), codename="approve_case", name="x"
    )
    RolePermission.objects.create(role="head", permission=permission)

    migration.backwards(apps, EDITOR)
    assert open_tasks(waiting.process_id) == [("approve", "NEW", None)]
    assert not waiting.subtasks.open().exists()
    assert decided.subtasks.get().result
    assert waiting.proposals.get().state == "open"
    # What was never a subtask before the upgrade names none.
    waiting.subtasks.update(proposal=None)

    migration.forwards(apps, EDITOR)
    assert open_tasks(waiting.process_id) == [("work", "ASSIGNED", officer.pk)]
    row = proposal_state.open_approval(Case.objects.get(pk=waiting.pk))
    assert row is not None
    assert (row.doer, row.department, row.asked_by) == ("head", department, officer)
    assert open_tasks(row.process_id) == [("decide", "NEW", None)]
    assert not Permission.objects.filter(codename="approve_case").exists()
    assert not list(disagreements())
    case = approval.approve(Case.objects.get(pk=waiting.pk), by=head)
    assert case.status == Status.RESOLVED
    assert not list(disagreements())
