"""The outbox: one row for each letter, written with the event it reports and settled when it is sent."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from cases.db.compiled import Given
from cases.db.encryption import EncryptedTextField
from cases.models import (
    AreaAlert,
    Case,
    CaseEvent,
    Follower,
    OneTimeCode,
    OutsidePerson,
    PushSubscription,
    User,
)
from cases.models.case.labels import label_of
from notifications.models.letters import KINDS, Audience, DeliveryChannel, Letter, Message
from notifications.models.staff_browsers import StaffBrowser
from notifications.models.states import UNSETTLED, Priority, State
from notifications.models.webhooks import WebhookEndpoint


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads, as adjectives."""

    def for_case(self, case: Case | Given) -> Self:
        """Every notice of a case, the oldest first."""
        return self.filter(case=case).select_related("recipient").order_by("created", "pk")

    def mails_to(self, address: str) -> Self:
        """E-mails to an address, in upper or lower case."""
        return self.alias(to=Lower("address")).filter(to=address.lower(), channel=DeliveryChannel.EMAIL)

    def unsettled(self) -> Self:
        """Notices that are still to be sent."""
        return self.filter(state__in=UNSETTLED)


def _state_in_words(notice: "Notice") -> str:
    """The state of a letter; of one that was handed over and never answered, that it may be there."""
    if notice.unanswered and not notice.is_settled:
        return str(State.PERHAPS.label)
    return str(State(notice.state).label)


def _kind_in_words(notice: "Notice") -> str:
    """What a letter, or a message to another system, is called."""
    kinds = Message if notice.kind in Message.values else Letter
    return str(kinds(notice.kind).label)


