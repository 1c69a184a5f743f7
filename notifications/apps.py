"""Notices: write the letters of every event."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Connects the outbox to the case's news."""

    name = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Connect the receivers, count the words of the letters among the set-up, say who gets none."""
        from cases.actions import reachability  # noqa: PLC0415  (models are ready only now)
        from cases.change_log import registration  # noqa: PLC0415
        from cases.change_log.tables import Table  # noqa: PLC0415
        from cases.setup import first_run  # noqa: PLC0415
        from notifications import receivers  # noqa: F401, PLC0415
        from notifications.letters import custom_texts  # noqa: PLC0415
        from notifications.letters.holds import suppression  # noqa: PLC0415
        from notifications.models import ChannelHealth, DeliveryChannel  # noqa: PLC0415

        apart = frozenset({"changed_by", "changed_at"})
        letters = Table(
            "notifications.LetterText",
            key=("letter", "language"),
            without=apart,
            deletes=True,
            author="changed_by",
            permission="notifications.change_lettertext",
            check=custom_texts.refuse_unusable,
        )
        # Whom an installation tells is its own affair, and a secret leaves by no file.
        endpoints = Table("notifications.WebhookEndpoint", key=("name",), exported=False)
        keys = Table(
            "notifications.WebhookSecret",
            key=("public",),
            without=frozenset({"made_by", "made_at"}),
            hidden=frozenset({"secret", "private"}),
            exported=False,
        )
        bridge = Table(
            "notifications.TraffyBridge",
            key=("organisation",),
            without=frozenset(
                {"looked_at", "next_at", "trouble", "token", "token_until", "credit", "quota", "credit_of"}
            ),
            hidden=frozenset({"password", "hook"}),
            exported=False,
        )
        types = Table("notifications.TraffyKind", key=("name",), exported=False)
        registration.add(letters, endpoints, keys, bridge, types)
        reachability.answer_with(held=suppression.held)
        worked = ChannelHealth.objects.filter(channel=DeliveryChannel.EMAIL, worked_at__isnull=False)
        first_run.answer_with(mail_works=worked.exists)
