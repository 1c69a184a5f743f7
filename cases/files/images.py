"""Photos: the content decides what a file is; every picture is judged apart (see `cases.files.inspection`),
and what is kept is a new one, made of its pixels alone, under a name that tells nothing."""

import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.files.image_hash import fingerprint
from cases.files.inspection.judge import judged
from cases.files.inspection.limits import MOST_BYTES
from cases.files.inspection.verdicts import Reason, Unfit
from cases.models import Attachment

MAX_PHOTOS = 5
WORDS: dict[Reason, Promise] = {
    Reason.PIXELS: gettext_lazy("This photo has more than 50 megapixels. Please choose a smaller one."),
    Reason.MEMORY: gettext_lazy("This photo is too large to be opened here. Please choose a smaller one."),
    Reason.NO_PICTURE: gettext_lazy("This file is not a photo. Please choose a JPEG, PNG or WebP picture."),
    Reason.TIME: gettext_lazy("This photo takes too long to open. Please save it again, or choose another."),
    Reason.BUSY: gettext_lazy(
        "Many people are sending files at this moment, and this one could not be looked at. "
        "Nothing else was lost. Please choose it again in a minute."
    ),
}


class BadPhoto(Exception):
    """A file that is not taken; the text is for the person who chose it."""


def prepared(upload: "UploadedFile[Any]") -> Attachment:
    """An unsaved attachment: JPEG of at most 1600 px, upright, without metadata, with a thumbnail. Raises
    BadPhoto. Call it outside a transaction: 12 megapixels take a tenth of a second."""
    if (upload.size or 0) > MOST_BYTES:
        raise BadPhoto(_("This photo is larger than 10 MB. Please choose a smaller one."))
    try:
        made = judged("photo", upload)
    except Unfit as unfit:
        raise BadPhoto(str(WORDS[unfit.reason])) from unfit
    attachment = Attachment(id=uuid.uuid4(), size=len(made.body), width=made.width, height=made.height)
    attachment.thumbnail = made.thumbnail
    attachment.fingerprint = fingerprint(made.thumbnail)
    attachment.file = ContentFile(made.body, name="photo.jpg")
    return attachment
