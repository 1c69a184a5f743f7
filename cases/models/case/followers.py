"""Citizens with the same trouble, who hear how a case goes on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case


class Follower(models.Model):
    """Somebody with the same trouble, who hears of its progress; the address was confirmed by a code."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followers", verbose_name=_("case"))
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, default="th")
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint("case", Lower("email"), name="follower_once_per_case"),
            models.CheckConstraint(condition=Q(language__in=["th", "en"]), name="follower_language_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
