"""Which cases were taken over from another system, and under which number that system knew them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case


class ImportedCase(models.Model):
    """A case that was taken over: the same number of the same source is there once."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="imported", verbose_name=_("case")
    )
    source = models.CharField(_("source"), max_length=60)
    number = models.CharField(_("number there"), max_length=60)

    class Meta:
        ordering = ["case"]
        default_permissions = ()
        verbose_name = _("case taken over")
        verbose_name_plural = _("cases taken over")
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="imported_case_once"),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(number=""), name="imported_case_says_where_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"
