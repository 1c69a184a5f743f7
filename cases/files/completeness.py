"""Each row of a file has its file, whole and as it was; each file has its row. Asked after a restore."""

import hashlib
from collections.abc import Iterator, Mapping

from django.core.files.storage import default_storage

from cases.files.orphaned_files import unnamed
from cases.models import Attachment, Municipality, PublicPhoto, TownMap

AT_ONCE = 1000
JPEG = b"\xff\xd8"


def faults(sums: Mapping[str, str] | None = None) -> Iterator[str]:
    """One sentence for each file that is missing, is not what its row or a backup says, or has no row. `sums`
    gives what files held (SHA-256) when they were backed up, by their names. Raises OSError while the
    storage is
    away."""
    known = sums or {}
    for name, size, digest in _named():
        if fault := _fault(name, size, digest or known.get(name, "")):
            yield fault
    for name in unnamed():
        yield f"{name}: no row names this file"


def count() -> int:
    """How many rows name a file."""
    return sum(1 for _row in _named())


def _named() -> Iterator[tuple[str, int | None, str]]:
    """Every file that a row names: its name, its size where that is known, what it holds where that is
    known."""
    kept = Attachment.objects.exclude(scan=Attachment.Scan.REFUSED).order_by("pk")
    for name, size, kind, digest in kept.values_list("file", "size", "kind", "digest").iterator(AT_ONCE):
        # A paper is kept as it came; a picture was made anew.
        yield name, size, digest if kind == Attachment.Kind.PDF else ""
    for name in PublicPhoto.objects.order_by("pk").values_list("file", flat=True).iterator(AT_ONCE):
        yield name, None, ""
    for one in TownMap.objects.all():
        yield one.file_name, one.size, one.version
    for names in Municipality.objects.values_list("logo", "banner"):
        yield from ((name, None, "") for name in names if name)


def _fault(name: str, size: int | None, digest: str) -> str:
    try:
        with default_storage.open(name) as opened:
            total = hashlib.file_digest(opened, "sha256").hexdigest()
            opened.seek(0)
            begin = opened.read(len(JPEG))
            found = opened.size
    except FileNotFoundError:
        return f"{name}: the file is missing"
    if size is not None and found != size:
        return f"{name}: {found} bytes instead of {size}"
    if digest and not total.startswith(digest):
        return f"{name}: it is not what it was"
    if name.endswith(".jpg") and begin != JPEG:
        return f"{name}: it is no picture"
    return ""
