"""The number on a lamp post, a bin, a hydrant or a tree: it says exactly where and what."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import Line
from cases.gazetteer import assets
from cases.models import Asset, AssetSort

LABELS = {
    AssetSort.LAMP: gettext_lazy("Number on the lamp post"),
    AssetSort.BIN: gettext_lazy("Number on the bin"),
    AssetSort.HYDRANT: gettext_lazy("Number on the hydrant"),
    AssetSort.TREE: gettext_lazy("Number on the tree"),
    AssetSort.OTHER: gettext_lazy("Number on it"),
}


class AssetField(Line):
    """The asset with the number that was typed; None for nothing."""

    # As of degrees: what says the place makes the question for the area needless.
    widget = forms.TextInput(attrs={"placeholder": " "})
    sort = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            help_text=gettext_lazy("If you can read it: then the place is known exactly."),
            max_length=40,
            required=False,
            **options,
        )

    def ask_for(self, sort: str) -> bool:
        """Ask for a sort of assets; say whether the town knows any."""
        if not sort or not assets.are_there(sort):
            return False
        self.sort, self.label = sort, LABELS[AssetSort(sort)]
        return True

    def clean(self, value: Any) -> Any:
        """The asset. Raises ValidationError for a number that is not known."""
        number = super().clean(value)
        found: Asset | None = assets.numbered(self.sort, number) if number else None
        if number and found is None:
            text = _("This number is not known here. Check it, or leave it empty and give the place.")
            raise ValidationError(text)
        return found


def take_asset(data: dict[str, Any]) -> None:
    """Let the place of the asset be that of the matter, whatever else was given."""
    if found := data.get("asset"):
        data["latitude"], data["longitude"] = found.latitude, found.longitude
