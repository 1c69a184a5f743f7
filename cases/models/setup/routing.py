"""Rules that send a new case elsewhere than to its request type's own department."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.lib.geography import LIMITS
from cases.models.setup.administrative_areas import Subdistrict
from cases.models.setup.areas import Area
from cases.models.setup.request_types import Category, RequestType
from cases.models.staff.organisation import Department, Unit


def _edge(label: Any, axis: str) -> "models.FloatField[float | None, float | None]":
    limit = LIMITS[axis]
    validators = [MinValueValidator(-limit), MaxValueValidator(limit)]
    return models.FloatField(label, null=True, blank=True, validators=validators)


class RoutingRule(models.Model):
    """Where a new case goes if it fits all conditions that are given; the first rule that fits decides.
    A condition that is left empty does not count; of several request types or subdistricts one is enough."""

    name = models.CharField(_("name of the rule"), max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)
    kinds = models.ManyToManyField(
        RequestType, blank=True, related_name="+", verbose_name=_("kinds of request")
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("or every kind of the category"),
    )
    subdistricts = models.ManyToManyField(
        Subdistrict, blank=True, related_name="+", verbose_name=_("subdistrict of the citizen's address")
    )
    community = models.CharField(_("community of the citizen's address"), max_length=100, blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("area of the place"))
    south = _edge(_("southern edge"), "latitude")
    west = _edge(_("western edge"), "longitude")
    north = _edge(_("northern edge"), "latitude")
    east = _edge(_("eastern edge"), "longitude")
    question = models.SlugField(_("question"), max_length=40, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    # 0 is Monday, as in Python.
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)]),
        default=list,
        blank=True,
        verbose_name=_("days of the week on which it is received"),
    )
    from_time = models.TimeField(_("received from"), null=True, blank=True)
    until_time = models.TimeField(_("received before"), null=True, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("goes to the department")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("and unit")
    )
    # Whoever does not work in the department any more, or is away, is passed over (`cases.intake.routing`).
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("and officer"),
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(south=None, west=None, north=None, east=None)
                | Q(
                    south__isnull=False,
                    west__isnull=False,
                    north__isnull=False,
                    east__isnull=False,
                    north__gt=F("south"),
                    east__gt=F("west"),
                ),
                name="routing_edges_make_a_box",
                violation_error_message=_("Give all four edges: south below north, west before east."),
            ),
            models.CheckConstraint(
                condition=Q(question="", answer="") | (~Q(question="") & ~Q(answer="")),
                name="routing_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(from_time=None, until_time=None)
                | Q(from_time__isnull=False, until_time__isnull=False) & ~Q(from_time=F("until_time")),
                name="routing_hours_whole",
                violation_error_message=_("Give both times, and let them differ."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A rule in use sends to a department in use, and to a unit of that department."""
        if self.department_id and self.active and not self.department.active:
            raise ValidationError({"department": _("This department is switched off. Choose another one.")})
        if self.unit and self.department_id and self.unit.department_id != self.department_id:
            raise ValidationError({"unit": _("This unit belongs to another department.")})
