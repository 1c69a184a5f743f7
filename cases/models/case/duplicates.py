"""The same matter, reported twice: which case waits for the result of which."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case

# Cases that somebody works on: a duplicate waits for its main case and stands in nobody's list.
ALONE = Q(duplicate__isnull=True)


class Duplicate(models.Model):
    """A case that gets the result of its main case. A trigger refuses chains: a main case is no duplicate."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="duplicate", verbose_name=_("case")
    )
    main = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="duplicates", verbose_name=_("main case")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["case_id"]
        verbose_name = _("duplicate")
        verbose_name_plural = _("duplicates")
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("main")), name="duplicate_of_another_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.main_id}"
