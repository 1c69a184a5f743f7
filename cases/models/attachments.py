"""Photos and papers of a case: what was reported, what was answered, what was done."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.events import CaseEvent

# A fingerprint's four quarters, each looked up by an index: copies differ in three bits at most, mostly, so
# one quarter at least is the same.
BANDS = range(4)
TELLING = Q(fingerprint__lt=0) | Q(fingerprint__gt=0)


def band(number: int) -> CombinedExpression:
    """One quarter of a fingerprint, as SQL."""
    return F("fingerprint").bitrightshift(16 * number).bitand(0xFFFF)


def stored_name(attachment: "Attachment", filename: str) -> str:
    """A name that tells nothing: two letters of the uuid as a folder, the uuid, the kind of file."""
    ending = "pdf" if attachment.is_pdf else "jpg"
    return f"attachments/{attachment.pk.hex[:2]}/{attachment.pk.hex}.{ending}"


class Attachment(models.Model):
    """A re-encoded picture, or a PDF as it came: of a case and the event that brought it, or of a form not
    yet sent. A PDF has no thumbnail and no size in pixels, and is never shown inside a page."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        PDF = "pdf", _("PDF file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="attachments", verbose_name=_("case")
    )
    event = models.ForeignKey(
        CaseEvent, on_delete=models.PROTECT, null=True, related_name="attachments", verbose_name=_("event")
    )
    draft = models.UUIDField(_("form token"), null=True, db_index=True)
    kind = models.CharField(_("kind of file"), max_length=5, choices=Kind.choices, default=Kind.PHOTO)
    file = models.FileField(_("file"), upload_to=stored_name)
    thumbnail = models.BinaryField(_("thumbnail"))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("bytes"))
    # What the picture looks like (cases.fingerprints): 0 where it tells nothing, null until it is worked out.
    fingerprint = models.BigIntegerField(_("fingerprint"), null=True, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["created"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, event__isnull=False, draft__isnull=True)
                | Q(case__isnull=True, event__isnull=True, draft__isnull=False),
                name="attachment_of_case_or_draft",
            ),
            models.CheckConstraint(condition=Q(kind__in=["photo", "pdf"]), name="attachment_kind_known"),
        ]
        indexes = [
            *(models.Index(band(n), name=f"attachment_band_{n}", condition=TELLING) for n in BANDS),
            models.Index(
                fields=["id"],
                name="attachment_unmeasured",
                condition=Q(kind="photo", fingerprint__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_pdf(self) -> bool:
        """Whether it is a paper to download rather than a picture to look at."""
        return self.kind == self.Kind.PDF

    @property
    def content_type(self) -> str:
        """What it is served as."""
        return "application/pdf" if self.is_pdf else "image/jpeg"
