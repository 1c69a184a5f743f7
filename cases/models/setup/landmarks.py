"""Landmarks: what everybody in the town knows, by whose name a place is found."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.reference_data import in_reader_language


class Landmark(models.Model):
    """A place with a name and a point on the map; streets and lanes too, by one of their points."""

    # So many are known at most: enough for the lanes of a city.
    MOST = 2000

    class Sort(models.TextChoices):
        TEMPLE = "temple", _("Temple, mosque, church, shrine")
        SCHOOL = "school", _("School, university")
        HOSPITAL = "hospital", _("Hospital, health centre")
        OFFICE = "office", _("Office, police, post")
        MARKET = "market", _("Market, shops")
        PARK = "park", _("Park, sports ground, water")
        TRANSPORT = "transport", _("Station, stop, junction")
        STREET = "street", _("Street, lane")
        OTHER = "other", _("Other")

    name_th = models.CharField(_("Thai name"), max_length=200, unique=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    sort = models.CharField(_("kind of landmark"), max_length=9, choices=Sort.choices, default=Sort.OTHER)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        ordering = ["name_th"]
        verbose_name = _("landmark")
        verbose_name_plural = _("landmarks")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    sort__in=[
                        *("temple", "school", "hospital", "office", "market"),
                        *("park", "transport", "street", "other"),
                    ]
                ),
                name="landmark_sort_known",
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="landmark_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name_th, self.name_en)
