"""The static files as `collectstatic` packs them; where it was forgotten, pages do not fail."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PackedStorage(CompressedManifestStaticFilesStorage):
    """Files under names that change with their content; one that was not packed keeps its plain name."""

    def stored_name(self, name: str) -> str:
        """Return the packed name, or the plain one where there is none."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name


@cache
def missing() -> int:
    """Return how many static files are not packed; none where they are served as they are.

    Read once: a process knows the files that were packed before it started.
    """
    if not isinstance(staticfiles_storage, PackedStorage):
        return 0
    names = {name for finder in get_finders() for name, _storage in finder.list([])}
    packed = staticfiles_storage.hashed_files
    return sum(staticfiles_storage.hash_key(Path(name).as_posix()) not in packed for name in names)
