"""The street maps that were brought in: one is in use, those before it are known for a while."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.lib.geography import Box
from cases.lib.setup_cache import shared
from cases.models.staff.organisation import User

ATTRIBUTION = "© OpenStreetMap contributors"
FOLDER = "maps"


class TownMap(models.Model):
    """A street map as one PMTiles file, known by the sum of its content, and what the file says of itself."""

    version = models.CharField(_("version"), max_length=32, unique=True)
    attribution = models.CharField(_("who made the map"), max_length=200, default=ATTRIBUTION)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    min_zoom = models.PositiveSmallIntegerField(_("least detailed zoom level"))
    max_zoom = models.PositiveSmallIntegerField(_("most detailed zoom level"))
    south = models.FloatField(_("southern edge"))
    west = models.FloatField(_("western edge"))
    north = models.FloatField(_("northern edge"))
    east = models.FloatField(_("eastern edge"))
    added_at = models.DateTimeField(_("brought in"))
    added_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    # Pages that were open at that moment go on with it for a day (`cases.files.orphaned_files`).
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("street map")
        verbose_name_plural = _("street maps")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(replaced_at=None), name="town_map_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(south__lt=F("north"), west__lt=F("east")), name="town_map_edges_make_a_box"
            ),
            models.CheckConstraint(condition=Q(min_zoom__lte=F("max_zoom")), name="town_map_zooms_in_order"),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def file_name(self) -> str:
        """Where the file lies in the storage."""
        return file_name(self.version)

    @property
    def box(self) -> Box:
        """What the map shows."""
        return Box(self.south, self.west, self.north, self.east)

    @classmethod
    def current(cls) -> Self | None:
        """The map in use; None where there is none. Nobody may change it: it is everybody's."""
        return shared("town map", lambda: cls.objects.filter(replaced_at=None).first())


def file_name(version: str) -> str:
    """Where the file of this version lies in the storage."""
    return f"{FOLDER}/{version}.pmtiles"
