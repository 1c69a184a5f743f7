"""People who want to hear what is reported near a place."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cases.models.setup.request_types import RequestType

RADII = (250, 500, 1000, 2000)


class AreaAlert(models.Model):
    """An address, confirmed by a code, that hears of new cases within so many metres of a place; of all
    request types on the public map, or of one."""

    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, default="th")
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6)
    metres = models.PositiveSmallIntegerField(_("within metres"), choices=[(one, one) for one in RADII])
    request_type = models.ForeignKey(
        RequestType,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("kind of request"),
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)
    # What was received until then has been told.
    told_until = models.DateTimeField(_("told until"))

    class Meta:
        verbose_name = _("area alert")
        verbose_name_plural = _("area alerts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "latitude",
                "longitude",
                "request_type",
                nulls_distinct=False,
                name="area_alert_once_per_place",
            ),
            models.CheckConstraint(condition=Q(language__in=["th", "en"]), name="area_alert_language_known"),
            models.CheckConstraint(condition=Q(metres__in=RADII), name="area_alert_metres_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
