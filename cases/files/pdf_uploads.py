"""Papers: a PDF is judged by its content, stored as it came, and only ever handed out as a download."""

import uuid
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.files import images
from cases.files.images import BadPhoto, prepared
from cases.files.inspection.judge import judged
from cases.files.inspection.limits import MOST_BYTES
from cases.files.inspection.verdicts import Reason, Unfit
from cases.models import Attachment

# Readers look for it in the first 1024 bytes (ISO 32000-1, annex H); a file that begins with something else
# may be something else as well, so here it has to come first.
SIGNATURE = b"%PDF-"
HEADERS = {
    "Cache-Control": "private, max-age=300",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
UNREADABLE = gettext_lazy("This PDF file cannot be opened. Please save it again, or send a photo.")
WORDS: dict[Reason, Promise] = {
    Reason.NO_PAPER: UNREADABLE,
    Reason.MEMORY: UNREADABLE,
    Reason.PASSWORD: gettext_lazy("This PDF file needs a password. Please send one that opens without it."),
    Reason.PAGES: gettext_lazy("This PDF file has more than 200 pages. Please send only those that matter."),
    Reason.TIME: gettext_lazy("This PDF file takes too long to open. Please save it again, or send a photo."),
    Reason.BUSY: images.WORDS[Reason.BUSY],
}


def prepared_file(upload: "UploadedFile[Any]", *, accepts_pdf: bool) -> Attachment:
    """An unsaved attachment: the photo re-encoded (see `cases.files.images`), or the PDF as it is where the
    request type takes one. Raises BadPhoto. Call it outside a transaction."""
    if _signature(upload) != SIGNATURE:
        return _photo(upload, accepts_pdf=accepts_pdf)
    if not accepts_pdf:
        raise BadPhoto(_("A PDF file cannot be sent with this kind of request. Please choose a photo."))
    return _paper(upload)


def as_download(attachment: Attachment) -> FileResponse:
    """The PDF as a file to keep: never inside a page, never guessed to be something else."""
    return FileResponse(
        attachment.file.open(),
        as_attachment=True,
        filename="document.pdf",
        content_type=attachment.content_type,
        headers=HEADERS,
    )


def _signature(upload: "UploadedFile[Any]") -> bytes:
    upload.seek(0)
    start = bytes(upload.read(len(SIGNATURE)))
    upload.seek(0)
    return start


def _photo(upload: "UploadedFile[Any]", *, accepts_pdf: bool) -> Attachment:
    try:
        return prepared(upload)
    except BadPhoto as problem:
        unfit = problem.__cause__
        if accepts_pdf and isinstance(unfit, Unfit) and unfit.reason == Reason.NO_PICTURE:
            text = _("This file is neither a photo (JPEG, PNG, WebP) nor a PDF file.")
            raise BadPhoto(text) from unfit
        raise


def _paper(upload: "UploadedFile[Any]") -> Attachment:
    if (upload.size or 0) > MOST_BYTES:
        raise BadPhoto(_("This PDF file is larger than 10 MB. Please choose a smaller one."))
    try:
        judged("paper", upload)
    except Unfit as unfit:
        raise BadPhoto(str(WORDS[unfit.reason])) from unfit
    attachment = Attachment(id=uuid.uuid4(), kind=Attachment.Kind.PDF, size=upload.size or 0, thumbnail=b"")
    attachment.width = attachment.height = 0
    upload.seek(0)
    attachment.file = File(upload, name="document.pdf")
    return attachment
