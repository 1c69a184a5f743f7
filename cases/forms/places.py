"""What the four selects of an address offer: each one the areas within the one above it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from cases.intake import places
from cases.models import District, Province, Subdistrict

Options = list[tuple[str, Any]]


class AddressChoices:
    """The options of each select; `chosen` gives the code that a select has now."""

    def __init__(self, chosen: Callable[[str], str]) -> None:
        self.chosen = chosen

    def province(self) -> Options:
        """All provinces."""
        return [("", _("Choose the province")), *_named(places.provinces())]

    def district(self) -> Options:
        """The districts of the chosen province."""
        code = self.chosen("province")
        if not code:
            return [("", _("Choose the province first"))]
        return [("", _("Choose the district")), *_named(places.districts(code[:2]))]

    def subdistrict(self) -> Options:
        """The subdistricts of the chosen district, where it lies in the chosen province."""
        code = self._district()
        if not code:
            return [("", _("Choose the district first"))]
        return [("", _("Choose the subdistrict")), *_named(places.subdistricts(code))]

    def postal_code(self) -> Options:
        """The codes of the chosen subdistrict, or of all in the district until one is chosen."""
        district, subdistrict = self._district(), self.chosen("subdistrict")
        areas = places.subdistricts(district) if district else []
        if subdistrict.startswith(district or "-"):
            areas = [area for area in areas if area.code == subdistrict[:6]]
        codes = sorted({code for area in areas for code in area.postal_codes})
        return [("", _("By the subdistrict")), *((code, code) for code in codes)]

    def _district(self) -> str:
        province, district = self.chosen("province"), self.chosen("district")[:4]
        return district if province and district.startswith(province) else ""


def _named(areas: Iterable[Province | District | Subdistrict]) -> Options:
    return [(area.code, area.name) for area in areas]
