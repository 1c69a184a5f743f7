"""Other systems that are told of events: where they listen, what they hear of, by which keys they know us."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField
from cases.models import Department, RequestType


class WebhookEndpoint(models.Model):
    """One other system. A list that is empty means all; of a restricted request type it hears only where the
    switch is on and the type is named. What changes with each message stands in `WebhookHealth`: this table
    is known to every process."""

    class Off(models.TextChoices):
        """Why nothing is sent."""

        NEW = "new", _("New: not switched on yet")
        BY_HAND = "by_hand", _("Switched off by an administrator")
        GONE = "gone", _("Switched off: the other system has said that it is gone (410)")
        FAILING = "failing", _("Switched off: nothing has reached the other system for three days")

    name = models.CharField(_("name of the other system"), max_length=100, unique=True)
    address = models.CharField(_("address that takes the messages"), max_length=500)
    active = models.BooleanField(_("in use"), default=False)
    off_because = models.CharField(
        _("why nothing is sent"), max_length=10, choices=Off.choices, default=Off.NEW, blank=True
    )
    event_types = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("events")
    )
    kinds = models.ManyToManyField(
        RequestType, blank=True, related_name="+", verbose_name=_("kinds of request")
    )
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=_("departments")
    )
    restricted = models.BooleanField(_("restricted kinds too"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                condition=Q(active=True, off_because="")
                | Q(active=False, off_because__in=["new", "by_hand", "gone", "failing"]),
                name="webhook_off_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="https://"), name="webhook_by_https_alone"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookSecretQuerySet(models.QuerySet["WebhookSecret"]):
    """Reads, as adjectives."""

    def valid(self) -> "WebhookSecretQuerySet":
        """Those that messages are signed with now, the newest first."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=Now())).order_by("-made_at", "-pk")


class WebhookSecret(models.Model):
    """The keys of one endpoint: a secret that both sides know, and a pair of which the other side knows the
    public half. After a change the ones before hold for a day, beside the new ones."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="secrets")
    # `whsec_…` and `whsk_…` with their `whpk_…`, as Standard Webhooks writes them.
    secret = EncryptedTextField(_("secret"))
    private = EncryptedTextField(_("private key"))
    public = models.CharField(_("public key"), max_length=60)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    ends_at = models.DateTimeField(_("holds until"), null=True)

    objects = WebhookSecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("keys of a webhook")
        verbose_name_plural = _("keys of webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(ends_at=None), name="webhook_newest_secret_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.public}"


class WebhookHealth(models.Model):
    """How an endpoint does; delivery writes it."""

    endpoint = models.OneToOneField(
        WebhookEndpoint, on_delete=models.CASCADE, primary_key=True, related_name="health"
    )
    worked_at = models.DateTimeField(_("last success"), null=True)
    # The first failure after which nothing has worked.
    failing_since = models.DateTimeField(_("failing since"), null=True)
    # It was silent, or has asked for a pause.
    quiet_until = models.DateTimeField(_("left alone until"), null=True)

    class Meta:
        verbose_name = _("state of a webhook")
        verbose_name_plural = _("states of webhooks")

    def __str__(self) -> str:
        return str(self.endpoint_id)


class WebhookAttempt(models.Model):
    """One try to hand a message over: when, and what was answered; nothing of what was sent. Kept for a
    month."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, db_index=False, related_name="attempts"
    )
    # A test message is in no outbox.
    notice = models.ForeignKey(
        "notifications.Notice", on_delete=models.CASCADE, db_index=False, null=True, related_name="+"
    )
    at = models.DateTimeField(_("time"), db_default=Now())
    # None where there was no answer; the words say why.
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        verbose_name = _("attempt of a webhook")
        verbose_name_plural = _("attempts of webhooks")
        indexes = [
            models.Index(F("endpoint"), F("at").desc(), name="webhook_newest_attempts"),
            models.Index(fields=["notice"], name="webhook_attempts_of_notice"),
            models.Index(fields=["at"], name="webhook_oldest_attempts"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.status or self.error}"

    @property
    def ok(self) -> bool:
        """Whether the message was taken."""
        return self.status is not None and 200 <= self.status < 300
