"""Landmarks out of a table: looked at first, then taken in place of those before."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.lib.geography import LIMITS
from cases.models import Landmark
from cases.setup import point_tables
from cases.setup.office_tables import MOST_PROBLEMS, Unusable
from cases.setup.point_tables import Line

KNOWN = {
    "name_th": ("name_th", "ชื่อ", "name"),
    "name_en": ("name_en",),
    "sort": ("sort", "kind", "ประเภท"),
}
SORTS = {
    "วัด": Landmark.Sort.TEMPLE,
    "มัสยิด": Landmark.Sort.TEMPLE,
    "โบสถ์": Landmark.Sort.TEMPLE,
    "ศาล": Landmark.Sort.TEMPLE,
    "โรงเรียน": Landmark.Sort.SCHOOL,
    "มหาวิทยาลัย": Landmark.Sort.SCHOOL,
    "โรงพยาบาล": Landmark.Sort.HOSPITAL,
    "สถานที่ราชการ": Landmark.Sort.OFFICE,
    "ตลาด": Landmark.Sort.MARKET,
    "สวนสาธารณะ": Landmark.Sort.PARK,
    "สถานี": Landmark.Sort.TRANSPORT,
    "ถนน": Landmark.Sort.STREET,
    "ซอย": Landmark.Sort.STREET,
    "": Landmark.Sort.OTHER,
} | {sort.value: sort for sort in Landmark.Sort}


@dataclass
class Replaced:
    """What taking a file does: landmarks that come, that change, that stay as they are, and that go."""

    added: list[Landmark] = field(default_factory=list)
    changed: list[Landmark] = field(default_factory=list)
    same: list[Landmark] = field(default_factory=list)
    gone: list[Landmark] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as before."""
        return not (self.added or self.changed or self.gone)


def read(upload: "UploadedFile[Any]") -> list[dict[str, str]]:
    """Return the columns of the landmarks in a file. Raises Unusable."""
    lines = point_tables.read(upload, KNOWN, most=Landmark.MOST, needed=("name_th",))
    problems, names = [], set[str]()
    for line in lines:
        if line.columns["name_th"] in names:
            problems.append(line.wrong(_("A landmark of this name was there before.")))
        elif line.columns.get("sort", "").lower() not in SORTS:
            offered = ", ".join(Landmark.Sort.values)
            text = _("The kind “%(kind)s” is not known. There are: %(kinds)s.")
            problems.append(line.wrong(text % {"kind": line.columns["sort"], "kinds": offered}))
        names.add(line.columns["name_th"])
    if problems:
        raise Unusable(problems[:MOST_PROBLEMS])
    return [_columns(line) for line in lines]


@transaction.atomic
def replace(rows: list[dict[str, str]]) -> Replaced:
    """Let the town have these landmarks and no others; one is known by its Thai name."""
    there = {one.name_th: one for one in Landmark.objects.select_for_update(no_key=True)}
    done = Replaced()
    for row in rows:
        before = there.pop(row["name_th"], None)
        one = before or Landmark()
        values: dict[str, Any] = row | {name: Decimal(row[name]) for name in LIMITS}
        if before and all(getattr(one, name) == value for name, value in values.items()):
            done.same.append(one)
            continue
        for name, value in values.items():
            setattr(one, name, value)
        one.save()
        (done.changed if before else done.added).append(one)
    for one in there.values():
        done.gone.append(one)
        one.delete()
    return done


def rehearse(rows: list[dict[str, str]]) -> Replaced:
    """Return what `replace` would do; nothing is changed."""
    with transaction.atomic():
        done = replace(rows)
        transaction.set_rollback(True)
    return done


def _columns(line: Line) -> dict[str, str]:
    columns = line.columns
    return {
        "name_th": columns["name_th"],
        "name_en": columns.get("name_en", ""),
        "sort": SORTS[columns.get("sort", "").lower()].value,
        "latitude": str(line.point.latitude),
        "longitude": str(line.point.longitude),
    }
