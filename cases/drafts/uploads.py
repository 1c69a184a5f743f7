"""The photos of a form that is not sent yet: kept as drafts, so that an error elsewhere loses none."""

import hashlib
import logging
import time
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.errors import TooManyTries
from cases.files import virus_scan
from cases.files.images import MAX_PHOTOS, WORDS, BadPhoto
from cases.files.inspection.verdicts import Reason
from cases.files.pdf_uploads import prepared_file
from cases.limits import intake
from cases.models import Attachment

log = logging.getLogger(__name__)
KEY = "drafts"
MAX_FORMS = 10
# Seconds after which no further file of a form is looked at: whoever sent it waits for an answer.
PATIENCE = 20.0


class DraftUploads:
    """The photos that came with the form of this token and wait until it is sent; a browser sees only what it
    has sent itself."""

    def __init__(self, request: HttpRequest, token: uuid.UUID, *, accepts_pdf: bool = False) -> None:
        self.request, self.token, self.accepts_pdf = request, token, accepts_pdf
        self.photos: list[Attachment] = []
        # Of the photos: what the virus scanner has refused meanwhile.
        self.refused: list[Attachment] = []
        self.problems: list[str] = []
        if owns(request, token):
            found = list(Attachment.objects.filter(draft=token).defer("thumbnail"))
            self.photos = [photo for photo in found if photo.scan != Attachment.Scan.REFUSED]
            self.refused = [photo for photo in found if photo.scan == Attachment.Scan.REFUSED]
            self.problems = [photo.withheld for photo in self.refused]

    def take(self) -> None:
        """Remove the ticked photos and keep the good ones of the files that came; `problems` says what is
        wrong with the others. Call it outside a transaction."""
        self._forget_refused(self.request.POST.getlist("seen"))
        self._remove(self.request.POST.getlist("remove"))
        self._notice_loss()
        seen: Counter[str] = Counter()
        until = time.monotonic() + PATIENCE
        for upload in self.request.FILES.getlist("photos"):
            if time.monotonic() > until:
                self._complain(str(WORDS[Reason.BUSY]))
                break
            digest = _digest(upload, 0)
            self._keep(upload, copy=seen[digest])
            seen[digest] += 1

    def _keep(self, upload: "UploadedFile[bytes]", *, copy: int = 0) -> None:
        """One upload is one photo: what is here already, sent again after a broken answer, is passed over.
        The same file several times in one form is as many photos; each but the first is a `copy`."""
        digest = _digest(upload, copy)
        if any(photo.digest == digest for photo in self.photos):
            return
        if len(self.photos) >= MAX_PHOTOS:
            self._complain(_("You can send at most 5 photos. The others were left out."))
            return
        try:
            photo = prepared_file(upload, accepts_pdf=self.accepts_pdf)
            photo.draft, photo.digest = self.token, digest
            virus_scan.hold(photo, upload.name or "")
            intake.count_file(self.request, photo.size)
            photo.file.save(photo.file.name or "", photo.file.file, save=False)
        except BadPhoto as problem:
            self._complain(f"{(upload.name or '')[:60]}: {problem}")
            return
        except TooManyTries as closed:
            self._complain(intake.sorry(closed.wait))
            return
        except OSError as error:
            log.error("A file was not kept: %s", type(error).__name__)
            self._complain(_("The file could not be kept just now. Please try again in a few minutes."))
            return
        self.photos.append(self._stored(photo))
        own(self.request, self.token)

    def _stored(self, photo: Attachment) -> Attachment:
        """The photo with its row, or the one that the same form, sent twice at once, has stored before."""
        Attachment.objects.bulk_create([photo], ignore_conflicts=True)
        drafts = Attachment.objects.filter(draft=self.token, digest=photo.digest)
        kept: Attachment = drafts.defer("thumbnail").get()
        if kept.pk != photo.pk:
            # What stays all the same is removed at night.
            with suppress(OSError):
                photo.file.delete(save=False)
        return kept

    def _forget_refused(self, seen: Iterable[str]) -> None:
        """Forget the refused files of which the page has told already; of the others it tells now."""
        seen = set(seen)
        told = [photo.pk for photo in self.refused if str(photo.pk) in seen]
        if told:
            Attachment.objects.filter(pk__in=told, draft=self.token).delete()
            self.refused = [photo for photo in self.refused if photo.pk not in told]
            self.problems = [photo.withheld for photo in self.refused]

    def _remove(self, ticked: Iterable[str]) -> None:
        ticked = set(ticked)
        for photo in [photo for photo in self.photos if str(photo.pk) in ticked]:
            try:
                photo.file.delete(save=False)
            except OSError as error:
                log.error("A file was not removed: %s", type(error).__name__)
                self._complain(_("The file could not be removed just now. Please try again."))
                continue
            Attachment.objects.filter(pk=photo.pk, draft=self.token).delete()
            self.photos.remove(photo)

    def _notice_loss(self) -> None:
        if self.request.POST.get("kept") and not owns(self.request, self.token):
            self._complain(_("The photos were not kept. Please choose them again."))

    def _complain(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _digest(upload: "UploadedFile[bytes]", copy: int) -> str:
    """What tells one upload from another, and from its own copies."""
    upload.seek(0)
    digest = hashlib.file_digest(cast(Any, upload), "sha256")
    digest.update(str(copy or "").encode())
    return digest.hexdigest()


def owns(request: HttpRequest, token: uuid.UUID | None) -> bool:
    """Whether this browser has sent photos under this token."""
    return str(token) in request.session.get(KEY, [])


def own(request: HttpRequest, token: uuid.UUID) -> None:
    """Let this browser see the photos under this token."""
    if not owns(request, token):
        request.session[KEY] = [*request.session.get(KEY, []), str(token)][-MAX_FORMS:]
