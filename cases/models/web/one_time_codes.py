"""What guards a citizen's access: counted tries, and requests for a new password."""

import uuid

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class RateCounter(models.Model):
    """What was used of a limit, or what is known of a network until `until`; the key is an HMAC, never an
    address."""

    key = models.CharField(max_length=64, primary_key=True)
    # Of a window when it began, and how much was counted since; of a limit that leaks how full it was then.
    since = models.DateTimeField()
    count = models.FloatField()
    # When the row means nothing any more.
    until = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.count:g}"


class OneTimeCode(models.Model):
    """A request that a code to an e-mail address must confirm. The page stores it and says no more; a worker
    looks up whom it concerns and sends the code."""

    class Purpose(models.TextChoices):
        PASSWORD = "password", _("New password")
        EMAIL = "email", _("Other e-mail address")
        FOLLOW = "follow", _("Follow a case")
        CASES = "cases", _("All own cases")
        AREA = "area", _("Hear what is reported near a place")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.PASSWORD)
    # The case that the request is about, where the page knows it.
    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("case")
    )
    # What was typed: an e-mail address or a user ID; wiped once it was looked up.
    wanted = models.CharField(_("e-mail or user ID"), max_length=254)
    language = models.CharField(_("language"), max_length=2, default="th")
    # Asked for by a browser or network that had confirmed this address, or opened this case, before.
    known = models.BooleanField(_("known visitor"), default=False, db_default=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    looked_up_at = models.DateTimeField(_("looked up"), null=True, blank=True)
    email = models.EmailField(_("e-mail on file"), blank=True)
    code = models.CharField(_("hash of the code"), max_length=64, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("recovery")
        verbose_name_plural = _("recoveries")
        indexes = [
            models.Index(
                fields=["created"],
                name="one_time_code_to_look_up",
                condition=models.Q(looked_up_at__isnull=True),
            ),
            models.Index(Lower("email"), name="one_time_code_email"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
