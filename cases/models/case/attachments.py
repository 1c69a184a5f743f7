"""Photos and papers of a case: what was reported, what was answered, what was done."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case
from cases.models.case.events import CaseEvent

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

    class Scan(models.TextChoices):
        """Of the virus scanner, where there is one: nobody gets a file before it has said yes."""

        CLEAN = "clean", _("Clean")
        WAITING = "waiting", _("Being checked")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="attachments", verbose_name=_("case")
    )
    event = models.ForeignKey(
        CaseEvent, on_delete=models.PROTECT, null=True, related_name="attachments", verbose_name=_("event")
    )
    draft = models.UUIDField(_("form token"), null=True, db_index=True)
    # Of what was sent (SHA-256): a form that is sent again brings nothing new. Empty where none brought it.
    digest = models.CharField(_("digest"), max_length=64, blank=True, editable=False)
    kind = models.CharField(_("kind of file"), max_length=5, choices=Kind.choices, default=Kind.PHOTO)
    file = models.FileField(_("file"), upload_to=stored_name)
    thumbnail = models.BinaryField(_("thumbnail"))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("bytes"))
    # What the picture looks like (cases.files.image_hash): 0 where it tells nothing, null until it is worked
    # out.
    fingerprint = models.BigIntegerField(_("fingerprint"), null=True, editable=False)
    scan = models.CharField(_("virus scan"), max_length=7, choices=Scan.choices, default=Scan.CLEAN)
    # How often the scanner was asked in vain, and when it is asked again. Of a refused file: it never knew.
    scan_tries = models.SmallIntegerField(_("scans in vain"), default=0, db_default=0, editable=False)
    scan_after = models.DateTimeField(_("scan again after"), null=True, editable=False)
    # As the sender called it, kept until the scanner has said yes: a refused file is named.
    label = models.CharField(_("name"), max_length=60, blank=True, editable=False)
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
            models.CheckConstraint(
                condition=Q(scan__in=["clean", "waiting", "refused"]), name="attachment_scan_known"
            ),
            models.UniqueConstraint(
                fields=["draft", "digest"],
                condition=Q(draft__isnull=False) & ~Q(digest=""),
                name="attachment_once_in_a_draft",
            ),
        ]
        indexes = [
            *(models.Index(band(n), name=f"attachment_band_{n}", condition=TELLING) for n in BANDS),
            models.Index(fields=["created"], name="attachment_held", condition=Q(scan="waiting")),
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
    def is_picture(self) -> bool:
        """Whether there is a picture to look at."""
        return not self.is_pdf and not self.withheld

    @property
    def withheld(self) -> str:
        """Why nobody gets the file, in words that name it; empty for a file like any other."""
        if self.scan == self.Scan.WAITING:
            return gettext("“%(name)s” is being checked for viruses.") % {"name": self.label}
        if self.scan == self.Scan.REFUSED and self.scan_tries:
            return gettext("“%(name)s” was not kept: the virus scanner could not check it.") % {
                "name": self.label
            }
        if self.scan == self.Scan.REFUSED:
            text = gettext("“%(name)s” was not kept: the virus scanner found something harmful in it.")
            return text % {"name": self.label}
        return ""

    @property
    def content_type(self) -> str:
        """What it is served as."""
        return "application/pdf" if self.is_pdf else "image/jpeg"
