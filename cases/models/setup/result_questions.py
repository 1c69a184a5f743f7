"""What a citizen is asked about a result, whether it is fixed and how good it was, and what answers mean."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.reference_data import in_reader_language
from cases.models.setup.request_types import RequestType


class Verdict(models.TextChoices):
    """What the figures count an answer as."""

    FIXED = "fixed", _("Fixed")
    STILL_THERE = "still_there", _("Still there")
    UNKNOWN = "unknown", _("I do not know")


class ResultQuestion(models.Model):
    """One of the two questions after a result, in the municipality's words; without a request type for every
    one that has no question of its own. Where none is stored, `cases.questionnaires.result_questions` has the
    words."""

    class About(models.TextChoices):
        VERDICT = "verdict", _("Whether it is fixed")
        RATING = "rating", _("How good the work was")

    code = models.SlugField(_("code"), max_length=60, unique=True, editable=False)
    about = models.CharField(_("what it asks"), max_length=8, choices=About.choices)
    request_type = models.ForeignKey(
        RequestType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="result_questions",
        verbose_name=_("kind of request"),
        help_text=_("Empty: for every kind that has no question of its own."),
    )
    text_th = models.CharField(_("question in Thai"), max_length=300)
    text_en = models.CharField(_("question in English"), max_length=300)

    class Meta:
        ordering = ["about", "request_type__position", "code"]
        verbose_name = _("question after the result")
        verbose_name_plural = _("questions after the result")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["about", "request_type"],
                nulls_distinct=False,
                name="result_question_once",
                violation_error_message=_("This is asked already, in a question of its own."),
            ),
            models.CheckConstraint(
                condition=Q(about__in=["verdict", "rating"]), name="result_question_about_known"
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.text_th, self.text_en)

    def clean(self) -> None:
        """The code, by which a file of the set-up knows it, says what it asks of which request type."""
        self.code = self.natural_code

    def save(self, **options: Any) -> None:
        """Store it under its code."""
        self.code = self.natural_code
        super().save(**options)

    @property
    def natural_code(self) -> str:
        """What it asks, and of which request type."""
        return f"{self.about}-{self.request_type.code}" if self.request_type else self.about


class ResultAnswer(models.Model):
    """One answer to a question after the result: its words, what it counts as, and what follows from it."""

    question = models.ForeignKey(
        ResultQuestion, on_delete=models.CASCADE, related_name="answers", verbose_name=_("question")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    text_th = models.CharField(_("answer in Thai"), max_length=200)
    text_en = models.CharField(_("answer in English"), max_length=200)
    verdict = models.CharField(
        _("the figures count it as"), max_length=12, choices=Verdict.choices, blank=True, default=""
    )
    rating = models.PositiveSmallIntegerField(
        _("stars"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reopens = models.BooleanField(_("opens the case again"), default=False)
    alerts_head = models.BooleanField(_("a letter goes to the head"), default=False)

    class Meta:
        ordering = ["question", "position"]
        verbose_name = _("answer after the result")
        verbose_name_plural = _("answers after the result")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="result_answer_position_once"),
            models.CheckConstraint(
                condition=Q(reopens=False) | Q(verdict="still_there"),
                name="result_answer_reopens_what_is_there",
                violation_error_message=_("Only an answer that counts as still there opens the case again."),
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5), verdict=""),
                name="result_answer_counts_once",
                violation_error_message=_("An answer has stars, or says whether it is fixed."),
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "fixed", "still_there", "unknown"]),
                name="result_answer_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.text_th, self.text_en)
