"""What the town's closed cases teach about everyday words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LearnedWords(models.Model):
    """Counts of words by request type, in one row that `cases.intake.finding.training` writes, and how often
    they named the kind of the latest cases beside the rules. No text and nobody's words are in it."""

    # So many of the latest cases say whether what was learned is better.
    TRIED = 500

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    learned_at = models.DateTimeField(_("learned"))
    cases = models.PositiveIntegerField(_("cases"))
    tried = models.PositiveSmallIntegerField(_("cases tried"))
    right = models.PositiveSmallIntegerField(_("right, as learned"))
    right_by_rules = models.PositiveSmallIntegerField(_("right by the rules"))
    counts = models.JSONField(_("counts"))

    class Meta:
        verbose_name = _("words learned from cases")
        verbose_name_plural = _("words learned from cases")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="learned_words_one_row"),
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("tried"), right_by_rules__lte=models.F("tried")),
                name="learned_words_right_of_tried",
            ),
        ]

    def __str__(self) -> str:
        return str(self.learned_at)

    @property
    def is_better(self) -> bool:
        """Whether enough cases were tried, and more of them were named rightly than by the rules."""
        return self.tried >= self.TRIED and self.right > self.right_by_rules
