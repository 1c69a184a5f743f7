"""The rows of the public figures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PublicSums(models.Model):
    """What a job has counted for the public figures, in one row that `cases.statistics.public_sums` writes.
    It leaves out the `restricted` request types; its areas are those that
    `cases.statistics.areas.home` names."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    as_of = models.DateTimeField(_("as of"))
    restricted = ArrayField(models.IntegerField(), verbose_name=_("restricted kinds"))
    home = models.CharField(_("district"), max_length=4, blank=True)
    rows = models.JSONField(_("counts"))
    areas = models.JSONField(_("area"))

    class Meta:
        verbose_name = _("sums of the public figures")
        verbose_name_plural = _("sums of the public figures")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="public_sums_one_row")]

    def __str__(self) -> str:
        return str(self.as_of)
