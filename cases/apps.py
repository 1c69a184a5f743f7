"""The case: what was asked, by whom, and what has happened since."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Imports nothing of ours; tells its news by the signal `recorded`."""

    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Connect the receivers, and say which tables are the set-up, whose changes are logged."""
        # Models are ready only now.
        from cases import key_seals  # noqa: F401, PLC0415
        from cases.access import session_limits, staff_sessions  # noqa: F401, PLC0415
        from cases.actions import duplicate_results, last_of_office, offboarding, outside, step_custody  # noqa: F401, PLC0415  # noqa: F401, PLC0415
        from cases.audit import security_log  # noqa: F401, PLC0415
        from cases.change_log import registration  # noqa: PLC0415
        from cases.deadlines import holiday_changes  # noqa: F401, PLC0415
        from cases.lib import setup_cache  # noqa: PLC0415

        registration.add_own()
        connection_created.connect(setup_cache.hear)
