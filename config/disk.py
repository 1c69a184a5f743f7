"""Files on a disk: one is there whole or not at all, whatever becomes of disk and process meanwhile."""

import os
import uuid
from contextlib import suppress
from typing import Any

from django.core.files.storage import FileSystemStorage

PART = ".part"


class WholeFiles(FileSystemStorage):
    """Writes beside the place of a file, then moves it there. What a full disk leaves is removed at once;
    what a power cut leaves bears no row's name (`cases.files.orphaned_files`)."""

    def _save(self, name: str, content: Any) -> str:
        part = f"{name}.{uuid.uuid4().hex}{PART}"
        try:
            super()._save(part, content)  # type: ignore[misc]
            os.replace(self.path(part), self.path(name))
        except BaseException:
            with suppress(OSError):
                os.remove(self.path(part))
            raise
        return name

    def part(self, name: str, start: int, length: int) -> bytes:
        """So many bytes of a file from there on; fewer where it ends. Raises OSError."""
        with open(self.path(name), "rb") as opened:
            opened.seek(start)
            return opened.read(length)
