"""The town's street map is brought in, replaced and taken away: the file first, then its row."""

import hashlib
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from cases.lib.geography import Box, Point
from cases.models import Municipality, TownMap, User
from cases.models.setup.town_map import ATTRIBUTION, file_name
from cases.setup.pmtiles_file import judged

# What a page takes, by the limit of a request (config.arrivals); `manage.py load_map` takes more.
MOST_BYTES = 50 * 1024 * 1024
VERSION = 32


def bring_in(file: IO[bytes], size: int, *, attribution: str, by: User | None) -> TownMap:
    """Make this file the town's map. Pages that are open keep the one before, whose address names another
    version. Raises BadMap, and OSError where the file cannot be kept; then nothing has changed."""
    office = Municipality.current()
    facts = judged(file, size, town=Box.of(office), middle=Point.of(office))
    version = _sum(file)
    name = file_name(version)
    # The name is the sum of the content: a file of this name and size is this file.
    if not default_storage.exists(name) or default_storage.size(name) != size:
        default_storage.delete(name)
        file.seek(0)
        default_storage.save(name, File(file))
    values: dict[str, Any] = {
        "attribution": attribution or ATTRIBUTION,
        "size": facts.size,
        "min_zoom": facts.min_zoom,
        "max_zoom": facts.max_zoom,
        **facts.box._asdict(),
        "added_at": timezone.now(),
        "added_by": by,
        "replaced_at": None,
    }
    with transaction.atomic():
        _replace(but=version)
        return TownMap.objects.update_or_create(version=version, defaults=values)[0]


@transaction.atomic
def rename_makers(attribution: str) -> None:
    """Change who is named on the map in use."""
    used = TownMap.objects.select_for_update(no_key=True).filter(replaced_at=None).first()
    if used and used.attribution != (attribution or ATTRIBUTION):
        used.attribution = attribution or ATTRIBUTION
        used.save()


@transaction.atomic
def take_away() -> None:
    """Leave the town without a street map; pages that are open keep it for a day."""
    _replace()


def _replace(but: str = "") -> None:
    """Note of the map in use that it is replaced from now on."""
    # All who replace wait for each other here, also where there is no map yet.
    list(Municipality.objects.select_for_update(no_key=True).values_list("pk"))
    for used in TownMap.objects.filter(replaced_at=None).exclude(version=but):
        used.replaced_at = timezone.now()
        used.save()


def _sum(file: IO[bytes]) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()[:VERSION]  # type: ignore[arg-type]
