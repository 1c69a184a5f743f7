"""All letters wait: the one row that says since when, until a person lets them go."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class DeliveryHold(models.Model):
    """While its row is there no letter is claimed (`notifications.delivery.worker`), whichever way it goes.
    What stands in the outbox since before `since` comes from a backup, and may have gone out long ago."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("hold on all letters")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="delivery_hold_is_one")]

    def __str__(self) -> str:
        return str(self.since)
