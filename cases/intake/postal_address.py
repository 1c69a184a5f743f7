"""An address as it is written: in Thai with ต. อ. จ. (in Bangkok แขวง and เขต), in English with commas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.models import Case, Subdistrict
from cases.text.dates import speaks_thai
from cases.text.normalization import compared

BANGKOK = "10"
# What people type themselves before a name, or behind it.
WORDS = {
    "moo": ("หมู่", "ม.", "moo", "village"),
    "soi": ("ซอย", "ซ.", "soi"),
    "road": ("ถนน", "ถ.", "road", "rd"),
}


@dataclass(frozen=True)
class Address:
    """Where somebody lives. `area` are subdistrict, district and province in the reader's language; empty
    where there is no address in Thailand, or none was given at all."""

    house_no: str
    moo: str = ""
    soi: str = ""
    road: str = ""
    community: str = ""
    area: tuple[str, ...] = ()
    postal_code: str = ""
    in_bangkok: bool = False

    @property
    def lines(self) -> list[str]:
        """The house with its lane and road, then the area; none where nothing of it was given."""
        between = " " if speaks_thai() else ", "
        area = self._area(between) if self.house or self.area else ""
        return [line for line in (self.house, area) if line]

    @property
    def is_abroad(self) -> bool:
        """Whether it is an address, and none in Thailand."""
        return bool(self.house) and not self.area

    @property
    def house(self) -> str:
        """The house with its lane and road."""
        between = " " if speaks_thai() else ", "
        return between.join(filter(None, self._house()))

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def _house(self) -> Iterator[str]:
        moo = self._named("moo", pgettext("address", "Moo %(name)s"))
        yield f"{self.house_no} {moo}".strip()
        yield self._named("soi", pgettext("address", "Soi %(name)s"))
        yield self._named("road", pgettext("address", "%(name)s Road"))
        yield self.community

    def _named(self, part: str, words: str) -> str:
        """`Soi 3`, also of one who typed `ซอย 3` into that field."""
        typed: str = getattr(self, part)
        known = any(compared(word) in compared(typed) for word in WORDS[part])
        return typed if not typed or known else words % {"name": typed}

    def _area(self, between: str) -> str:
        if not self.area:
            return _("No address in Thailand")
        if not speaks_thai():
            return f"{between.join(self.area)} {self.postal_code}".strip()
        marks = ("แขวง", "เขต", "") if self.in_bangkok else ("ต.", "อ.", "จ.")
        names = [
            name if mark and name.startswith(mark) else f"{mark}{name}"
            for mark, name in zip(marks, self.area, strict=True)
        ]
        return f"{between.join(names)} {self.postal_code}".strip()


def of_case(case: Case) -> Address:
    """The address of a case: its names of areas as they were copied, in English where the area still has
    that name."""
    subdistrict = case.subdistrict
    if subdistrict is None:
        return _with(vars(case))
    places = (subdistrict, subdistrict.district, subdistrict.district.province)
    copied = (case.subdistrict_name, case.district_name, case.province_name)
    names = [
        place.name if place.name_th == name else name for name, place in zip(copied, places, strict=True)
    ]
    bangkok = subdistrict.pk.startswith(BANGKOK)
    return _with(vars(case), area=tuple(names), postal_code=case.postal_code, in_bangkok=bangkok)


def of_form(typed: Mapping[str, Any]) -> Address:
    """The address of a valid form, as it will be stored."""
    subdistrict: Subdistrict | None = typed["subdistrict"]
    if subdistrict is None:
        return _with(typed)
    district = subdistrict.district
    area = (subdistrict.name, district.name, district.province.name)
    bangkok = subdistrict.pk.startswith(BANGKOK)
    return _with(typed, area=area, postal_code=typed["postal_code"], in_bangkok=bangkok)


def _with(fields: Mapping[str, Any], **more: Any) -> Address:
    names = ("house_no", "moo", "soi", "road", "community")
    parts: dict[str, Any] = {name: str(fields[name] or "") for name in names}
    return Address(**parts, **more)
