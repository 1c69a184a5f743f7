"""A period of days that somebody has entered for a member of staff, the first and the last day included."""

import datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

P = TypeVar("P", bound="Period")


class PeriodQuerySet(models.QuerySet[P]):
    """Reads, as adjectives."""

    def on(self, day: datetime.date) -> Self:
        """Return the periods that hold on a day."""
        return self.filter(since__lte=day, until__gte=day)

    def between(self, since: datetime.date, until: datetime.date) -> Self:
        """Return the periods that touch these days."""
        return self.filter(since__lte=until, until__gte=since)

    def not_over(self) -> Self:
        """Return the periods of today and of the days to come."""
        return self.filter(until__gte=timezone.localdate())


class Period(models.Model):
    """Days of the municipality, by whom they were entered, and when."""

    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        abstract = True
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="%(class)s_begins_before_it_ends")
        ]
        indexes = [models.Index(fields=["until", "since"], name="%(class)s_of_a_day")]

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.until < timezone.localdate()

    @property
    def is_running(self) -> bool:
        """Whether it holds today."""
        return self.since <= timezone.localdate() <= self.until
