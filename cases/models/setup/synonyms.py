"""Words that mean the same when somebody searches for a request type."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SynonymRow(models.Model):
    """Everyday words for one thing: who types one of them finds what is written with another."""

    words = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("words"),
        help_text=_("At least two, with commas between them."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        constraints = [
            models.CheckConstraint(condition=models.Q(words__len__gte=2), name="synonyms_at_least_two")
        ]

    def __str__(self) -> str:
        return ", ".join(self.words)
