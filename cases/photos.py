"""Photos: the content decides what a file is; every picture is measured before it is decoded, turned the
right way up, re-encoded without its metadata, and stored under a name that tells nothing."""

import io
import uuid
import warnings
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from cases.fingerprints import fingerprint
from cases.models import Attachment

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_PHOTOS = 5
SIDE, THUMBNAIL = 1600, 240
FORMATS = ("JPEG", "PNG", "WEBP")
# Pillow only warns at 89 megapixels, and an 0.5 MB file can hold them.
warnings.simplefilter("error", Image.DecompressionBombWarning)


class BadPhoto(Exception):
    """A file that is not a photo we take; the text is for the person who chose it."""


def prepared(upload: "UploadedFile[Any]") -> Attachment:
    """An unsaved attachment: JPEG of at most 1600 px, upright, without EXIF, with a thumbnail.
    Raises BadPhoto. Call it outside a transaction: 12 megapixels take a tenth of a second."""
    if (upload.size or 0) > MAX_BYTES:
        raise BadPhoto(_("This photo is larger than 10 MB. Please choose a smaller one."))
    picture = _upright(upload)
    picture.thumbnail((SIDE, SIDE))
    body = _jpeg(picture, 85)
    attachment = Attachment(id=uuid.uuid4(), size=len(body), width=picture.width, height=picture.height)
    picture.thumbnail((THUMBNAIL, THUMBNAIL))
    attachment.thumbnail = _jpeg(picture, 75)
    attachment.fingerprint = fingerprint(attachment.thumbnail)
    attachment.file = ContentFile(body, name="photo.jpg")
    return attachment


def _upright(upload: "UploadedFile[Any]") -> Image.Image:
    try:
        picture = Image.open(upload, formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise BadPhoto(_("This photo has more than 50 megapixels. Please choose a smaller one."))
        picture.draft("RGB", _enough(picture))
        ImageOps.exif_transpose(picture, in_place=True)
        return _on_white(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadPhoto(_("This photo has more than 50 megapixels. Please choose a smaller one.")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadPhoto(_("This file is not a photo. Please choose a JPEG, PNG or WebP picture.")) from error


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer)
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _enough(picture: Image.Image) -> tuple[int, int]:
    """What is left of it in the end: a JPEG decoder leaves out early what is more than twice as large."""
    longest = max(picture.size)
    return max(1, picture.width * SIDE // longest), max(1, picture.height * SIDE // longest)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
