"""Outside parties: organisations that do steps of cases and are no departments of the city, with their
people."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from cases.lib.setup_cache import shared
from cases.models.reference_data import Named
from cases.models.setup.request_types import ExternalAgency
from cases.models.staff.organisation import User


class OutsideParty(Named):
    """An organisation that can be asked to do something for a case: it sees that step and nothing of the
    citizen."""

    class Sort(models.TextChoices):
        CONTRACTOR = "contractor", _("Contractor")
        UTILITY = "utility", _("Electricity, water, telephone")
        AUTHORITY = "authority", _("Other authority")
        VOLUNTEERS = "volunteers", _("Volunteers")
        OTHER = "other", _("Other")

    sort = models.CharField(
        _("kind of organisation"), max_length=10, choices=Sort.choices, default=Sort.AUTHORITY
    )
    # Where the same organisation stands in the list of those to whom citizens are sent.
    agency = models.ForeignKey(
        ExternalAgency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("as an agency to which citizens are sent"),
    )

    class Meta(Named.Meta):
        verbose_name = _("outside party")
        verbose_name_plural = _("outside parties")
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=["contractor", "utility", "authority", "volunteers", "other"]),
                name="outside_party_sort_known",
            ),
        ]

    @classmethod
    def in_use(cls) -> "list[Self]":
        """Those that can be asked, in their order. At most one SQL statement, none where the set-up is
        known."""
        return shared("outside-parties", lambda: list(cls.objects.filter(active=True)))


class OutsidePersonQuerySet(models.QuerySet["OutsidePerson"]):
    """Reads, as adjectives."""

    def reachable(self) -> Self:
        """Those who get letters and may follow their links."""
        return self.filter(active=True, party__active=True)


class OutsidePerson(models.Model):
    """Somebody of an outside party, who gets a personal link to each step that the party is asked for."""

    party = models.ForeignKey(
        OutsideParty, on_delete=models.PROTECT, related_name="people", verbose_name=_("outside party")
    )
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneNumberField(_("mobile telephone"), blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=User.Language.choices, default=User.Language.THAI
    )
    active = models.BooleanField(_("gets letters"), default=True)

    objects = OutsidePersonQuerySet.as_manager()

    class Meta:
        ordering = ["party", "name", "pk"]
        verbose_name = _("person of an outside party")
        verbose_name_plural = _("people of outside parties")
        constraints = [
            models.CheckConstraint(condition=~Q(email="", phone=""), name="outside_person_can_be_reached"),
            models.UniqueConstraint(fields=["party", "name"], name="outside_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.party.name})"
