"""Files that no row names: left behind by a crash between the file and its row, and removed at night."""

import datetime
import logging
import uuid
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils import timezone

from cases.models import Attachment, Municipality, PublicPhoto, TownMap
from cases.models.case.public_photos import FOLDER as CLEARED
from cases.models.setup.town_map import FOLDER as MAPS

log = logging.getLogger(__name__)
PHOTOS, LOOK = "attachments", "municipality"
# A file is written seconds before its row; whoever is that slow has given up.
OLD = datetime.timedelta(hours=24)
# Where most of the files are nobody's, the rows are somewhere else: a wrong database loses no photo.
FEW = 100


def remove_unnamed(*, now: datetime.datetime | None = None) -> int:
    """Remove the stored files that no row names and that are older than a day; return how many. Raises
    OSError while the storage is away. Where more than FEW and more than half of all have no row, nothing is
    removed."""
    before = (now or timezone.now()) - OLD
    # Whoever has had the page of a replaced map open for a day has seen it.
    TownMap.objects.filter(replaced_at__lt=before).delete()
    total, found = 0, list[str]()
    for names in _folders():
        total += len(names)
        found += _unnamed(names, before)
    if len(found) > max(FEW, total // 2):
        log.error("%s of %s stored files have no row. Is this the right database? None is removed.",
                  len(found), total)  # fmt: skip
        return 0
    for name in found:
        default_storage.delete(name)
    return len(found)


def unnamed(*, now: datetime.datetime | None = None) -> Iterator[str]:
    """The stored files that no row names and that are older than a day. Raises OSError while the storage is
    away."""
    before = (now or timezone.now()) - OLD
    for names in _folders():
        yield from _unnamed(names, before)


def _unnamed(names: set[str], before: datetime.datetime) -> list[str]:
    return [name for name in sorted(names - _named(names)) if _is_older(name, before)]


def _folders() -> Iterator[set[str]]:
    """The names of the files of one folder after the other."""
    for flat in (LOOK, MAPS, CLEARED):
        yield {f"{flat}/{name}" for name in _listed(flat)[1]}
    for folder in _listed(PHOTOS)[0]:
        path = f"{PHOTOS}/{folder}"
        yield {f"{path}/{name}" for name in _listed(path)[1]}


def _listed(path: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(path)
    except FileNotFoundError:
        return [], []


def _named(names: set[str]) -> set[str]:
    """Those of these files that a row names; a photo's name holds the key of its row."""
    keys = {key for name in names if (key := _key(name))}
    found = set(Attachment.objects.filter(pk__in=keys).values_list("file", flat=True)) if keys else set()
    found |= set(PublicPhoto.objects.filter(file__in=names).values_list("file", flat=True))
    maps = (one.file_name for one in TownMap.objects.only("version"))
    return found.union(*Municipality.objects.values_list("logo", "banner"), maps)


def _key(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name.rpartition("/")[2].partition(".")[0])
    except ValueError:
        return None


def _is_older(name: str, before: datetime.datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < before
    except FileNotFoundError:
        return False
