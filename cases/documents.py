"""Papers: a PDF is judged by its content, stored as it came, and only ever handed out as a download."""

import logging
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _
from pypdf import PasswordType, PdfReader

from cases.models import Attachment
from cases.photos import MAX_BYTES, BadPhoto, prepared

MAX_PAGES = 200
# Readers look for it in the first 1024 bytes (ISO 32000-1, annex H); a file that begins with something else
# may be something else as well, so here it has to come first.
SIGNATURE = b"%PDF-"
HEADERS = {
    "Cache-Control": "private, max-age=300",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
# It would repeat parts of a broken file in the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def prepared_file(upload: "UploadedFile[Any]", *, accepts_pdf: bool) -> Attachment:
    """An unsaved attachment: the photo re-encoded (see `cases.photos`), or the PDF as it is where the kind of
    request takes one. Raises BadPhoto. Call it outside a transaction."""
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
        if accepts_pdf and (upload.size or 0) <= MAX_BYTES:
            text = _("This file is neither a photo (JPEG, PNG, WebP) nor a PDF file.")
            raise BadPhoto(text) from problem
        raise


def _paper(upload: "UploadedFile[Any]") -> Attachment:
    if (upload.size or 0) > MAX_BYTES:
        raise BadPhoto(_("This PDF file is larger than 10 MB. Please choose a smaller one."))
    body = bytes(upload.read())
    if _pages(upload) > MAX_PAGES:
        raise BadPhoto(_("This PDF file has more than 200 pages. Please send only those that matter."))
    attachment = Attachment(id=uuid.uuid4(), kind=Attachment.Kind.PDF, size=len(body), thumbnail=b"")
    attachment.width = attachment.height = 0
    attachment.file = ContentFile(body, name="document.pdf")
    return attachment


def _pages(upload: "UploadedFile[Any]") -> int:
    """The number of pages, as any reader would show it; BadPhoto where it cannot be opened."""
    upload.seek(0)
    try:
        reader = PdfReader(upload)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise BadPhoto(_("This PDF file needs a password. Please send one that opens without it."))
        # What the file says of itself: counting them could be made to take for ever.
        return int(reader.root_object["/Pages"]["/Count"])  # type: ignore[index]
    except BadPhoto:
        raise
    # A file made to break its reader fails in any way there is.
    except Exception as error:
        raise BadPhoto(_("This PDF file cannot be opened. Please save it again, or send a photo.")) from error
