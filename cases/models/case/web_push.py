"""News by web push (RFC 8030): browsers that are told of a case, and the keys that sign for it."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField
from cases.models.case.case import Case


class PushKeys(models.Model):
    """The key pair by which push services know the municipality (VAPID, RFC 8292), in one row. The product
    makes it when it is first needed; browsers are bound to it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    # PEM; and the point on P-256 as browsers want it, in URL-safe Base64.
    private = EncryptedTextField(_("private key"))
    public = models.CharField(_("public key"), max_length=100)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("keys of notifications")
        verbose_name_plural = _("keys of notifications")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="push_keys_one_row")]

    def __str__(self) -> str:
        return self.public


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    """Reads, as adjectives, and the one way to end them."""

    def active(self) -> Self:
        """Those that are still told, the oldest first."""
        return self.filter(ended_at=None).order_by("pk")

    def end(self, at: datetime.datetime) -> int:
        """Tell these no more and forget what they are known by; return how many were told."""
        blank = {"endpoint": "", "p256dh": "", "auth": "", "endpoint_hash": ""}
        return self.filter(ended_at=None).update(ended_at=at, **blank)


class PushSubscription(models.Model):
    """A browser that is told when there is news of one case. What is ended keeps its row, for the letters
    that name it, and nothing by which the browser is known."""

    # It is a part of the case, and goes with it.
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="push_subscriptions", verbose_name=_("case")
    )
    # Where its push service takes messages for it, and the keys for which they are encrypted (RFC 8291).
    endpoint = EncryptedTextField(_("address at the push service"), blank=True)
    p256dh = EncryptedTextField(_("public key of the browser"), blank=True)
    auth = EncryptedTextField(_("secret of the browser"), blank=True)
    # By which the same browser is known again: a keyed hash of the endpoint.
    endpoint_hash = models.CharField(_("hash of the address"), max_length=64, blank=True)
    # The host of the push service, for people.
    service = models.CharField(_("push service"), max_length=253)
    language = models.CharField(_("language"), max_length=2)
    since = models.DateTimeField(_("since"), db_default=Now())
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("browser with notifications")
        verbose_name_plural = _("browsers with notifications")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "endpoint_hash"],
                condition=Q(ended_at__isnull=True),
                name="push_once_for_each_browser",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                & ~Q(endpoint="")
                & ~Q(p256dh="")
                & ~Q(auth="")
                & ~Q(endpoint_hash="")
                | Q(ended_at__isnull=False, endpoint="", p256dh="", auth="", endpoint_hash=""),
                name="push_ended_is_forgotten",
            ),
            models.CheckConstraint(condition=Q(language__in=["th", "en"]), name="push_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.service}"
