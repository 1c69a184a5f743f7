"""The areas of the town out of a file of its maps: looked at first, then taken in place of those before."""

import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.files.images import WORDS as PHOTO_WORDS
from cases.files.inspection.judge import judged
from cases.files.inspection.verdicts import Reason, Unfit
from cases.lib.geography import Box
from cases.lib.outlines import Outline
from cases.models import Area, Municipality
from cases.setup.office_tables import Unusable

MOST_BYTES = 8 * 1024 * 1024
# Of a feature in the file.
WRONG: dict[str, Promise] = {
    "shape": gettext_lazy("This is no area: a polygon is needed."),
    "rings": gettext_lazy(
        "Its border is not sound: it crosses or touches itself, or is too short. %(about)s"
    ),
    "numbers": gettext_lazy("Its outline has numbers that are none."),
    "degrees": gettext_lazy(
        "Its numbers (%(about)s) are no degrees, but perhaps metres of a map. Save the file in WGS 84 "
        "(EPSG:4326), longitude before latitude."
    ),
    "name": gettext_lazy(
        "It has no Thai name: a column “name_th” or “name” is needed. The columns here are: %(about)s"
    ),
    "long": gettext_lazy("A name or code of it is too long."),
    "twice": gettext_lazy("An area of this name was there before."),
    "code": gettext_lazy("The code %(about)s was there before."),
    "outside": gettext_lazy("It lies outside the municipality's box on the map."),
    # Of the whole file.
    "nothing": gettext_lazy("There is no area in this file."),
    "format": gettext_lazy("This is neither GeoJSON nor a Shapefile in a ZIP archive."),
    "many": gettext_lazy("There are more than %(about)s entries in this file."),
    "points": gettext_lazy("The outlines have too many points (more than %(about)s). Simplify them first."),
    "projected": gettext_lazy(
        "The file is in metres of a map projection (%(about)s), such as UTM 47N or 48N. Save it in WGS 84 "
        "(EPSG:4326) and choose it again: in QGIS “Export”, “Save features as”, CRS EPSG:4326."
    ),
    "datum": gettext_lazy(
        "The file is in degrees of another system (%(about)s), which lie hundreds of metres off. Save it in "
        "WGS 84 (EPSG:4326) and choose it again."
    ),
    "parts": gettext_lazy("The archive needs both the .shp and the .dbf file of one layer."),
    "layers": gettext_lazy("There are several layers in the archive: %(about)s. Choose one."),
    "archive": gettext_lazy("The archive cannot be opened, or holds too much."),
    "large": gettext_lazy("A file in the archive is too large when it is unpacked: %(about)s."),
    "encoding": gettext_lazy("The names in the .dbf file are neither UTF-8 nor Windows-874 (TIS-620)."),
    "broken": gettext_lazy("The Shapefile is broken, or one of its files belongs to another one."),
}
# What a code may be; any other is made one.
SLUG = re.compile(r"[A-Za-z0-9_-]{1,40}")
SPENT = (Reason.TIME, Reason.MEMORY)
SORTS = {
    "ชุมชน": Area.Sort.COMMUNITY,
    "ตำบล": Area.Sort.SUBDISTRICT,
    "แขวง": Area.Sort.SUBDISTRICT,
    "เขต": Area.Sort.WARD,
    "เขตเลือกตั้ง": Area.Sort.WARD,
} | {sort.value: sort for sort in Area.Sort}


@dataclass(frozen=True)
class NewArea:
    """An area as a file has it; `code` is empty where the file says none."""

    name_th: str
    name_en: str
    code: str
    sort: str
    outline: str

    @property
    def shape(self) -> Outline:
        """The outline, read."""
        return Outline.parse(self.outline)


