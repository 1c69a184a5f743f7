"""The page of a month as it went to the council: written once, for the letters that bring it."""

import datetime

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

NAME = "report-{month:%Y-%m}.pdf"


class MonthlyReport(models.Model):
    """What the council hears of one month, in Thai: its sentences, and the page as a PDF; none (empty) where
    the server could not make one. No person and no single case stands in it."""

    month = models.DateField(_("month"), unique=True, help_text=_("Its first day."))
    sentences = models.TextField(_("sentences"))
    page = models.BinaryField(_("page"), blank=True, default=b"")
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        ordering = ["-month"]
        verbose_name = _("monthly page")
        verbose_name_plural = _("monthly pages")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="monthly_report_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def file_name(self) -> str:
        """How the file is called."""
        month: datetime.date = self.month
        return NAME.format(month=month)
