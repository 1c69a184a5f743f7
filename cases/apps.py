"""The case: what was asked, by whom, and what has happened since."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Imports nothing of ours; tells its news by the signal `recorded`."""

    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Connect what follows when somebody leaves."""
        from cases import leaving  # noqa: F401, PLC0415  (models are ready only now)
