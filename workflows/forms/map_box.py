"""The part of a map that somebody has chosen, as an address carries it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.lib.geography import Box
from workflows.inbox import map_parts
from workflows.inbox.map_parts import Shape

# Of a corner: two numbers of degrees with six digits, and what stands between.
LONGEST = 25 * map_parts.MOST_CORNERS


class BoxField(forms.CharField):
    """A box or a shape as `workflows.inbox.map_parts.parse` reads it; the map alone writes it."""

    widget = forms.HiddenInput
    default_error_messages = {"invalid": _("This is no part of the map.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "required": False, **options})

    def to_python(self, value: Any) -> Any:
        """The part; None for nothing."""
        if value in self.empty_values or isinstance(value, (Box, Shape)):
            return value or None
        try:
            return map_parts.parse(str(value)[: LONGEST + 1])
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def run_validators(self, value: Any) -> None:
        """What was read as a part is one."""
