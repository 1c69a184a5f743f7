"""The municipality's style sheet, logo and banner: files that a browser keeps until their address changes."""

import mimetypes
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cases.models import Municipality
from cases.setup import branding

KEPT = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
FILE = re.compile(r'url\("([^"]+)"\)')


@require_safe
def style_sheet(request: HttpRequest, version: str) -> HttpResponse:
    """The product's sheet with the municipality's colours behind it; whatever the version says, today's."""
    sheet = _own_sheet() + branding.colours(Municipality.current().colour)
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers=KEPT)


@cache
def _own_sheet() -> str:
    path = finders.find("site.css")
    assert isinstance(path, str)
    return FILE.sub(_address, Path(path).read_text(encoding="utf-8"))


def _address(file: re.Match[str]) -> str:
    """A file that the sheet names stands beside it; from this address it does not."""
    return f'url("{staticfiles_storage.url(file[1])}")'


@require_safe
def logo(request: HttpRequest, version: str) -> HttpResponseBase:
    """The logo; 404 where there is none."""
    picture = Municipality.current().logo
    return _served(picture, mimetypes.guess_type(picture.name or "")[0] or "image/png")


@require_safe
def banner(request: HttpRequest, version: str) -> HttpResponseBase:
    """The picture at the head of the first page; 404 where there is none."""
    return _served(Municipality.current().banner, "image/webp")


def _served(picture: FieldFile, content_type: str) -> HttpResponseBase:
    if not picture:
        raise Http404
    try:
        opened = picture.open()
    except OSError as gone:
        raise Http404 from gone
    return FileResponse(opened, content_type=content_type, headers=KEPT)
