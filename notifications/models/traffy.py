"""The bridge to Traffy Fondue: how it is set up, which of its types is which kind of request, and the reports
that both sides know."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField
from cases.models import Case, RequestType


class TraffyBridge(models.Model):
    """The one row of the bridge; none before somebody has set it up. It changes with each call, so nobody
    remembers it: whether the bridge is in use says `Municipality.traffy`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    # Their number of the municipality's organisation.
    organisation = models.CharField(_("number of the organisation (org_id)"), max_length=40)
    user = models.CharField(_("user name"), max_length=100)
    password = EncryptedTextField(_("password"))
    # The last part of the address that they call; known to both sides.
    hook = EncryptedTextField(_("secret of the address"))
    networks = ArrayField(
        models.CharField(max_length=50), verbose_name=_("networks"), default=list, blank=True
    )
    by_suggestion = models.BooleanField(_("file by suggestion"), default=False)
    every = models.PositiveSmallIntegerField(_("minutes between two looks"), default=30)
    # Reports from before are not taken in.
    since = models.DateTimeField(_("switched on"), null=True)
    looked_at = models.DateTimeField(_("last look"), null=True)
    next_at = models.DateTimeField(_("next look"), null=True)
    trouble = models.CharField(_("last trouble"), max_length=200, blank=True, default="")
    token = EncryptedTextField(_("token"), blank=True, default="")
    token_until = models.DateTimeField(_("token good until"), null=True)
    # How many calls are left in this month, of how many; None before they have said so.
    credit = models.IntegerField(_("calls left"), null=True)
    quota = models.IntegerField(_("calls a month"), null=True)
    credit_of = models.DateField(_("month of the calls"), null=True)

    class Meta:
        verbose_name = _("bridge to Traffy Fondue")
        verbose_name_plural = _("bridge to Traffy Fondue")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="traffy_bridge_once"),
            models.CheckConstraint(condition=Q(every__range=(5, 1440)), name="traffy_every_known"),
        ]

    def __str__(self) -> str:
        return self.organisation


class TraffyKind(models.Model):
    """That a type of Traffy Fondue, by its Thai name, is this kind of request; none: it waits at the counter.
    Types that come are added by themselves."""

    name = models.CharField(_("type in Traffy Fondue"), max_length=100, unique=True)
    request_type = models.ForeignKey(
        RequestType,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of request"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("type of Traffy Fondue")
        verbose_name_plural = _("types of Traffy Fondue")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class TraffyReport(models.Model):
    """One report that is, or will be, on both sides. `ours` was sent there from here; the others came."""

    class State(models.TextChoices):
        NEW = "new", _("To be read at Traffy Fondue")
        WAITING = "waiting", _("Waits for a kind of request")
        FAILED = "failed", _("Could not be taken in")
        ASIDE = "aside", _("Put aside")
        LINKED = "linked", _("Is a case")

    # Empty until they have answered a report of ours.
    ticket = models.CharField(_("number in Traffy Fondue"), max_length=40, null=True, unique=True)
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, null=True, related_name="traffy", verbose_name=_("case")
    )
    ours = models.BooleanField(_("sent from here"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    # What they said of it, until it is a case; untrusted.
    said = EncryptedTextField(_("what was reported"), blank=True, default="")
    trouble = models.CharField(_("trouble"), max_length=300, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    # What is known of their side: the state, its last change, stars, how often it was opened again.
    status = models.CharField(_("state there"), max_length=60, blank=True, default="")
    activity = models.CharField(_("last change there"), max_length=30, blank=True, default="")
    stars = models.PositiveSmallIntegerField(_("stars"), null=True)
    reopened = models.PositiveSmallIntegerField(_("opened again"), default=0)
    # Of the timeline so many entries were seen.
    seen = models.PositiveSmallIntegerField(_("entries seen"), default=0)
    # They have called: it is read anew.
    called_at = models.DateTimeField(_("called"), null=True)
    came_at = models.DateTimeField(_("came"), db_default=Now())

    class Meta:
        ordering = ["-came_at", "-pk"]
        verbose_name = _("report of Traffy Fondue")
        verbose_name_plural = _("reports of Traffy Fondue")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "waiting", "failed", "aside", "linked"]),
                name="traffy_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="linked", case__isnull=False) | ~Q(state="linked") & Q(case__isnull=True),
                name="traffy_linked_has_case",
            ),
            models.CheckConstraint(
                condition=Q(ours=True) | Q(ticket__isnull=False), name="traffy_has_number"
            ),
        ]
        indexes = [
            models.Index(fields=["-came_at", "-id"], name="traffy_latest"),
            models.Index(fields=["called_at"], name="traffy_called", condition=Q(called_at__isnull=False)),
            models.Index(
                fields=["state"], name="traffy_open", condition=Q(state__in=["new", "waiting", "failed"])
            ),
        ]

    def __str__(self) -> str:
        return self.ticket or str(self.pk)


def this_month(now: datetime.datetime | None = None) -> datetime.date:
    """The first of the month by which they count the calls."""
    return timezone.localdate(now).replace(day=1)
