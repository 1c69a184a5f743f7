"""The photos of a form that is not sent yet: kept as drafts, so that an error elsewhere loses none."""

import logging
import uuid
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.documents import prepared_file
from cases.models import Attachment
from cases.photos import MAX_PHOTOS, BadPhoto

log = logging.getLogger(__name__)
KEY = "drafts"
FORMS = 10


class Tray:
    """The photos of the form with this token; a browser sees only what it has sent itself."""

    def __init__(self, request: HttpRequest, token: uuid.UUID, *, accepts_pdf: bool = False) -> None:
        self.request, self.token, self.accepts_pdf = request, token, accepts_pdf
        self.photos: list[Attachment] = []
        self.problems: list[str] = []
        if owns(request, token):
            self.photos = list(Attachment.objects.filter(draft=token).defer("thumbnail"))

    def take(self) -> None:
        """Remove the ticked photos and keep the good ones of the files that came; `problems` says what is
        wrong with the others. Call it outside a transaction."""
        self._remove(self.request.POST.getlist("remove"))
        self._notice_loss()
        for upload in self.request.FILES.getlist("photos"):
            self._keep(upload)

    def move(self, token: uuid.UUID) -> None:
        """Give the photos to another token of the same browser."""
        self.token = token
        for photo in self.photos:
            photo.draft = token
            photo.save(update_fields=["draft"])
        if self.photos:
            own(self.request, token)

    def _keep(self, upload: "UploadedFile[bytes]") -> None:
        if len(self.photos) >= MAX_PHOTOS:
            self._complain(_("You can send at most 5 photos. The others were left out."))
            return
        try:
            photo = prepared_file(upload, accepts_pdf=self.accepts_pdf)
        except BadPhoto as problem:
            self._complain(f"{(upload.name or '')[:60]}: {problem}")
            return
        photo.draft = self.token
        try:
            photo.file.save(photo.file.name or "", photo.file.file, save=False)
        except OSError as error:
            log.error("A file was not kept: %s", type(error).__name__)
            self._complain(_("The file could not be kept just now. Please try again in a few minutes."))
            return
        photo.save(force_insert=True)
        self.photos.append(photo)
        own(self.request, self.token)

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


def owns(request: HttpRequest, token: uuid.UUID | None) -> bool:
    """Whether this browser has sent photos under this token."""
    return str(token) in request.session.get(KEY, [])


def own(request: HttpRequest, token: uuid.UUID) -> None:
    """Let this browser see the photos under this token."""
    if not owns(request, token):
        request.session[KEY] = [*request.session.get(KEY, []), str(token)][-FORMS:]
