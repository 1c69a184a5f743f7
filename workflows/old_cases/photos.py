"""Photos of old cases: from one folder, by the same guard as every upload."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote, urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.files.images import MAX_PHOTOS, BadPhoto, prepared
from cases.models import Attachment
from workflows.old_cases.problems import Wrong

PARTED = re.compile(r"[;|\n]|,\s*(?=\S)")
UNSAFE = re.compile(r"[^\w.-]+")
ENDINGS = (".jpg", ".jpeg", ".png", ".webp")


class PhotoFolder:
    """The folder that holds the photos; nothing is read outside it, and nothing fetched."""

    def __init__(self, path: Path | None) -> None:
        self.path = path.resolve() if path and path.is_dir() else None

    def named(self, typed: str) -> list[str]:
        """The names of the files in a cell; of an address its last part."""
        found = (part.strip() for part in PARTED.split(typed))
        return [_last(part) for part in found if part]

    def beside(self, number: str) -> list[str]:
        """The photos in the folder that is called like the number: 14-2557 for 14/2557."""
        if self.path is None:
            return []
        name = UNSAFE.sub("-", number).strip(".")
        inner = self.path / name
        return [f"{name}/{one.name}" for one in self._pictures(inner)] if name else []

    def prepared(self, name: str, *, so_far: int) -> Attachment:
        """The photo of a case that has so many already. Raises Wrong, in words without the name."""
        if so_far >= MAX_PHOTOS:
            raise Wrong(_("There are more than %(most)s photos."), most=MAX_PHOTOS)
        path = self._inside(name)
        if path is None:
            raise Wrong(_("A photo is not in the folder."))
        with path.open("rb") as file:
            try:
                return prepared(UploadedFile(file, name="photo", size=path.stat().st_size))
            except BadPhoto as problem:
                raise Wrong(
                    _("A photo cannot be taken: it is no JPEG, PNG or WebP, or too large.")
                ) from problem

    def _inside(self, name: str) -> Path | None:
        """The file of this name; None where there is none, or where it lies outside, by a link too."""
        try:
            path = (self.path / name).resolve() if self.path else None
            return path if path and self.path and path.is_relative_to(self.path) and path.is_file() else None
        except (OSError, ValueError):
            return None

    def _pictures(self, folder: Path) -> Iterator[Path]:
        if folder.is_dir():
            yield from sorted(one for one in folder.iterdir() if one.suffix.lower() in ENDINGS)


def _last(text: str) -> str:
    if re.match(r"https?://", text):
        return unquote(PurePosixPath(urlsplit(text).path).name)
    return PureWindowsPath(text).name if "\\" in text else text
