"""The open data as they were made last: which files there are, and where they lie."""

from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = "opendata"


class OpenDataRelease(models.Model):
    """One row: what was made last (`cases.opendata`), with the description of each file. It is written once
    the files lie in the storage, in a folder of their own."""

    made_at = models.DateTimeField(_("made"))
    folder = models.CharField(_("folder"), max_length=60)
    # Of each: name, what it is, its columns, how many rows and bytes, and the sum of its content.
    files = models.JSONField(_("files"), default=list)

    class Meta:
        default_permissions = ()
        verbose_name = _("open data")
        verbose_name_plural = _("open data")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="open_data_one_release")]

    def __str__(self) -> str:
        return self.folder
