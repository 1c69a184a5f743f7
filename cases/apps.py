"""The case: what was asked, by whom, and what has happened since."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Imports nothing of ours; tells its news by the signal `recorded`."""

    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Connect the receivers, and say which tables are the set-up, whose changes are logged."""
        # Models are ready only now.
        from cases import holiday_changes, leaving, shared_results, staff_sessions  # noqa: F401, PLC0415
        from cases.setup import own  # noqa: PLC0415

        own.add_own()
