"""The case: what was asked, by whom, and what has happened since."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Imports nothing of ours; tells its news by the signal `recorded`."""

    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Connect what notes changed holidays, what lets duplicates hear of their main cases, and what
        follows when somebody leaves."""
        from cases import (  # noqa: PLC0415  (models are ready only now)
            holiday_changes,  # noqa: F401
            leaving,  # noqa: F401
            shared_results,  # noqa: F401
        )
