"""Where a member of staff is logged in: what the person recognises it by, and nothing that opens it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffSession(models.Model):
    """One log-in. `key` is the SHA-256 of the session's key; of the address only the network is kept."""

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    since = models.DateTimeField(_("logged in"))
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    network = models.CharField(_("network"), max_length=50)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("log-in")
        verbose_name_plural = _("log-ins")

    def __str__(self) -> str:
        return f"{self.user_id} {self.browser}"
