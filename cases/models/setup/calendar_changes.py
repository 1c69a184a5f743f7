"""What has changed in the table of holidays since due dates were counted with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CalendarChange(models.Model):
    """A weekday that became a day off, or a working day again. Until it is settled, some due dates are still
    counted without it. Written by `cases.deadlines.holiday_changes`, settled by
    `cases.actions.recalculation`."""

    day = models.DateField(_("date"))
    closed = models.BooleanField(_("day off"))
    noted_at = models.DateTimeField(_("noted"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of the calendar")
        verbose_name_plural = _("changes of the calendar")
        indexes = [
            models.Index(fields=["day", "-id"], name="calendar_change_last"),
            models.Index(fields=["id"], name="calendar_change_open", condition=Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.closed}"
