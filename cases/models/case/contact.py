"""By which way a citizen wants to be told of a case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import EncryptedTextField
from cases.models.case.case import Case


class ContactChannel(models.TextChoices):
    """The channels among which a citizen chooses, as far as the installation has them."""

    EMAIL = "email", _("E-mail")
    LINE = "line", _("LINE")
    SMS = "sms", _("SMS")


class Contact(models.Model):
    """The citizen's choice for one case. Without a row the default holds: e-mail, or else SMS."""

    # It is a part of the case, and goes with it.
    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="contact", verbose_name=_("case")
    )
    way = models.CharField(_("way"), max_length=10, choices=ContactChannel.choices)
    # The user ID that LINE knows the citizen by; nothing else of the LINE account is kept.
    line_id = EncryptedTextField(_("LINE user ID"), blank=True, default="")

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["email", "line", "sms"]), name="contact_way_known"),
            models.CheckConstraint(
                condition=~Q(way="line") | ~Q(line_id=""), name="contact_by_line_is_linked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.way}"
