"""Who decides for a head or an executive, from when to when, and by which order."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.models.staff.periods import Period, PeriodQuerySet


class DelegationQuerySet(PeriodQuerySet["Delegation"]):
    """Delegations: of a day one for each person, as the database sees to it."""

    def in_force(self) -> Self:
        """Return the delegations that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class Delegation(Period):
    """Days on which a deputy takes somebody's decisions, as an order of the municipality says. A row is never
    removed: the events of what was decided under it point to it. Two delegations of one person that are in
    force never overlap: an exclusion constraint in the migration, as of absences."""

    class Capacity(models.TextChoices):
        # The order says which: the holder of the office is away, or confers powers on somebody. Either is a
        # signature of its own: รักษาราชการแทน, ปฏิบัติราชการแทน.
        ACTING = "acting", _("acting for")
        CONFERRED = "conferred", _("by authority of")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name=_("who hands decisions on"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="deputy_for",
        verbose_name=_("deputy"),
    )
    capacity = models.CharField(
        _("words of the signature"), max_length=10, choices=Capacity.choices, default=Capacity.ACTING
    )
    order_number = models.CharField(_("number of the order"), max_length=60)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    # Nobody where an account was closed.
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    objects = DelegationQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("delegation of decisions")
        verbose_name_plural = _("delegations of decisions")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=~Q(deputy=F("user")), name="delegation_deputy_is_another"),
            models.CheckConstraint(
                condition=Q(capacity__in=["acting", "conferred"]), name="delegation_capacity_known"
            ),
            models.CheckConstraint(condition=~Q(order_number=""), name="delegation_names_its_order"),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False),
                name="delegation_withdrawn_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.deputy} {self.since} – {self.until}"

    @property
    def signature(self) -> str:
        """Return what stands beside the deputy's name: in which capacity, and for whom."""
        if self.capacity == self.Capacity.CONFERRED:
            return _now("by authority of %(name)s") % {"name": self.user}
        return _now("acting for %(name)s") % {"name": self.user}

    @property
    def signature_with_order(self) -> str:
        """Return the signature with the order's number, for the staff and the file."""
        names = {"signature": self.signature, "order": self.order_number}
        return _now("%(signature)s (order %(order)s)") % names
