"""What opens the REST API: tokens of members of staff and of partners, and what a partner has filed."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case
from cases.models.reference_data import Named
from cases.models.setup.request_types import Channel, RequestType


class Partner(Named):
    """An organisation whose program files requests for citizens, of the kinds that it was given, and reads
    what became of them. Its cases are counted under its channel."""

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="+", verbose_name=_("channel of its cases")
    )
    kinds = models.ManyToManyField(RequestType, related_name="+", verbose_name=_("kinds that it may file"))

    class Meta(Named.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class Scope(models.TextChoices):
    """What a token may be used for."""

    READ = "read", _("Read cases")
    FILE = "file", _("File requests")
    ACT = "act", _("Do steps of cases")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Reads, as adjectives."""

    def good(self) -> Self:
        """Those that open something now: neither withdrawn nor over, of somebody who is still there."""
        there = Q(person__is_active=True) | Q(partner__active=True)
        return self.filter(there, withdrawn_at=None, expires_at__gt=timezone.now())


class AccessToken(models.Model):
    """One token: for whom, what for, from where, until when. Only its SHA-256 is kept; the token itself is
    shown once, to who makes it."""

    name = models.CharField(_("what it is for"), max_length=100, unique=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    scopes = ArrayField(
        models.CharField(max_length=4, choices=Scope.choices), verbose_name=_("what it may be used for")
    )
    # As `192.0.2.0/24`; none: from everywhere.
    networks = ArrayField(
        models.CharField(max_length=50), verbose_name=_("networks"), default=list, blank=True
    )
    expires_at = models.DateTimeField(_("good until"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
        editable=False,
    )
    # To the minute: not every request writes it.
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, partner__isnull=True)
                | Q(person__isnull=True, partner__isnull=False),
                name="access_token_of_one",
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1, scopes__contained_by=["read", "file", "act"]),
                name="access_token_scopes_known",
            ),
            # Steps are done by people.
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | ~Q(scopes__contains=["act"]),
                name="access_token_partner_does_no_step",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """For whom it acts."""
        return str(self.person or self.partner)

    @property
    def last_day(self) -> datetime.date:
        """The last day on which it is good."""
        return timezone.localdate(self.expires_at - datetime.timedelta(seconds=1))

    @property
    def is_good(self) -> bool:
        """Whether it opens something now."""
        there = self.partner.active if self.partner else self.person is not None and self.person.is_active
        return there and self.withdrawn_at is None and self.expires_at > timezone.now()

    @property
    def scopes_words(self) -> str:
        """What it may be used for, in words."""
        return ", ".join(str(Scope(one).label) for one in Scope.values if one in self.scopes)


class PartnerCase(models.Model):
    """That a partner has filed a case, and may read what its citizen may read of it."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="filed_by", verbose_name=_("case")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="+", verbose_name=_("partner"), db_index=False
    )

    class Meta:
        verbose_name = _("case of a partner")
        verbose_name_plural = _("cases of partners")
        default_permissions = ()
        indexes = [models.Index(fields=["partner", "-case"], name="partner_cases_latest")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.case_id}"
