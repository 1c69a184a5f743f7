"""Forms that were sent and done: the same form sent again does nothing."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    """The token of a form that was done, kept for KEPT days (cases.views.idempotency). The digest tells the
    same words from others; the outcome is what the page of many cases said, where it was one."""

    key = models.UUIDField(_("form token"), primary_key=True, editable=False)
    used_at = models.DateTimeField(_("time"), db_default=Now(), db_index=True)
    digest = models.CharField(_("digest of what was sent"), max_length=64)
    outcome = models.JSONField(_("outcome"), null=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")

    def __str__(self) -> str:
        return str(self.key)
