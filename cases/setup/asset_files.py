"""Assets of one sort out of a table or a GeoJSON file, in place of those before."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.audit import security_log
from cases.files.inspection.judge import judged
from cases.files.inspection.verdicts import Unfit
from cases.lib.geography import Point
from cases.models import Asset, Case, User
from cases.models.setup.assets import LONGEST
from cases.setup import area_files, point_tables
from cases.setup.office_tables import MOST_PROBLEMS, Unusable
from cases.setup.point_tables import Line, Row
from cases.text.normalization import cleaned

# Not "id": programs number their rows anew at each export.
KNOWN = {"number": ("number", "หมายเลข", "เลขที่", "code", "รหัส")}
MOST_BYTES = 4 * 1024 * 1024
AT_ONCE = 1000
# What is stored of a row.
Columns = dict[str, str]


@dataclass
class Replaced:
    """What taking a file does: assets that come, that are moved or written otherwise, that stay as they are,
    and that go: out of use where a case names them, else from the table."""

    added: list[Asset] = field(default_factory=list)
    changed: list[Asset] = field(default_factory=list)
    same: list[Asset] = field(default_factory=list)
    gone: list[Asset] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as before."""
        return not (self.added or self.changed or self.gone)


def read(upload: "UploadedFile[Any]") -> list[Columns]:
    """Return number and point of the assets in a file. Raises Unusable. Call it outside a transaction: a
    GeoJSON file is judged in a process of its own."""
    begin = upload.read(200).lstrip(b"\xef\xbb\xbf \r\n\t")
    upload.seek(0)
    options: dict[str, Any] = {"most": Asset.MOST, "needed": ("number",)}
    if begin.startswith(b"{"):
        lines = point_tables.checked(_features(upload), **options)
    else:
        lines = point_tables.read(upload, KNOWN, **options)
    problems, keys = [], set[str]()
    for line in lines:
        number = line.columns["number"]
        if len(number) > LONGEST:
            problems.append(line.wrong(_("The column “%(name)s” is too long.") % {"name": "number"}))
        elif Asset.key_of(number) in keys:
            text = _("The number %(number)s was there before.")
            problems.append(line.wrong(text % {"number": number}))
        keys.add(Asset.key_of(number))
    if problems:
        raise Unusable(problems[:MOST_PROBLEMS])
    return [_columns(line) for line in lines]


@transaction.atomic
def replace(sort: str, rows: list[Columns], *, by: User | None) -> Replaced:
    """Let the town have these assets of this sort and no others; one is known by its number."""
    done = _replaced(sort, rows)
    security_log.record(security_log.Kind.SETUP_IMPORTED, by=by, subject=f"things: {sort}")
    return done


def rehearse(sort: str, rows: list[Columns]) -> Replaced:
    """Return what `replace` would do; nothing is changed."""
    with transaction.atomic():
        done = _replaced(sort, rows)
        transaction.set_rollback(True)
    return done


def _replaced(sort: str, rows: list[Columns]) -> Replaced:
    there = {one.key: one for one in Asset.objects.select_for_update(no_key=True).filter(sort=sort)}
    done = Replaced()
    for row in rows:
        key = Asset.key_of(row["number"])
        before = there.pop(key, None)
        one = before or Asset(sort=sort, key=key)
        place = Decimal(row["latitude"]), Decimal(row["longitude"])
        values = (row["number"], *place, True)
        if before and (one.number, one.latitude, one.longitude, one.active) == values:
            done.same.append(one)
            continue
        one.number, one.latitude, one.longitude, one.active = values
        (done.changed if before else done.added).append(one)
    Asset.objects.bulk_create(done.added, batch_size=AT_ONCE)
    Asset.objects.bulk_update(done.changed, ["number", "latitude", "longitude", "active"], batch_size=AT_ONCE)
    done.gone = [one for one in there.values() if one.active]
    _remove(list(there.values()))
    return done


def _remove(gone: list[Asset]) -> None:
    """Switch off those that cases name, and delete the rest."""
    keys = [one.pk for one in gone]
    named = set(Case.objects.filter(asset__in=keys).order_by().values_list("asset", flat=True))
    Asset.objects.filter(pk__in=named).update(active=False)
    Asset.objects.filter(pk__in=[key for key in keys if key not in named]).delete()


def _features(upload: "UploadedFile[Any]") -> Iterator[Row]:
    """The rows of a GeoJSON file. Raises Unusable."""
    if (upload.size or 0) > MOST_BYTES:
        raise Unusable([_("This file is larger than 4 MB.")])
    try:
        answer = json.loads(judged("points", upload).body)
    except Unfit as unfit:
        raise Unusable([area_files.unfit_words(unfit.reason)]) from unfit
    if answer["problem"]:
        word, about = answer["problem"]
        raise Unusable([str(area_files.WRONG[word]) % {"about": about}])
    for number, columns, pair in answer["rows"]:
        known = next((columns[name] for name in KNOWN["number"] if columns.get(name)), "")
        point = Point(*(Decimal(str(one)) for one in pair)) if pair and abs(pair[0]) <= 90 else None
        yield number, {"number": cleaned(known)}, point


def _columns(line: Line) -> Columns:
    return {
        "number": line.columns["number"],
        "latitude": f"{line.point.latitude:.6f}",
        "longitude": f"{line.point.longitude:.6f}",
    }
