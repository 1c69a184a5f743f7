"""What a manual is made of: sections, their pictures, and what the numbers on these point at."""

import base64
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import get_language
from PIL import Image

# What `make pictures` has written about the pictures, beside them.
TAKEN = "pictures.json"


@dataclass(frozen=True)
class Picture:
    """A picture of a page; its numbers, from 1 on, are told in words beneath it. Everybody may see it."""

    name: str
    shows: Promise
    numbered: tuple[Promise, ...]

    @property
    def address(self) -> str:
        """Return where a browser gets it, in the active language."""
        return static(f"help/{_language()}/{self.name}.webp")

    @property
    def folder(self) -> Path:
        """Return where the pictures lie, in a folder for each language."""
        found = finders.find("help")
        assert isinstance(found, str)
        return Path(found)

    @property
    def size(self) -> dict[str, Any]:
        """Return its width and height in pixels, in the active language."""
        return dict(_taken(self.folder)[self.name][_language()])

    @property
    def data(self) -> str:
        """Return it as a data: address, since a PDF reads no files."""
        return _jpeg(self.folder / _language() / f"{self.name}.webp")


@dataclass(frozen=True)
class Section:
    """One task: what it is for, its steps one after the other, pictures, and what can go wrong with what to
    do then."""

    name: str
    title: Promise
    text: Promise
    pictures: tuple[Picture, ...] = ()
    steps: tuple[Promise, ...] = ()
    troubles: tuple[tuple[Promise, Promise], ...] = ()


def _language() -> str:
    return get_language() or "th"


@cache
def _jpeg(file: Path) -> str:
    """JPEG stands in a PDF as it is; what WebP becomes there is three times as large."""
    made = io.BytesIO()
    with Image.open(file) as picture:
        picture.convert("RGB").save(made, "JPEG", quality=75, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(made.getvalue()).decode()}"


@cache
def _taken(folder: Path) -> dict[str, dict[str, Any]]:
    taken: dict[str, dict[str, Any]] = json.loads((folder / TAKEN).read_text(encoding="utf-8"))
    return taken
