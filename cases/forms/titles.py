"""The titles to choose from; no statement while the set-up stays the same."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.lib.setup_cache import shared
from cases.models import Title


class TitleSelect(forms.Select):
    """A select whose option for a title that the list lacks has a mark: the field for that title shows with
    it."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """Mark the option of the title that is written out."""
        option: dict[str, Any] = super().create_option(name, value, *args, **options)
        if any(title.code == Title.OTHER and title.pk == value for title in _in_use()):
            option["attrs"]["data-other"] = True
        return option


def title_choices() -> list[tuple[Any, str]]:
    """The titles in use, after the empty choice."""
    return [("", _("Choose a title")), *((title.pk, title.name) for title in _in_use())]


def title_of(chosen: str) -> Title:
    """The title of this choice; raises ValueError where it is not in use."""
    for title in _in_use():
        if str(title.pk) == chosen:
            return title
    raise ValueError(chosen)


def _in_use() -> list[Title]:
    return shared("titles", lambda: list(Title.objects.filter(active=True)))
