"""The question in which area of the town something is, for whoever knows no point on the map."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.gazetteer import areas
from cases.models import Area

# Whoever does not know goes on all the same.
UNKNOWN = "unknown"


class AreaField(forms.ChoiceField):
    """One of the areas in use, by its code; nothing for UNKNOWN."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Area"),
            help_text=gettext_lazy("Not needed where the position is given: the area follows from it."),
            required=False,
            **options,
        )

    def offer(self) -> bool:
        """Offer the areas in use, under the names of their sorts where there are several; say whether there
        are any."""
        by_sort = {sort: [one for one in areas.in_use() if one.sort == sort] for sort in Area.Sort}
        groups = [(sort.label, _named(listed)) for sort, listed in by_sort.items() if listed]
        options: list[Any] = groups if len(groups) > 1 else [one for _label, some in groups for one in some]
        self.choices = [
            ("", _("Choose the area")),
            *options,
            (UNKNOWN, _("I do not know, or it is in none of these")),
        ]
        return bool(groups)

    def chosen(self, code: str) -> Area | None:
        """Return the area that was chosen."""
        return next((one for one in areas.in_use() if one.code == code), None)


def _named(listed: list[Area]) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in listed]
