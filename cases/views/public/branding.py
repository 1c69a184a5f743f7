"""The municipality's style sheet and logo: small files that a browser keeps until their address changes."""

import mimetypes
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cases.models import Municipality
from cases.setup import branding

KEPT = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@require_safe
def style_sheet(request: HttpRequest, version: str) -> HttpResponse:
    """The product's sheet with the municipality's colours behind it; whatever the version says, today's."""
    sheet = _own_sheet() + branding.colours(Municipality.current().colour)
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers=KEPT)


@cache
def _own_sheet() -> str:
    path = finders.find("site.css")
    assert isinstance(path, str)
    return Path(path).read_text(encoding="utf-8")


@require_safe
def logo(request: HttpRequest, version: str) -> HttpResponseBase:
    """The logo; 404 where there is none."""
    office = Municipality.current()
    name = office.logo.name
    if not name:
        raise Http404
    try:
        opened = office.logo.open()
    except OSError as gone:
        raise Http404 from gone
    content_type = mimetypes.guess_type(name)[0] or "image/png"
    return FileResponse(opened, content_type=content_type, headers=KEPT)
