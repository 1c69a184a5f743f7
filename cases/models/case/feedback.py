"""What the citizen says of a result."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case
from cases.models.case.events import CaseEvent
from cases.models.reference_data import in_reader_language
from cases.models.setup.result_questions import Verdict as ResultVerdict


@dataclass(frozen=True)
class AnswerWords:
    """The answers that were chosen, in the words in which they were offered; empty where none was."""

    verdict_th: str = ""
    verdict_en: str = ""
    rating_th: str = ""
    rating_en: str = ""


def _words(name: Any) -> Any:
    return models.CharField(name, max_length=200, blank=True, default="", db_default="")


class Feedback(models.Model):
    """The citizen's verdict on one result, with stars and a comment, in the words that were offered. One that
    reopens the case takes the place of an earlier verdict on the same result; its comment stands in that
    event."""

    Verdict: TypeAlias = ResultVerdict

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("case"))
    event = models.OneToOneField(
        CaseEvent, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("result")
    )
    verdict = models.CharField(_("verdict"), max_length=12, choices=ResultVerdict.choices)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    verdict_th = _words(_("verdict in Thai"))
    verdict_en = _words(_("verdict in English"))
    rating_th = _words(_("rating in Thai"))
    rating_en = _words(_("rating in English"))
    alerts_head = models.BooleanField(_("a letter goes to the head"), default=False, db_default=False)
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
    def verdict_words(self) -> str:
        """The verdict in the reader's language, in the words that were offered; one from before them in those
        of its kind."""
        own = in_reader_language(self.verdict_th, self.verdict_en)
        return own or str(ResultVerdict(self.verdict).label)

    @property
    def rating_words(self) -> str:
        """The rating in the words that were offered, in the reader's language; empty where none were."""
        return in_reader_language(self.rating_th, self.rating_en)

    @property
    def stars(self) -> str:
        """The rating as five stars, empty without one; for the eyes alone."""
        return "★" * self.rating + "☆" * (5 - self.rating) if self.rating else ""
