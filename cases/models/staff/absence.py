"""Who is away from when to when, and who stands in."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Reads, as adjectives."""

    def on(self, day: datetime.date) -> "AbsenceQuerySet":
        """The absences of a day: one for each person, as the database sees to it."""
        return self.filter(since__lte=day, until__gte=day)

    def between(self, since: datetime.date, until: datetime.date) -> "AbsenceQuerySet":
        """Those that touch these days."""
        return self.filter(since__lte=until, until__gte=since)

    def not_over(self) -> "AbsenceQuerySet":
        """Those of today and of the days to come."""
        return self.filter(until__gte=timezone.localdate())


class Absence(models.Model):
    """Days on which somebody is away, the first and the last included, and the colleague who gets the tasks
    and letters meanwhile. Two absences of one person never overlap: an exclusion constraint in the migration
    (of ranges alone, since `btree_gist` is not there)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="absences",
        verbose_name=_("person"),
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="standing_in",
        verbose_name=_("substitute"),
    )
    since = models.DateField(_("first day away"))
    until = models.DateField(_("last day away"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="absence_begins_before_it_ends"),
            models.CheckConstraint(condition=~Q(substitute=F("user")), name="absence_substitute_is_another"),
        ]
        indexes = [models.Index(fields=["until", "since"], name="absence_of_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.since} – {self.until}"

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.until < timezone.localdate()

    @property
    def is_running(self) -> bool:
        """Whether the person is away today."""
        return self.since <= timezone.localdate() <= self.until


def stood_in_for(person: int, substitutes: Mapping[int, int]) -> frozenset[int]:
    """For whom a person stands in: those away who named the person, and those who had named them, and so on;
    `substitutes` is who is away, and whom each has named."""
    found = {person}
    while more := {away for away, other in substitutes.items() if other in found} - found:
        found |= more
    return frozenset(found - {person})


def stand_in(person: int, substitutes: Mapping[int, int]) -> int:
    """Who does a person's work: the person, or the first in the chain of substitutes who is not away."""
    passed = set[int]()
    while person in substitutes and person not in passed:
        passed.add(person)
        person = substitutes[person]
    return person
