"""The systems that may file by Open311: each with a key of its own, of which only a hash is stored."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Open311Partner(models.Model):
    """A system that files by Open311 (`cases.open311`), until a day or until its key is withdrawn. It stays,
    since cases name it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    key = models.CharField(_("hash of the key"), max_length=64, unique=True, editable=False)
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Open311 partner")
        verbose_name_plural = _("Open311 partners")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="open311_partner_has_name"),
            models.CheckConstraint(condition=~Q(key=""), name="open311_partner_has_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_good(self, today: datetime.date | None = None) -> bool:
        """Whether its key opens anything on this day."""
        last = self.expires_on
        return self.withdrawn_at is None and (last is None or last >= (today or timezone.localdate()))