class Notice(models.Model):
    """What must be said to one reader about one event, frozen as it was true then. Its text holds a mark
    where the secret goes, which is filled in at sending only."""

    # Also the local part of the Message-ID, and what the mail service gets to know the letter by.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        CaseEvent, on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("event")
    )
    # A request for a new password is forgotten after a day, and its letter with it.
    recovery = models.ForeignKey(
        OneTimeCode, on_delete=models.CASCADE, null=True, related_name="notices", verbose_name=_("recovery")
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
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )
    # Letters of a morning tell of no single event; the monthly one has the first day of its month.
    digest_on = models.DateField(_("morning of"), null=True)
    kind = models.CharField(_("letter"), max_length=20, choices=KINDS)
    audience = models.CharField(_("to"), max_length=20, choices=Audience.choices)
    channel = models.CharField(
        _("way"), max_length=10, choices=DeliveryChannel.choices, default=DeliveryChannel.EMAIL
    )
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
    alert = models.ForeignKey(
        AreaAlert,
        db_index=False,
        on_delete=models.CASCADE,
        null=True,
        related_name="notices",
        verbose_name=_("area alert"),
    )
    person = models.ForeignKey(
        OutsidePerson,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person of an outside party"),
    )
    # Which browser is told; what it is known by stands there alone, encrypted.
    subscription = models.ForeignKey(
        PushSubscription,
        db_index=False,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("browser"),
    )
    # The same of a member of staff; the letter stays when the log-in is over.
    staff_browser = models.ForeignKey(
        StaffBrowser,
        db_index=False,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("browser of the staff"),
    )
    # Which other system is told, by messages in place of letters: where it listens stands there alone.
    endpoint = models.ForeignKey(
        WebhookEndpoint,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        related_name="notices",
        verbose_name=_("webhook"),
    )
    # An e-mail address or a telephone number. A LINE user ID stands with the case alone, encrypted.
    address = models.CharField(_("address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=User.Language.choices)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    secret = EncryptedTextField(_("secret"), blank=True, default="")

    state = FSMField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.NORMAL, db_default=Priority.NORMAL
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # How often the mail server took it and did not say whether it accepts it.
    unanswered = models.PositiveSmallIntegerField(_("attempts without an answer"), default=0, db_default=0)
    # All times are the database's: workers on several machines need not agree on theirs.
    created = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(_("next attempt"), db_default=Now())
    woken_at = models.DateTimeField(_("a worker was woken"), null=True)
    # When it was let through to an address that nobody had confirmed; when one that it waited for was.
    admitted_at = models.DateTimeField(_("let through"), null=True)
    released_at = models.DateTimeField(_("waited until"), null=True)
    lease = models.UUIDField(_("lease"), null=True)
    leased_until = models.DateTimeField(_("leased until"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    arrived_at = models.DateTimeField(_("arrived, or came back"), null=True)
    # When a member of staff has seen it in the list of news.
    read_at = models.DateTimeField(_("read"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    provider_id = models.CharField(_("mail service's ID"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("event", "audience", "channel", "recipient"),
                    *("follower", "person", "subscription", "endpoint"),
                ],
                condition=Q(event__isnull=False, copy_of__isnull=True)
                & ~Q(channel="push", recipient__isnull=False),
                nulls_distinct=False,
                name="notice_once_per_event",
            ),
            # In this order it finds the letters of a browser that goes as well.
            models.UniqueConstraint(
                fields=["staff_browser", "event"],
                condition=Q(staff_browser__isnull=False, copy_of__isnull=True),
                name="notice_once_per_staff_browser",
            ),
            models.UniqueConstraint(
                fields=["recovery"], condition=Q(recovery__isnull=False), name="notice_once_per_one_time_code"
            ),
            models.UniqueConstraint(
                fields=["recipient", "alert", "digest_on"],
                condition=Q(digest_on__isnull=False) & ~Q(kind="monthly"),
                nulls_distinct=False,
                name="notice_once_each_morning",
            ),
            models.UniqueConstraint(
                "digest_on", Lower("address"), condition=Q(kind="monthly"), name="notice_monthly_once"
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False, recovery__isnull=True, digest_on__isnull=True)
                | Q(event__isnull=True, recovery__isnull=False, digest_on__isnull=True)
                | Q(
                    event__isnull=True,
                    recovery__isnull=True,
                    digest_on__isnull=False,
                )
                & (Q(recipient__isnull=False) | Q(alert__isnull=False) | Q(kind="monthly"))
                | Q(
                    event__isnull=True,
                    recovery__isnull=True,
                    digest_on__isnull=True,
                    kind__in=["letters_wait", "webhook_off"],
                ),
                name="notice_has_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(audience="follower", follower__isnull=False)
                | (~Q(audience="follower") & Q(follower__isnull=True)),
                name="notice_to_follower_names_one",
            ),
            models.CheckConstraint(
                condition=Q(audience="neighbour", alert__isnull=False)
                | (~Q(audience="neighbour") & Q(alert__isnull=True)),
                name="notice_to_neighbour_names_one",
            ),
            models.CheckConstraint(
                condition=Q(audience="outside", person__isnull=False)
                | (~Q(audience="outside") & Q(person__isnull=True)),
                name="notice_to_outside_names_one",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="notice_state_known"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="notice_audience_known"),
            models.CheckConstraint(
                condition=Q(channel__in=DeliveryChannel.values), name="notice_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["line", "push", "webhook", "traffy"], address="")
                | (~Q(channel__in=["line", "push", "webhook", "traffy"]) & ~Q(address="")),
                name="notice_says_where",
            ),
            models.CheckConstraint(
                condition=Q(channel="push", subscription__isnull=False, staff_browser__isnull=True)
                | Q(channel="push", subscription__isnull=True, recipient__isnull=False)
                | (~Q(channel="push") & Q(subscription__isnull=True, staff_browser__isnull=True)),
                name="notice_by_push_names_browser",
            ),
            models.CheckConstraint(
                condition=Q(channel="webhook", audience="system", endpoint__isnull=False)
                | Q(channel="traffy", audience="system", endpoint__isnull=True, case__isnull=False)
                | (~Q(channel__in=["webhook", "traffy"]) & ~Q(audience="system") & Q(endpoint__isnull=True)),
                name="notice_by_webhook_names_endpoint",
            ),
            models.CheckConstraint(
                condition=Q(language__in=User.Language.values), name="notice_language_known"
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", lease__isnull=False, leased_until__isnull=False)
                | (~Q(state="claimed") & Q(lease__isnull=True, leased_until__isnull=True)),
                name="notice_claimed_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed", "held"]) | Q(secret=""),
                name="notice_settled_has_no_secret",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "delivered", "bounced"]) | Q(sent_at__isnull=False),
                name="notice_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["delivered", "bounced"]) | Q(arrived_at__isnull=False),
                name="notice_arrived_has_time",
            ),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="notice_priority_known"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "priority", "due_at"], name="notice_next", condition=Q(state="pending")
            ),
            models.Index(fields=["leased_until"], name="notice_leased", condition=Q(state="claimed")),
            models.Index(fields=["woken_at"], name="notice_woken", condition=Q(state="pending")),
            models.Index(
                fields=["created"], name="notice_unsent", condition=Q(state__in=["pending", "claimed"])
            ),
            # The staff's list, the newest first; and the service's name for a letter.
            models.Index(fields=["created", "id"], name="notice_by_age"),
            models.Index(fields=["state", "created", "id"], name="notice_by_state"),
            models.Index(fields=["channel", "created", "id"], name="notice_by_channel"),
            models.Index(fields=["kind", "created", "id"], name="notice_by_kind"),
            models.Index(fields=["provider_id"], name="notice_by_provider", condition=~Q(provider_id="")),
            models.Index(fields=["created"], name="notice_with_html", condition=~Q(html="")),
            models.Index(Lower("address"), name="notice_by_address"),
            models.Index(
                fields=["recipient", "created"],
                name="notice_of_recipient",
                condition=Q(recipient__isnull=False),
            ),
            models.Index(fields=["alert"], name="notice_of_alert", condition=Q(alert__isnull=False)),
            models.Index(
                fields=["endpoint", "created"],
                name="notice_of_endpoint",
                condition=Q(endpoint__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    get_kind_display = _kind_in_words
    get_audience_display = label_of("audience", Audience)
    get_state_display = _state_in_words

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state not in (*UNSETTLED, State.HELD)

    # What may follow what. `notifications.delivery.worker` does most of it in statements over rows it holds
    # by a lease; a trigger, made from these, refuses whatever is not here.
    @transition(state, source=State.PENDING, target=State.CLAIMED)
    def claim(self) -> None:
        """A worker takes it, for the length of the lease."""

    @transition(state, source=State.CLAIMED, target=State.PENDING)
    def put_off(self) -> None:
        """Not this time: the answer was for now only, or the worker died."""

    @transition(state, source=State.CLAIMED, target=State.HELD)
    def hold(self) -> None:
        """Too many letters have gone to its address, which nobody has confirmed."""

    @transition(state, source=State.HELD, target=State.PENDING)
    def release(self) -> None:
        """Somebody has confirmed its address."""

    @transition(state, source=[State.CLAIMED, State.PENDING, State.PERHAPS], target=State.SENT)
    def accept(self) -> None:
        """The service has taken it (from pending: counted as sent when its event happened, in the demo; from
        perhaps: as it says afterwards)."""

    @transition(state, source=[State.CLAIMED, State.PENDING], target=State.FAILED)
    def fail(self) -> None:
        """Refused for good, cannot be written, or put off for too long."""

    @transition(state, source=[State.CLAIMED, State.PENDING, State.HELD], target=State.CANCELLED)
    def cancel(self) -> None:
        """No longer wanted, or no longer true."""

    @transition(state, source=[State.CLAIMED, State.PENDING, State.HELD], target=State.EXPIRED)
    def expire(self) -> None:
        """Its time was over before it could be sent."""

    @transition(state, source=[State.CLAIMED, State.PENDING], target=State.PERHAPS)
    def leave_open(self) -> None:
        """Handed over several times and never answered: one more copy would help nobody."""

    @transition(state, source=State.SENT, target=State.DELIVERED)
    def arrive(self) -> None:
        """The service says that it has reached the mailbox."""

    @transition(state, source=[State.SENT, State.DELIVERED], target=State.BOUNCED)
    def bounce(self) -> None:
        """It came back, or its reader complained of it; a mailbox may accept first and send back later."""


class Allowance(models.Model):
    """How many letters a channel with a rate may take now; filled up and used up by the claim alone."""

    channel = models.CharField(_("way"), max_length=10, choices=DeliveryChannel.choices, primary_key=True)
    tokens = models.FloatField(_("letters"))
    filled_at = models.DateTimeField(_("filled up"), db_default=Now())

    def __str__(self) -> str:
        return self.channel


class ChannelHealth(models.Model):
    """How a channel does, for those who look after it; delivery writes it."""

    channel = models.CharField(_("way"), max_length=10, choices=DeliveryChannel.choices, primary_key=True)
    worked_at = models.DateTimeField(_("last success"), null=True)
    failed_at = models.DateTimeField(_("last trouble"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    # Its service has asked not to be called before.
    quiet_until = models.DateTimeField(_("left alone until"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=DeliveryChannel.values), name="health_channel_known"
            )
        ]

    def __str__(self) -> str:
        return self.channel
