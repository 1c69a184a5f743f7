"""Copies of photos for everybody, in which faces and number plates are covered by hand."""

import io
import uuid
from collections.abc import Collection, Iterator

from django.core.files.base import ContentFile
from django.http import FileResponse, Http404
from PIL import Image

from cases.models import Attachment, PublicPhoto

# A photo is divided into so many columns and rows; each cell is covered or not.
COLUMNS, ROWS = 16, 12
CELLS = range(COLUMNS * ROWS)
# A covered cell keeps one colour: nothing can be made out of it again.
QUALITY = 82
# What is taken back is gone soon.
PUBLIC = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}


def prepared(attachment: Attachment, cells: Collection[int]) -> PublicPhoto:
    """An unsaved copy of the photo in which these cells, counted row by row from the top left, have the one
    colour that they have on average. Raises OSError where the file cannot be read. Call it outside a
    transaction."""
    with attachment.file.open() as stored, Image.open(stored) as opened:
        picture = opened.convert("RGB")
    for box in _boxes(picture.size, cells):
        colour = picture.crop(box).resize((1, 1), Image.Resampling.BOX)
        picture.paste(colour.resize((box[2] - box[0], box[3] - box[1])), box)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=QUALITY, optimize=True)
    copy = PublicPhoto(id=uuid.uuid4(), case=attachment.case, attachment=attachment, covered=sorted(cells))
    copy.width, copy.height = picture.size
    copy.file = ContentFile(made.getvalue(), name="photo.jpg")
    return copy


def as_picture(photo: PublicPhoto) -> FileResponse:
    """The copy for everybody, who may keep it for a while. Raises Http404 where its file is gone."""
    try:
        return FileResponse(photo.file.open(), content_type="image/jpeg", headers=PUBLIC)
    except FileNotFoundError as gone:
        raise Http404 from gone


def _boxes(size: tuple[int, int], cells: Collection[int]) -> Iterator[tuple[int, int, int, int]]:
    width, height = size
    for cell in sorted({*cells} & {*CELLS}):
        row, column = divmod(cell, COLUMNS)
        left, right = column * width // COLUMNS, (column + 1) * width // COLUMNS
        upper, lower = row * height // ROWS, (row + 1) * height // ROWS
        if right > left and lower > upper:
            yield left, upper, right, lower
