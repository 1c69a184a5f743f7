"""What is cleared of a case for everybody: words of the staff, and photos with the parts that are covered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.fields.text import Paragraphs
from cases.files.public_copy import CELLS, COLUMNS
from cases.models import Attachment, PublicPhoto
from cases.text.numbers import whole_number

LONGEST = 500


@dataclass(frozen=True)
class PhotoRow:
    """A photo with its box and the cells that cover it, row by row."""

    photo: Attachment
    name: str
    chosen: bool
    covered: frozenset[int]

    @property
    def lines(self) -> Iterator[list[tuple[int, int, int, bool]]]:
        """Each line of cells: number, line and column counted from 1, and whether it is covered."""
        cells = [(cell, *divmod(cell, COLUMNS), cell in self.covered) for cell in CELLS]
        counted = [(cell, line + 1, column + 1, on) for cell, line, column, on in cells]
        for start in range(0, len(counted), COLUMNS):
            yield counted[start : start + COLUMNS]


class PublicationForm(forms.Form):
    """Words of the staff's own, and which photos; `photos` are those of the case, `shown` the copies that
    everybody sees now."""

    words = Paragraphs(label=_("What everybody may read"), max_length=LONGEST, required=False)

    def __init__(
        self, *args: Any, photos: Sequence[Attachment], shown: Iterable[PublicPhoto] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.photos = photos
        self.shown = {copy.attachment_id: frozenset(copy.covered) for copy in shown}
        for photo in photos:
            field = forms.BooleanField(required=False, initial=photo.pk in self.shown)
            self.fields[f"show_{photo.pk.hex}"] = field

    def clean(self) -> dict[str, Any]:
        """Something is shown."""
        data = super().clean() or self.cleaned_data
        if not data.get("words") and not any(self._shows(photo) for photo in self.photos):
            raise ValidationError(_("Write what everybody may read, or choose a photo."))
        return data

    @property
    def covered(self) -> dict[Attachment, frozenset[int]]:
        """The photos that were chosen, each with its covered cells."""
        return {photo: self._cells(photo) for photo in self.photos if self._shows(photo)}

    def rows(self) -> list[PhotoRow]:
        """The photos as the page shows them."""
        return [
            PhotoRow(photo, photo.pk.hex, bool(self[f"show_{photo.pk.hex}"].value()), self._cells(photo))
            for photo in self.photos
        ]

    def _shows(self, photo: Attachment) -> bool:
        return bool(self.cleaned_data.get(f"show_{photo.pk.hex}"))

    def _cells(self, photo: Attachment) -> frozenset[int]:
        if not self.is_bound:
            return self.shown.get(photo.pk, frozenset())
        typed: list[str] = self.data.getlist(f"cover_{photo.pk.hex}")  # type: ignore[attr-defined]
        numbers = (whole_number(one) for one in typed)
        return frozenset(cell for cell in numbers if cell is not None and cell in CELLS)
