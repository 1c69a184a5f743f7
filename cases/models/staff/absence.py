"""Who is away from when to when, and who stands in."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.staff.periods import Period, PeriodQuerySet


class AbsenceQuerySet(PeriodQuerySet["Absence"]):
    """Absences: of a day one for each person, as the database sees to it."""


class Absence(Period):
    """Days on which somebody is away, and the colleague who gets the tasks and letters meanwhile. Two
    absences of one person never overlap: an exclusion constraint in the migration (of ranges alone, since
    `btree_gist` is not there)."""

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
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=~Q(substitute=F("user")), name="absence_substitute_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.since} – {self.until}"


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
