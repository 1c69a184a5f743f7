"""The outbox: one row for each letter, written with the event it reports and settled when it is sent."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseEvent, Follower, Recovery, User
from cases.secrets import EncryptedTextField


class State(models.TextChoices):
    """What has become of a notice."""

    PENDING = "pending", _("Waiting to be sent")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")
    CANCELLED = "cancelled", _("Cancelled")


class Audience(models.TextChoices):
    """What the reader is to the case."""

    CITIZEN = "citizen", _("Citizen")
    HEAD = "head", _("Department head")
    OFFICER = "officer", _("Officer")
    FOLLOWER = "follower", _("Follower")


class Channel(models.TextChoices):
    """The way a notice goes."""

    EMAIL = "email", _("E-mail")


class Letter(models.TextChoices):
    """What a notice says; each has a template `templates/notices/<kind>.txt`."""

    RECEIVED = "received", _("Request received, with the password")
    WITH_DEPARTMENT = "with_department", _("Assigned to a department")
    QUESTION = "question", _("Question to the citizen")
    RESULT = "result", _("Result")
    REJECTED = "rejected", _("Not taken on")
    REOPENED = "reopened", _("Open again")
    CLOSED = "closed", _("Case closed")
    NEW_PASSWORD = "new_password", _("New password")
    EMAIL_CHANGED = "email_changed", _("Other e-mail address")
    FOLLOWED_ASSIGNED = "followed_assigned", _("Followed case: with the department")
    FOLLOWED_RESULT = "followed_result", _("Followed case: result")
    FOLLOWED_REJECTED = "followed_rejected", _("Followed case: not taken on")
    FOLLOWED_WITHDRAWN = "followed_withdrawn", _("Followed case: withdrawn")
    FOLLOWED_REOPENED = "followed_reopened", _("Followed case: open again")
    FOLLOWED_CLOSED = "followed_closed", _("Followed case: closed")
    RECOVERY_CODE = "recovery_code", _("Confirmation code")
    NEW_CASE = "new_case", _("New case")
    CASE_TRANSFERRED = "case_transferred", _("Case from another department")
    CASE_REOPENED = "case_reopened", _("Case open again")
    CASE_HANDED_BACK = "case_handed_back", _("Case given back")
    CASES_CAME_BACK = "cases_came_back", _("Cases of an officer who has left")
    ASSIGNED_TO_YOU = "assigned_to_you", _("Case assigned to you")
    ANSWER = "answer", _("The citizen answered")
    MESSAGE = "message", _("Message from the citizen")
    WITHDRAWN = "withdrawn", _("Withdrawn by the citizen")
    DUE_SOON = "due_soon", _("Due soon")
    LATE = "late", _("Late")


UNSETTLED = (State.PENDING, State.CLAIMED)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads, as adjectives."""

    def for_case(self, case: Case) -> Self:
        """Every notice of a case, the oldest first."""
        return self.filter(case=case).select_related("recipient").order_by("created", "pk")

    def unsettled(self) -> Self:
        """Notices that are still to be sent."""
        return self.filter(state__in=UNSETTLED)


class Notice(models.Model):
    """What must be said to one reader about one event, frozen as it was true then. Its text holds a mark
    where the secret goes, which is filled in at sending only."""

    # Also the local part of the Message-ID, and what the mail service gets to know the letter by.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        CaseEvent, on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("event")
    )
    # A wish for a new password is forgotten after a day, and its letter with it.
    recovery = models.ForeignKey(
        Recovery, on_delete=models.CASCADE, null=True, related_name="notices", verbose_name=_("recovery")
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("case")
    )
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="copies", verbose_name=_("copy of")
    )
    resent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("sent again by"),
    )
    kind = models.CharField(_("letter"), max_length=20, choices=Letter.choices)
    audience = models.CharField(_("to"), max_length=10, choices=Audience.choices)
    channel = models.CharField(_("way"), max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="notices",
        verbose_name=_("recipient"),
    )
    # Who stops following is forgotten, with the letters.
    follower = models.ForeignKey(
        Follower, on_delete=models.CASCADE, null=True, related_name="notices", verbose_name=_("follower")
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=2, choices=User.Language.choices)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    secret = EncryptedTextField(_("secret"), blank=True, default="")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # All times are the database's: workers on several machines need not agree on theirs.
    created = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(_("next attempt"), db_default=Now())
    woken_at = models.DateTimeField(_("a worker was woken"), null=True)
    lease = models.UUIDField(_("lease"), null=True)
    leased_until = models.DateTimeField(_("leased until"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    provider_id = models.CharField(_("mail service's ID"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "audience", "channel", "recipient", "follower"],
                condition=Q(event__isnull=False, copy_of__isnull=True),
                nulls_distinct=False,
                name="notice_once_per_event",
            ),
            models.UniqueConstraint(
                fields=["recovery"], condition=Q(recovery__isnull=False), name="notice_once_per_recovery"
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False, recovery__isnull=True)
                | Q(event__isnull=True, recovery__isnull=False),
                name="notice_has_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(audience="follower", follower__isnull=False)
                | (~Q(audience="follower") & Q(follower__isnull=True)),
                name="notice_to_follower_names_one",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="notice_state_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="notice_audience_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notice_channel_known"),
            models.CheckConstraint(
                condition=Q(language__in=User.Language.values), name="notice_language_known"
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", lease__isnull=False, leased_until__isnull=False)
                | (~Q(state="claimed") & Q(lease__isnull=True, leased_until__isnull=True)),
                name="notice_claimed_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed"]) | Q(secret=""),
                name="notice_settled_has_no_secret",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notice_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="notice_due", condition=Q(state="pending")),
            models.Index(fields=["leased_until"], name="notice_leased", condition=Q(state="claimed")),
            models.Index(fields=["woken_at"], name="notice_woken", condition=Q(state="pending")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state not in UNSETTLED
