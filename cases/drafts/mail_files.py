"""The files of an e-mail: kept as those of a form that is not sent yet, the e-mail's key being its token."""

import hashlib
import uuid
from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.db.insert_once import leave
from cases.errors import Busy
from cases.files import virus_scan
from cases.files.images import BadPhoto
from cases.files.inspection.verdicts import Reason, Unfit
from cases.files.pdf_uploads import prepared_file
from cases.lib.mail import File
from cases.models import Attachment


def keep(token: uuid.UUID, files: Iterable[File]) -> tuple[list[Attachment], list[str]]:
    """Judge and store the photos and papers among these files; return them and the names of the others.
    Raises Busy where they cannot be judged now, and OSError while the storage is away. Call it outside a
    transaction."""
    kept, others = list[Attachment](), list[str]()
    for file in files:
        try:
            kept.append(_kept(token, file))
        except BadPhoto as problem:
            unfit = problem.__cause__
            if isinstance(unfit, Unfit) and unfit.reason == Reason.BUSY:
                raise Busy from problem
            others.append(file.name)
    return kept, others


def of(token: uuid.UUID) -> list[Attachment]:
    """The files that wait under this key and were not refused since."""
    found = Attachment.objects.filter(draft=token).exclude(scan=Attachment.Scan.REFUSED)
    return list(found.defer("thumbnail"))


def _kept(token: uuid.UUID, file: File) -> Attachment:
    photo = prepared_file(SimpleUploadedFile("file", file.content), accepts_pdf=True)
    photo.draft, photo.digest = token, hashlib.sha256(file.content).hexdigest()
    virus_scan.hold(photo, file.name)
    photo.file.save(photo.file.name or "", photo.file.file, save=False)
    # The same picture twice in one letter is one.
    leave(photo)
    found: Attachment = Attachment.objects.defer("thumbnail").get(draft=token, digest=photo.digest)
    return found
