"""The municipality's style sheet and logo: small files that a browser keeps until their address changes."""

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cases import appearance
from cases.models import Municipality

KEPT = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@require_safe
def style_sheet(request: HttpRequest, version: str) -> HttpResponse:
    """The municipality's colours; an earlier version leads to nothing old: it is always today's."""
    sheet = appearance.style_sheet(Municipality.current().colour)
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers=KEPT)


@require_safe
def logo(request: HttpRequest, version: str) -> HttpResponseBase:
    """The logo; 404 where there is none."""
    office = Municipality.current()
    if not office.logo or not office.logo.storage.exists(office.logo.name):
        raise Http404
    kind = mimetypes.guess_type(office.logo.name)[0] or "image/png"
    return FileResponse(office.logo.open(), content_type=kind, headers=KEPT)
