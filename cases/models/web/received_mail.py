"""E-mail that came in: what it became, and what is still to be looked at."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField
from cases.models.case.case import Case
from cases.models.staff.organisation import User


class ReceivedMailQuerySet(models.QuerySet["ReceivedMail"]):
    """E-mails that came in."""

    def visible_to(self, user: User) -> Self:
        """Those that somebody of the counter may read: of those about a case of a restricted request type
        only the readers' of that case."""
        open_to_all = Q(case=None) | Q(case__request_type__restricted=False)
        return self.filter(open_to_all | Q(case__in=Case.objects.visible_to(user)))


class ReceivedMail(models.Model):
    """One e-mail of somebody, read once however often it comes. Whose it is and what it says is encrypted;
    its files wait as those of a form that is not sent yet, and its key is the token of that form."""

    class Sort(models.TextChoices):
        """What it is, as far as it says so itself (`cases.lib.mail`)."""

        LETTER = "letter", _("E-mail")
        BOUNCE = "bounce", _("Came back")
        AUTOMATIC = "automatic", _("Automatic answer")
        LIST = "list", _("Mailing list")
        OWN = "own", _("Our own letter")
        UNREADABLE = "unreadable", _("Could not be read")

    class State(models.TextChoices):
        NEW = "new", _("To be looked at")
        FILED = "filed", _("Filed as a case")
        JOINED = "joined", _("Attached to a case")
        ASIDE = "aside", _("Put aside")
        # Of programs, and of who writes more than anybody reads.
        KEPT = "kept", _("Automatic e-mail")

    id = models.UUIDField(_("form token"), primary_key=True, default=uuid.uuid4, editable=False)
    # Of the Message-ID with sender and date, or of all bytes where there is none.
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    sort = models.CharField(_("what it is"), max_length=10, choices=Sort.choices)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.NEW)
    received_at = models.DateTimeField(_("came in"), db_default=Now())
    sender = EncryptedTextField(_("sender"), blank=True)
    sender_name = EncryptedTextField(_("sender's name"), blank=True)
    subject = EncryptedTextField(_("subject"), blank=True)
    words = EncryptedTextField(_("text"), blank=True)
    # One line for each file that was not taken: its name, and why.
    left_out = EncryptedTextField(_("not taken"), blank=True)
    # The beginning of what could not be read, byte for byte (Latin-1).
    raw = EncryptedTextField(_("as it came"), blank=True)
    # Whether the town's own mail server says that it is the sender's (SPF, DKIM, DMARC).
    proved = models.BooleanField(_("sender proved"), default=False)
    # The case that it answers, or became.
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="received_mail", verbose_name=_("case")
    )
    settled_at = models.DateTimeField(_("dealt with"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("dealt with by"),
    )
    reason = EncryptedTextField(_("reason"), blank=True)

    objects = ReceivedMailQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "pk"]
        verbose_name = _("received e-mail")
        verbose_name_plural = _("received e-mails")
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=["letter", "bounce", "automatic", "list", "own", "unreadable"]),
                name="received_mail_sort_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "filed", "joined", "aside", "kept"]),
                name="received_mail_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "kept"], settled_at__isnull=True)
                | Q(state__in=["filed", "joined", "aside"], settled_at__isnull=False),
                name="received_mail_settled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["filed", "joined"]) | Q(case__isnull=False),
                name="received_mail_became_case",
            ),
            models.CheckConstraint(
                condition=~Q(state="aside") | ~Q(reason=""), name="received_mail_aside_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at", "id"], name="received_mail_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it can still become something."""
        return self.state not in (self.State.FILED, self.State.JOINED)

    @property
    def title(self) -> str:
        """What stands in a list: the subject, or the first of the words."""
        return str(self.subject or self.words[:80] or self.get_sort_display())
