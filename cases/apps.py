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
        from cases import (  # noqa: PLC0415
            holiday_changes,  # noqa: F401
            key_seals,  # noqa: F401
            leaving,  # noqa: F401
            security_log,  # noqa: F401
            session_limits,  # noqa: F401
            shared_results,  # noqa: F401
            staff_sessions,  # noqa: F401
        )
        from cases.setup import own  # noqa: PLC0415

        own.add_own()
