"""The areas of the town, in which things happen: communities, subdistricts, wards, with their outlines."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.lib.outlines import NoOutline, Outline
from cases.models.reference_data import Named


class Area(Named):
    """An area of the town. It is switched off, never deleted: cases name it. The English name may be
    missing."""

    class Sort(models.TextChoices):
        COMMUNITY = "community", _("Community")
        SUBDISTRICT = "subdistrict", _("Subdistrict")
        WARD = "ward", _("Ward")
        OTHER = "other", _("Other area")

    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    sort = models.CharField(_("kind of area"), max_length=11, choices=Sort.choices, default=Sort.COMMUNITY)
    # WKT in degrees of WGS 84, longitude before latitude.
    outline = models.TextField(_("outline"))

    class Meta(Named.Meta):
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=["community", "subdistrict", "ward", "other"]), name="area_sort_known"
            ),
            models.UniqueConstraint(
                fields=["sort", "name_th"], condition=Q(active=True), name="area_name_once"
            ),
        ]

    @cached_property
    def shape(self) -> Outline:
        """The outline, read."""
        return Outline.parse(self.outline)

    def clean(self) -> None:
        """The outline is one."""
        try:
            Outline.parse(self.outline)
        except NoOutline as error:
            text = _("This is no outline: MULTIPOLYGON with longitude and latitude in degrees (WKT).")
            raise ValidationError({"outline": text}) from error
