"""What the four selects of an address offer: each one the areas within the one above it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.models import District, Province, Subdistrict

Options = list[tuple[str, Any]]


class AddressChoices:
    """The options of each select; `chosen` gives the code that a select has now."""

    def __init__(self, chosen: Callable[[str], str]) -> None:
        self.chosen = chosen

    def province(self) -> Options:
        """All provinces."""
        return [("", _("Choose the province")), *_named(Province.objects.all())]

    def district(self) -> Options:
        """The districts of the chosen province."""
        code = self.chosen("province")
        if not code:
            return [("", _("Choose the province first"))]
        return [("", _("Choose the district")), *_named(District.objects.filter(province=code[:2]))]

    def subdistrict(self) -> Options:
        """The subdistricts of the chosen district, where it lies in the chosen province."""
        code = self._district()
        if not code:
            return [("", _("Choose the district first"))]
        return [("", _("Choose the subdistrict")), *_named(Subdistrict.objects.filter(district=code))]

    def postal_code(self) -> Options:
        """The codes of the chosen subdistrict, or of all in the district until one is chosen."""
        district, subdistrict = self._district(), self.chosen("subdistrict")
        areas = Subdistrict.objects.filter(district=district) if district else Subdistrict.objects.none()
        if subdistrict.startswith(district or "-"):
            areas = areas.filter(code=subdistrict[:6])
        codes = sorted({code for found in areas.values_list("postal_codes", flat=True) for code in found})
        return [("", _("By the subdistrict")), *((code, code) for code in codes)]

    def _district(self) -> str:
        province, district = self.chosen("province"), self.chosen("district")[:4]
        return district if province and district.startswith(province) else ""


def _named(places: Any) -> Options:
    return [(place.code, place.name) for place in places]
