"""Notices: write the letters of every event."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Connects the outbox to the case's news."""

    name = "notifications"
    verbose_name = _("Notices")
