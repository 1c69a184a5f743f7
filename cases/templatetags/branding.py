"""The style sheet of every page: the product's own, or the same with the municipality's colour."""

import hashlib

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

from cases.models import Municipality

register = template.Library()


@register.simple_tag
def style_sheet(municipality: Municipality) -> str:
    """Its address, which changes with the sheet and with the colour. One request either way."""
    own = staticfiles_storage.url("site.css")
    if not municipality.colour:
        return own
    version = hashlib.sha256(f"{own} {municipality.branding_version}".encode()).hexdigest()[:10]
    return reverse("cases:style_sheet", args=[version])
