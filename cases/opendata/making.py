"""Making the files at night: all tables are written, then the row that names them, then those before go."""

import csv
import datetime
import hashlib
import io
import logging
import tempfile
from contextlib import suppress
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from cases.models import Municipality, OpenDataRelease
from cases.models.case.open_data import FOLDER
from cases.opendata.tables import Table, tables

log = logging.getLogger(__name__)
# Excel takes a file for UTF-8 by it.
BOM = "\ufeff"
IN_MEMORY = 4 * 1024 * 1024


def make(*, now: datetime.datetime | None = None) -> OpenDataRelease | None:
    """Make all tables anew, and let them take the place of those before; None while it is switched off. Safe
    to run twice, and several at once. Raises OSError while the storage is away; those before stay then."""
    if not Municipality.current().open_data:
        return None
    now = now or timezone.now()
    folder = f"{FOLDER}/{now:%Y%m%d-%H%M%S-%f}"
    files = [_stored(table, folder) for table in tables(now=now)]
    before = OpenDataRelease.objects.filter(pk=1).first()
    kept, _new = OpenDataRelease.objects.update_or_create(
        pk=1, defaults={"made_at": now, "folder": folder, "files": files}
    )
    if before is not None and before.folder != folder:
        _forget(before)
    return kept


def _stored(table: Table, folder: str) -> dict[str, Any]:
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        rows = _write(table, file)
        size = file.tell()
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        default_storage.save(f"{folder}/{table.name}", File(file))
    return {
        "name": table.name,
        "title_th": table.title_th,
        "title_en": table.title_en,
        # A list: the database keeps no order of names.
        "columns": list(table.columns.items()),
        "rows": rows,
        "bytes": size,
        "sha256": digest,
    }


def _write(table: Table, file: IO[bytes]) -> int:
    """Write head and rows as RFC 4180 has them, and return how many rows there are."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(table.columns)
    count = 0
    for row in table.rows():
        writer.writerow(row)
        count += 1
    text.detach()
    return count


def _forget(release: OpenDataRelease) -> None:
    """Remove the files of an earlier release. Whoever reads one at this moment reads it to its end."""
    for one in release.files:
        with suppress(OSError):
            default_storage.delete(f"{release.folder}/{one['name']}")
