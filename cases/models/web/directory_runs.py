"""What the municipality's directory has said about the staff, night by night."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DirectoryRun(models.Model):
    """One import of the directory: how many accounts it listed, how many of our people are in it, who was
    switched off, and who should have been and could not. A file that was not believed changes nobody."""

    class Doubt(models.TextChoices):
        UNREADABLE = "unreadable", _("The file could not be read.")
        NOBODY = (
            "nobody",
            _("None of our people is in the file: it is another directory, or its names differ."),
        )
        TOO_MANY = "too_many", _("More of our people are missing in the file than is plausible.")

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    dry = models.BooleanField(_("only looked at"))
    doubt = models.CharField(_("not believed"), max_length=10, choices=Doubt.choices, blank=True)
    listed = models.PositiveIntegerField(_("accounts in the file"), default=0)
    here = models.PositiveIntegerField(_("our people who are in it"), default=0)
    gone = ArrayField(models.IntegerField(), verbose_name=_("switched off"), default=list)
    kept = ArrayField(models.IntegerField(), verbose_name=_("could not be switched off"), default=list)
    cases_back = models.PositiveIntegerField(_("cases that went back"), default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("import of the directory")
        verbose_name_plural = _("imports of the directory")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
