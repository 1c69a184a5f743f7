"""A test value sealed with each key of FIELD_KEYS, by which it is seen that the keys fit the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeySeal(models.Model):
    """One key that was in use here. The plain value is known to everybody; only the right key opens it."""

    sealed = models.TextField(_("sealed value"), editable=False)
    made = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("key seal")
        verbose_name_plural = _("key seals")

    def __str__(self) -> str:
        return str(self.made)
