"""Near which landmark, street or lane something is: words that lead to a point on the map."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import Line
from cases.gazetteer import landmarks
from cases.models import Landmark

LIST, MOST_PLACE = "landmarks", 300


class NearField(Line):
    """The words, for which landmarks are offered while they are typed."""

    widget = forms.TextInput(attrs={"list": LIST, "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=gettext_lazy("Near"),
            help_text=gettext_lazy(
                "The name of a landmark, street or lane. Its place is taken where you give no position."
            ),
            max_length=200,
            required=False,
            **options,
        )


class LandmarkField(forms.ChoiceField):
    """One of the landmarks that fit the words; what does not fit them any more is no answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=gettext_lazy("Which one is it?"), required=False, **options)
        self.hits: list[Landmark] = []

    def offer(self, words: str) -> None:
        """Offer the landmarks whose names hold the words."""
        self.hits = landmarks.found(words)
        named = [(str(one.pk), f"{one.name} ({one.get_sort_display()})") for one in self.hits]
        self.choices = [("", _("Choose, or leave it at the words")), *named]

    def clean(self, value: Any) -> Any:
        """The landmark that was chosen, if there is one."""
        return next((one for one in self.hits if str(one.pk) == value), None)


def take_landmark(data: dict[str, Any]) -> None:
    """Let the place of a landmark be that of the matter, where no degrees are given, and its name stand in
    the words about the place."""
    words, chosen = data.get("near", ""), data.get("landmark") or landmarks.named(data.get("near", ""))
    if not words:
        return
    if chosen and data.get("latitude") is None and data.get("longitude") is None:
        data["latitude"], data["longitude"] = chosen.latitude, chosen.longitude
    near = _("Near %(landmark)s") % {"landmark": chosen.name if chosen else words}
    place = data.get("place", "")
    both = f"{place} ({near})" if place else near
    data["place"] = both if len(both) <= MOST_PLACE else place


def typed_words(form: forms.BaseForm) -> str:
    """What stands in the field of a form, judged or not."""
    given: Mapping[str, Any] = form.data if form.is_bound else form.initial
    return str(given.get("near") or "")
