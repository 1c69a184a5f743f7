"""The photos of a report: files that came with it, and files that are fetched from the addresses it names."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.files import virus_scan
from cases.files.images import MAX_PHOTOS, WORDS, BadPhoto
from cases.files.inspection.limits import MOST_BYTES
from cases.files.inspection.verdicts import Reason
from cases.files.pdf_uploads import prepared_file
from cases.lib import outer_fetch
from cases.lib.admission import step_aside
from cases.limits import intake
from cases.models import Attachment, RequestType
from cases.open311.refusals import Refusal, bad

log = logging.getLogger(__name__)
ADDRESSES = ("media_url", "media_url[]")


def addresses(request: HttpRequest) -> list[str]:
    """Return the addresses that a report names, each once."""
    named = (url.strip() for name in ADDRESSES for url in request.POST.getlist(name))
    return list(dict.fromkeys(url for url in named if url))


def uploads(request: HttpRequest) -> list["UploadedFile[Any]"]:
    """Return the files that came with it, by whatever names."""
    return [upload for name in sorted(request.FILES) for upload in request.FILES.getlist(name)]


def kept(request: HttpRequest, request_type: RequestType, token: UUID) -> list[Attachment]:
    """Return all of them as stored drafts of this form. Raises Refusal where one is no photo, cannot be had,
    or is one too many, and TooManyTries; nothing is kept then. Call it outside a transaction."""
    sent, urls = uploads(request), addresses(request)
    if len(sent) + len(urls) > MAX_PHOTOS:
        raise bad(_("media_url: at most %(most)s photos, please.") % {"most": MAX_PHOTOS})
    if urls and not step_aside():
        raise Refusal(503, [str(WORDS[Reason.BUSY])], wait=60)
    photos: list[Attachment] = []
    try:
        for upload in sent:
            photos.append(_kept(request, request_type, upload, token))
        for url in urls:
            photos.append(_kept(request, request_type, _fetched(url), token))
    except BaseException:
        forget(photos)
        raise
    return photos


def forget(photos: Iterable[Attachment]) -> None:
    """Remove drafts that no case has taken over."""
    for photo in photos:
        # What stays all the same is removed at night.
        with suppress(OSError):
            photo.file.delete(save=False)
        Attachment.objects.filter(pk=photo.pk, case=None).delete()


def _fetched(url: str) -> "UploadedFile[Any]":
    try:
        body = outer_fetch.fetch(url, most=MOST_BYTES, inside=settings.OPEN311_MEDIA_HOSTS)
    except outer_fetch.Forbidden as error:
        raise bad(_("media_url: only an http or https address of the internet is taken.")) from error
    except outer_fetch.NotFetched as error:
        words = _("media_url: the photo could not be fetched. Send it again, or send the report without it.")
        raise bad(words) from error
    return SimpleUploadedFile("photo.jpg", body, "application/octet-stream")


def _kept(
    request: HttpRequest, request_type: RequestType, upload: "UploadedFile[Any]", token: UUID
) -> Attachment:
    try:
        photo = prepared_file(upload, accepts_pdf=request_type.accepts_pdf)
        photo.draft = token
        virus_scan.hold(photo, upload.name or "")
        intake.count_file(request, photo.size)
        photo.file.save(photo.file.name or "", photo.file.file, save=False)
    except BadPhoto as problem:
        raise bad(f"media: {problem}") from problem
    except OSError as error:
        log.error("A file was not kept: %s", type(error).__name__)
        words = _("The file could not be kept just now. Please try again in a few minutes.")
        raise Refusal(503, [words], wait=60) from error
    photo.save(force_insert=True)
    return photo
