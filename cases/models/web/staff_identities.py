"""By which account at the municipality's directory a member of staff is known."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaffIdentity(models.Model):
    """One account of a person at an issuer (OpenID Connect). `sub` is the issuer's own name for it, which it
    gives to nobody else; an e-mail address can change hands."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="identities",
        verbose_name=_("person"),
    )
    issuer = models.CharField(_("issuer"), max_length=300)
    # OpenID Connect Core 1.0, 2: at most 255 characters.
    sub = models.CharField(_("account there"), max_length=255)
    linked_at = models.DateTimeField(_("linked"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("account for single sign-on")
        verbose_name_plural = _("accounts for single sign-on")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issuer", "sub"], name="staff_identity_of_one_person"),
            models.UniqueConstraint(fields=["user", "issuer"], name="staff_identity_one_per_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issuer}"
