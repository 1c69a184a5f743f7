"""What the citizen says of a result."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case
from cases.models.case.events import CaseEvent


class Feedback(models.Model):
    """The citizen's verdict on one result, with stars and a comment. "Still there" reopens the case, and its
    words stand in that event; it takes the place of an earlier verdict on the same result."""

    class Verdict(models.TextChoices):
        FIXED = "fixed", _("Fixed")
        STILL_THERE = "still_there", _("Still there")
        UNKNOWN = "unknown", _("I do not know")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("case"))
    event = models.OneToOneField(
        CaseEvent, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("result")
    )
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="feedback_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["fixed", "still_there", "unknown"]), name="feedback_verdict_known"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="feedback_by_time")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.verdict}"

    @property
    def stars(self) -> str:
        """The rating as five stars, empty without one; for the eyes alone."""
        return "★" * self.rating + "☆" * (5 - self.rating) if self.rating else ""
