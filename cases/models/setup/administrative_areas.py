"""Provinces, districts and subdistricts with DOPA's codes (data: GeoThai, CC BY 4.0)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.reference_data import in_reader_language


class Place(models.Model):
    """An area with an official code and a name in both languages."""

    name_th = models.CharField(_("Thai name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name_th, self.name_en)


class Province(Place):
    """A province (changwat): two digits."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)

    class Meta(Place.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")


class District(Place):
    """A district (amphoe): four digits, the province's first."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, verbose_name=_("province"))

    class Meta(Place.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Subdistrict(Place):
    """A subdistrict (tambon): six digits, the district's first; it can have several postal codes."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, verbose_name=_("district"))
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name=_("postal codes"))

    class Meta(Place.Meta):
        verbose_name = _("subdistrict")
        verbose_name_plural = _("subdistricts")
