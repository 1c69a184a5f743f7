"""The page of the street map: the file in use, another one instead, and who is named as its makers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.errors import Busy
from cases.fields.text import Line
from cases.lib.admission import step_aside
from cases.lib.geography import Box
from cases.models import Municipality, TownMap
from cases.models.setup.town_map import ATTRIBUTION
from cases.setup import town_map as maps
from cases.setup.pmtiles_file import BadMap
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page


class MapForm(forms.Form):
    """A file, and whom the map names."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("PMTiles file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pmtiles"}),
        help_text=gettext_lazy(
            "At most 50 MB; whoever looks after the server brings in a larger one (manage.py load_map). "
            "docs/maps.md says how to make it."
        ),
    )
    attribution = Line(
        label=gettext_lazy("Who made the map"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Stands on the map, as the licence of its data asks."),
    )
    remove = forms.BooleanField(label=gettext_lazy("Remove the map"), required=False)

    def __init__(self, *args: Any, used: TownMap | None, **options: Any) -> None:
        first = {"attribution": used.attribution if used else ATTRIBUTION}
        super().__init__(*args, **{"label_suffix": "", "initial": first} | options)
        self.used = used
        if used is None:
            del self.fields["remove"]

    def clean_file(self) -> Any:
        """The file, if it is not too large for a page."""
        file = self.cleaned_data["file"]
        if file and file.size > maps.MOST_BYTES:
            raise ValidationError(
                _(
                    "This file is larger than 50 MB. Cut the town out with a smaller box, or use "
                    "manage.py load_map."
                )
            )
        return file

    def clean(self) -> dict[str, Any]:
        """There is something to do, and not two things at once."""
        data = super().clean() or self.cleaned_data
        if data.get("file") and data.get("remove"):
            self.add_error("remove", _("Choose a new map or remove the one in use, not both."))
        elif self.used is None and not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return data


@setup_page
def town_map(request: StaffRequest) -> HttpResponse:
    """The street map in use, and the form that replaces it."""
    used = TownMap.objects.filter(replaced_at=None).select_related("added_by").first()
    sent = request.method == "POST"
    form = MapForm(request.POST if sent else None, request.FILES if sent else None, used=used)
    if sent and form.is_valid() and _done(request, form):
        return redirect("staff:setup_map")
    context = {"form": form, "used": used, "knows_place": _knows_place(Municipality.current())}
    return render(request, "staff/setup/town_map.html", context)


def _knows_place(office: Municipality) -> bool:
    return bool(Box.of(office)) or office.latitude is not None


def _done(request: StaffRequest, form: MapForm) -> bool:
    """Do what the form asks; False where it could not be done, which the form then says."""
    file, attribution = form.cleaned_data["file"], form.cleaned_data["attribution"]
    if form.cleaned_data.get("remove"):
        maps.take_away()
        messages.success(request, _("The street map was removed. The maps show the outline of the town."))
        return True
    if not file:
        maps.rename_makers(attribution)
        messages.success(request, _("Saved."))
        return True
    # A large file takes seconds: the place is for those who look at pages.
    if not step_aside():
        raise Busy
    try:
        maps.bring_in(file, file.size, attribution=attribution, by=request.user)
    except BadMap as error:
        form.add_error("file", str(error))
    except OSError:
        form.add_error("file", _("The file could not be kept just now. Please try again in a few minutes."))
    else:
        messages.success(request, _("The new street map is in use. Please look at it below."))
    return not form.errors
