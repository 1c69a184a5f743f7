"""Photos as everybody may see them: copies in which faces and number plates were covered by hand."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case.attachments import Attachment
from cases.models.case.case import Case

FOLDER = "public"


def stored_name(photo: "PublicPhoto", filename: str) -> str:
    """A name that tells nothing."""
    return f"{FOLDER}/{photo.pk.hex}.jpg"


class PublicPhoto(models.Model):
    """The copy of a photo that somebody of the staff has cleared; the photo itself stays as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="public_photos", verbose_name=_("case")
    )
    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, related_name="public_copy", verbose_name=_("photo")
    )
    file = models.FileField(_("file"), upload_to=stored_name)
    # The cells that are covered (cases.files.public_copy), for whoever clears it anew.
    covered = ArrayField(models.PositiveSmallIntegerField(), default=list, verbose_name=_("covered parts"))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["created"]
        verbose_name = _("public photo")
        verbose_name_plural = _("public photos")

    def __str__(self) -> str:
        return str(self.pk)
