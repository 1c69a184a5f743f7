"""Notices: write the letters of every event."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Connects the outbox to the case's news."""

    name = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Connect the receivers."""
        from notifications import receivers  # noqa: F401, PLC0415  (models are ready only now)
