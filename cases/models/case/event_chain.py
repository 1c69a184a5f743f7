"""What proves that the history of the cases is whole: a link for each event, and a signed head for each day.

Links name events and cases without a foreign key: they stay when a retention job has destroyed an event.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField


class EventLink(models.Model):
    """The link of one event to the one before it of its case, written by the database (`event_chain.sql`).

    `words` is the digest of what may be personal with `salt`; `digest` is that of all, and of the digest
    before. The salt is gone where the words were erased."""

    event_key = models.BigIntegerField(_("event"), primary_key=True)
    case_key = models.BigIntegerField(_("case"))
    place = models.PositiveIntegerField(_("place in the chain"))
    salt = models.UUIDField(_("salt"), null=True)
    words = models.BinaryField(_("digest of the words"))
    digest = models.BinaryField(_("digest"))
    destroyed_at = models.DateTimeField(_("destroyed"), null=True)

    class Meta:
        verbose_name = _("link of an event")
        verbose_name_plural = _("links of events")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case_key", "place"], name="event_link_one_place")]

    def __str__(self) -> str:
        return f"{self.case_key} {self.place}"


class HistoryKeys(models.Model):
    """The pair of keys by which the heads are signed; the private half is encrypted with FIELD_KEYS."""

    private = EncryptedTextField(_("private key"))
    public = models.CharField(_("public key"), max_length=64)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("keys of the history")
        verbose_name_plural = _("keys of the history")
        default_permissions = ()

    def __str__(self) -> str:
        return self.public


class DailyHead(models.Model):
    """The head of all chains when a day had ended: of `events` events, the last of them `last_event`.
    `digest` continues that of the head before; `signature` is by ed25519 over `statement`. All are hex."""

    day = models.DateField(_("day"), unique=True)
    events = models.BigIntegerField(_("events"))
    last_event = models.BigIntegerField(_("last event"))
    digest = models.CharField(_("digest"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)
    public_key = models.CharField(_("public key"), max_length=64)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["-day"]
        verbose_name = _("head of a day")
        verbose_name_plural = _("heads of days")
        default_permissions = ()

    def __str__(self) -> str:
        return self.statement

    @property
    def statement(self) -> str:
        """What is signed, in one line."""
        return f"raprueang-history v1 {self.day.isoformat()} {self.events} {self.last_event} {self.digest}"
