"""The part of a map that somebody has chosen, as an address carries it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.lib.geography import LIMITS, Box

LONGEST = 60


class BoxField(forms.CharField):
    """Four edges in degrees, south, west, north and east, parted by commas; the map alone writes it."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid": _("This is no part of the map.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "required": False, **options})

    def to_python(self, value: Any) -> Any:
        """The box; None for nothing."""
        if value in self.empty_values or isinstance(value, Box):
            return value or None
        try:
            box = Box(*(float(part) for part in str(value).split(",")))
        except (TypeError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        latitudes, longitudes = (LIMITS[name] for name in ("latitude", "longitude"))
        if not (
            -latitudes <= box.south <= box.north <= latitudes
            and -longitudes <= box.west <= box.east <= longitudes
        ):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return box

    def run_validators(self, value: Any) -> None:
        """What was read as a box is one."""
