"""What the scripts of the form need: addresses, limits and their words in the reader's language."""

import uuid
from typing import Any

from django import forms, template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.files.images import MAX_PHOTOS
from cases.files.inspection.limits import MOST_BYTES, SIDE
from cases.intake.geo import outside_words
from cases.models import Municipality
from cases.templatetags.maps import map_of
from cases.views.idempotency import FIELD

register = template.Library()


@register.simple_tag
def form_token(token: Any = None) -> str:
    """The token by which a form is done once (cases.views.idempotency): a new one, or the one given."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, token or uuid.uuid4())


@register.inclusion_tag("cases/form/place_tools.html", takes_context=True)
def place_tools(context: Context, form: forms.BaseForm) -> dict[str, Any]:
    """Buttons for GPS and map beside the form's latitude and longitude; hidden without JavaScript."""
    municipality = context.get("municipality") or Municipality.current()
    return {
        "latitude": form["latitude"].id_for_label,
        "longitude": form["longitude"].id_for_label,
        "map": map_of(municipality),
        "texts": _place_texts(municipality),
    }


@register.inclusion_tag("cases/form/photo_tools.html")
def photo_tools(
    form: forms.BaseForm,
    uploads: Any = None,
    field: str = "photos",
    files: int = MAX_PHOTOS,
    kept: str = "remove",
) -> dict[str, Any]:
    """The frame in which `photos.js` shows the chosen files of a file field; `uploads` say whether PDF is
    taken, `files` how many; `kept` names the boxes beside photos that count among these."""
    return {
        "input": form[field].id_for_label,
        "kept": kept,
        "limits": {"files": files, "bytes": MOST_BYTES, "side": SIDE},
        "accepts_pdf": bool(getattr(uploads, "accepts_pdf", False)),
        "texts": _photo_texts(),
    }


def _place_texts(municipality: Municipality) -> dict[str, str]:
    return {
        "searching": _("Looking for your position …"),
        "found": _("Your position was filled in, to within %(metres)s m.") % {"metres": "{metres}"},
        "rough": _("Your position is only known to within %(metres)s m. Please check it, or open the map.")
        % {"metres": "{metres}"},
        "denied": _(
            "Your telephone or browser does not let us see your position. Allow it in the settings, open the "
            "map, or describe the place in words."
        ),
        "unavailable": _("Your position could not be found. Open the map, or describe the place in words."),
        "timeout": _(
            "It took too long to find your position. Try again outdoors, open the map, or describe the place."
        ),
        "pinned": _("The pin is at %(point)s.") % {"point": "{point}"},
        "removed": _("The position was removed."),
        "outside": outside_words("{point}", "{km}", municipality),
        "map-failed": _("The map could not be loaded. Please describe the place in words."),
        "map-label": _("Map. The arrow keys move the pin, with Shift in bigger steps; plus and minus zoom."),
    }


def _photo_texts() -> dict[str, str]:
    return {
        "camera": _("Take a photo"),
        "working": _("The photos are being made smaller …"),
        "ready": _("Files chosen: %(number)s, together %(size)s.") % {"number": "{number}", "size": "{size}"},
        "none": _("No file is chosen."),
        "photo": _("Photo %(number)s") % {"number": "{number}"},
        "paper": _("PDF file %(number)s") % {"number": "{number}"},
        "remove": _("Remove"),
        "removed": _("Removed."),
        "too-many": _("You can send at most %(limit)s photos. The others were left out.")
        % {"limit": "{limit}"},
        "not-a-picture": _("%(file)s: this file is not a photo. Please choose a JPEG, PNG or WebP picture.")
        % {"file": "{file}"},
        "not-taken": _("%(file)s: this file is neither a photo (JPEG, PNG, WebP) nor a PDF file.")
        % {"file": "{file}"},
        "too-large": _("%(file)s: this file is larger than 10 MB. Please choose a smaller one.")
        % {"file": "{file}"},
    }
