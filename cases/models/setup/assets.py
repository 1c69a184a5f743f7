"""Assets of the town that stand at a place and carry a number: lamp posts, bins, hydrants, trees."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.text.normalization import compared_closely

LONGEST = 40


class AssetSort(models.TextChoices):
    """What an asset is."""

    LAMP = "lamp", _("Lamp post")
    BIN = "bin", _("Bin")
    HYDRANT = "hydrant", _("Hydrant")
    TREE = "tree", _("Tree")
    OTHER = "other", _("Other thing")


class Asset(models.Model):
    """A thing on the map. It is known by its sort and the number on it, however that is spelt; once a case
    names it, it is switched off and never deleted."""

    # So many of one sort are known at most.
    MOST = 10_000

    sort = models.CharField(_("kind of thing"), max_length=8, choices=AssetSort.choices)
    number = models.CharField(_("number on it"), max_length=LONGEST)
    key = models.CharField(_("number, as compared"), max_length=2 * LONGEST, editable=False)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["sort", "number"]
        verbose_name = _("thing on the map")
        verbose_name_plural = _("things on the map")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sort", "key"], name="asset_number_once"),
            models.CheckConstraint(
                condition=Q(sort__in=["lamp", "bin", "hydrant", "tree", "other"]), name="asset_sort_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="asset_on_earth"
            ),
        ]
        indexes = [models.Index(fields=["sort", "latitude", "longitude"], name="asset_near_by")]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.number}"

    @staticmethod
    def key_of(number: str) -> str:
        """Return the one spelling under which numbers are compared: ๔-๑๒๗ is 4-127."""
        return compared_closely(number)[: 2 * LONGEST]