@dataclass
class Replaced:
    """What taking a file does: areas that come, that stay with another name or outline, and that go out of
    use."""

    added: list[Area] = field(default_factory=list)
    changed: list[Area] = field(default_factory=list)
    same: list[Area] = field(default_factory=list)
    gone: list[Area] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as before."""
        return not (self.added or self.changed or self.gone)


def read(upload: "UploadedFile[Any]", *, sort: str) -> list[NewArea]:
    """Return the areas of a file; those of which it says no kind are of `sort`. Raises Unusable. Call it
    outside a transaction: the file is judged in a process of its own."""
    if (upload.size or 0) > MOST_BYTES:
        raise Unusable([_("This file is larger than 8 MB. Simplify the outlines first.")])
    try:
        answer = json.loads(judged("areas", upload).body)
    except Unfit as unfit:
        raise Unusable([unfit_words(unfit.reason)]) from unfit
    if answer["problems"]:
        raise Unusable([_sentence(*one) for one in answer["problems"]])
    found = [_new(row, sort) for row in answer["areas"]]
    if problems := [*_outside(found), *_doubled(found)]:
        raise Unusable(problems)
    return found


@transaction.atomic
def replace(found: list[NewArea]) -> Replaced:
    """Let the town have these areas and no others. An area is known by its code, else by its name: it stays
    the one to which cases and rules point. What the file lacks is switched off."""
    there = list(Area.objects.select_for_update(no_key=True))
    matched = _matched(found, there)
    kept = {area.pk for _new, area in matched if area}
    done = Replaced(gone=[area for area in there if area.active and area.pk not in kept])
    # A name may go from one area to another: first nobody has it.
    renamed = [area for new, area in matched if area and _is_renamed(area, new)]
    for area in [*done.gone, *renamed]:
        area.active = False
        area.save(update_fields=["active"])
    for position, (new, before) in enumerate(matched):
        _take(new, before, position, done)
    return done


def rehearse(found: list[NewArea]) -> Replaced:
    """Return what `replace` would do; nothing is changed."""
    with transaction.atomic():
        done = replace(found)
        transaction.set_rollback(True)
    return done


def _take(new: NewArea, area: Area | None, position: int, done: Replaced) -> None:
    kept = area or Area(code=_code(new))
    values = {
        "name_th": new.name_th,
        "name_en": new.name_en or kept.name_en,
        "sort": new.sort,
        "outline": new.outline,
        "position": position,
        "active": True,
    }
    if area and all(getattr(area, name) == value for name, value in values.items()):
        done.same.append(area)
        return
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    (done.changed if area else done.added).append(kept)


def _is_renamed(area: Area, new: NewArea) -> bool:
    return area.active and (area.sort, area.name_th) != (new.sort, new.name_th)


def _matched(found: list[NewArea], there: list[Area]) -> list[tuple[NewArea, Area | None]]:
    """Each area of the file with the one that it is: by its code, then by its name, one in use first."""
    rest = sorted(there, key=lambda area: not area.active)
    known: dict[int, Area] = {}
    for same in (_has_code, _has_name):
        for number, new in enumerate(found):
            area = next((one for one in rest if number not in known and same(new, one)), None)
            if area:
                known[number] = area
                rest.remove(area)
    return [(new, known.get(number)) for number, new in enumerate(found)]


def _has_code(new: NewArea, area: Area) -> bool:
    return bool(new.code) and area.code == new.code


def _has_name(new: NewArea, area: Area) -> bool:
    return (area.sort, area.name_th) == (new.sort, new.name_th)


def _code(new: NewArea) -> str:
    """The code of the file, or one that follows from the name, if nobody has it."""
    wanted = new.code or _hashed(f"{new.sort} {new.name_th}")
    taken = set(Area.objects.filter(code__startswith=wanted[:30]).values_list("code", flat=True))
    spare = (f"{wanted[:30]}-{number}" for number in itertools.count(2))
    return wanted if wanted not in taken else next(code for code in spare if code not in taken)


def _hashed(text: str) -> str:
    return f"area-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _new(row: dict[str, Any], sort: str) -> NewArea:
    known = SORTS.get(row["sort"].lower(), Area.Sort(sort))
    outline = str(Outline.of(row["polygons"]))
    code = row["code"]
    if code and not SLUG.fullmatch(code):
        code = _hashed(code)
    return NewArea(row["name_th"], row["name_en"], code, known.value, outline)


def _outside(found: list[NewArea]) -> Iterator[str]:
    """The areas whose middle lies outside the municipality's box, if that is known."""
    box = Box.of(Municipality.current())
    for number, one in enumerate(found, start=1):
        if box and not box.holds(one.shape.middle):
            yield _sentence(number, one.name_th, "outside", "")


def _doubled(found: Iterable[NewArea]) -> Iterator[str]:
    """The names and codes that two areas have once their kinds and codes are understood."""
    names = Counter((one.sort, one.name_th) for one in found)
    codes = Counter(one.code for one in found if one.code)
    for number, one in enumerate(found, start=1):
        if names[one.sort, one.name_th] > 1:
            yield _sentence(number, one.name_th, "twice", "")
        elif codes[one.code] > 1:
            yield _sentence(number, one.name_th, "code", one.code)


def _sentence(number: int, name: str, word: str, about: str) -> str:
    text = str(WRONG[word]) % {"about": about}
    if not number:
        return text.strip()
    where = _("Feature %(number)s (%(name)s)") % {"number": number, "name": name or "–"}
    return f"{where}: {text}".strip()


def unfit_words(reason: Reason) -> str:
    """Return why a file of a map was not judged to its end."""
    if reason in SPENT:
        return _("This file takes too long or too much memory to read. Simplify the outlines first.")
    return str(PHOTO_WORDS[Reason.BUSY]) if reason == Reason.BUSY else str(WRONG["broken"])
