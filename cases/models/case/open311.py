"""Which cases came by Open311, and from which system."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case
from cases.models.setup.open311 import Open311Partner


class Open311Report(models.Model):
    """A case that a partner has filed: it alone may tell something about the case by Open311."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="open311", verbose_name=_("case")
    )
    partner = models.ForeignKey(
        Open311Partner, on_delete=models.PROTECT, related_name="reports", verbose_name=_("Open311 partner")
    )

    class Meta:
        ordering = ["case"]
        default_permissions = ()
        verbose_name = _("report by Open311")
        verbose_name_plural = _("reports by Open311")

    def __str__(self) -> str:
        return f"{self.case_id} {self.partner_id}"
