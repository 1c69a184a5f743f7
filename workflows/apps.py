"""The workflow: follows every case by the signal `recorded`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """Connects the flow and the search to the case's news."""

    name = "workflows"
    verbose_name = _("Workflow")

    def ready(self) -> None:
        """Connect the receivers, and say who may know a citizen."""
        from cases.audit import citizen_privacy  # noqa: PLC0415  (models are ready only now)
        from workflows import receivers, rights, role_sets  # noqa: F401, PLC0415
        from workflows.inbox import own_calendar, search_index  # noqa: F401, PLC0415

        citizen_privacy.answer_with(
            may_see=rights.may_see_person, seen_by=rights.person_seen_by, is_own=rights.is_own
        )
        post_migrate.connect(role_sets.fill, sender=self, dispatch_uid="workflows.role_sets")
