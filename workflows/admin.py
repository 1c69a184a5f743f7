"""viewflow's processes and tasks in the set-up pages: to be looked at, never touched."""

from typing import Any

# Their registrations have to come before ours, whatever the order of the applications.
from allauth.account import admin as account_admin
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpRequest
from viewflow.workflow import admin as viewflow_admin
from viewflow.workflow.models import Process, Task


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that the flow alone writes."""

    list_select_related = True
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: the flow starts processes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the flow moves tasks."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: they are history."""
        return False


class ProcessAdmin(ReadOnlyAdmin):
    """One run of the flow."""

    list_display = ["id", "flow_class", "status", "created", "finished"]
    list_filter = ["status"]
    fields = ["flow_class", "status", "artifact_object_id", "created", "finished"]


class TaskAdmin(ReadOnlyAdmin):
    """One step of a run."""

    list_display = ["id", "process_id", "flow_task", "status", "owner", "created", "finished"]
    list_filter = ["status", "flow_task_type"]
    fields = [
        "process",
        "flow_task",
        "flow_task_type",
        "status",
        "owner",
        "created",
        "finished",
    ]


for model, admin_class in ((Process, ProcessAdmin), (Task, TaskAdmin)):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
    admin.site.register(model, admin_class)

# A secret is no row for a set-up page, and of allauth's addresses there are none.
for model in (Authenticator, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

__all__ = ["ProcessAdmin", "TaskAdmin", "account_admin", "mfa_admin", "viewflow_admin"]
