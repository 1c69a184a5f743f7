"""Addresses that letters do not reach, and citizens whom somebody has to telephone instead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """An address to which nothing is sent until somebody lifts it. The address is not here: the hash is
    keyed, so that neither this table nor a copy of it tells whose it is."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("a letter came back")
        REFUSED = "refused", _("the mail server says that there is no such address")
        COMPLAINED = "complained", _("the reader has complained of a letter")

    channel = models.CharField(_("way"), max_length=10)
    address_hash = models.CharField(_("hash of the address"), max_length=64)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    # A letter with a code is forgotten after a day; that the address is no good is not.
    notice = models.ForeignKey(
        "notifications.Notice",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("letter"),
    )
    at = models.DateTimeField(_("since"), db_default=Now())
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lifted_because = models.CharField(_("reason for lifting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_hash"],
                condition=Q(lifted_at__isnull=True),
                name="suppression_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_because="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because=""),
                name="suppression_lifted_says_why",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["bounced", "refused", "complained"]), name="suppression_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.address_hash[:8]}…"


class Unreached(models.Model):
    """A citizen whom letters about a case did not reach, until somebody has telephoned. A trigger writes it
    when a letter to the citizen fails, comes back or is held back by a suppression, whoever settles it;
    `notifications.letters.unreached_citizens` where no letter could be written, of the `kind` that was
    due."""

    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, related_name="unreached", verbose_name=_("case")
    )
    notice = models.ForeignKey(
        "notifications.Notice",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("last letter"),
    )
    kind = models.CharField(_("letter"), max_length=20, blank=True, default="", db_default="")
    letters = models.PositiveIntegerField(_("letters"), default=1, db_default=1)
    since = models.DateTimeField(_("since"), db_default=Now())
    at = models.DateTimeField(_("last time"), db_default=Now())
    reached_at = models.DateTimeField(_("reached"), null=True)
    reached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reached by"),
    )

    class Meta:
        verbose_name = _("citizen not reached")
        verbose_name_plural = _("citizens not reached")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(reached_at__isnull=True), name="unreached_once_per_case"
            ),
            models.CheckConstraint(
                condition=Q(reached_at__isnull=True, reached_by__isnull=True)
                | Q(reached_at__isnull=False, reached_by__isnull=False),
                name="unreached_ends_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(notice__isnull=False) | ~Q(kind=""), name="unreached_of_something"
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="unreached_open", condition=Q(reached_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.letters}"
