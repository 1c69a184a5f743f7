"""The street map's file in parts, and what is drawn on every map: asked by the map's script alone.

The file is public. Its address names a version, so that a browser keeps what it has got, and a page that was
open while the map was replaced goes on with the old one.
"""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from cases.errors import Busy
from cases.forms.public_map import ViewForm
from cases.intake.map_drawing import features, in_view
from cases.lib.admission import step_aside
from cases.lib.byte_ranges import Part, Unsatisfiable, asked
from cases.models.setup.town_map import file_name

# Browsers ask for some ten kilobytes at a time.
MOST_PART = 4 * 1024 * 1024
CHUNK = 512 * 1024
HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}
TYPE = "application/vnd.pmtiles"


@require_safe
def tiles(request: HttpRequest, version: str) -> HttpResponseBase:
    """The bytes of the file that the request asks for, at most MOST_PART at a time; all of it without a
    range. 404 for a version that is not kept, 503 while the storage is away or too many take all of it."""
    # Packed, the bytes would not be those that Content-Range names.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    try:
        return _answer(request, file_name(version), quote_etag(version))
    except FileNotFoundError as gone:
        raise Http404 from gone
    except OSError as away:
        raise Busy from away


def _answer(request: HttpRequest, name: str, etag: str) -> HttpResponseBase:
    size = default_storage.size(name)
    headers = HEADERS | {"ETag": etag}
    if same := get_conditional_response(request, etag=etag):
        for key, value in headers.items():
            same[key] = value
        return same
    try:
        wanted, if_range = request.headers.get("Range", ""), request.headers.get("If-Range", "")
        part = asked(wanted, if_range, etag=etag, size=size, most=MOST_PART)
    except Unsatisfiable:
        return HttpResponse(
            status=416, content_type=TYPE, headers=headers | {"Content-Range": f"bytes */{size}"}
        )
    # HEAD has no ranges (RFC 9110, 14.2).
    if part and request.method == "GET":
        return _part(name, part, headers)
    whole = headers | {"Content-Length": str(size)}
    if request.method == "HEAD":
        return HttpResponse(content_type=TYPE, headers=whole)
    # It may take long: the place is for those who look at pages.
    if not step_aside():
        raise Busy
    return StreamingHttpResponse(_chunks(name, size), content_type=TYPE, headers=whole)


def _part(name: str, part: Part, headers: dict[str, str]) -> HttpResponse:
    content = _read(name, part.start, part.length)
    return HttpResponse(
        content,
        status=206,
        content_type=TYPE,
        headers=headers | {"Content-Range": part.content_range, "Content-Length": str(part.length)},
    )


def _chunks(name: str, size: int) -> Iterator[bytes]:
    for start in range(0, size, CHUNK):
        yield _read(name, start, min(CHUNK, size - start))


def _read(name: str, start: int, length: int) -> bytes:
    """Bytes of the stored file: both storages of ours give parts (config.disk, config.s3)."""
    storage: Any = default_storage
    content: bytes = storage.part(name, start, length)
    return content


@require_safe
def drawing(request: HttpRequest) -> JsonResponse:
    """What every map draws besides the streets, as GeoJSON; where the address says what is in view, what lies
    there. 400 where it says no map."""
    view = ViewForm(request.GET)
    if request.GET and not view.is_valid():
        return JsonResponse({"type": "FeatureCollection", "features": []}, status=400)
    found = in_view(view.box, view.cleaned_data["zoom"]) if request.GET else features()
    answer = JsonResponse({"type": "FeatureCollection", "features": found})
    answer["Content-Type"] = "application/geo+json"
    answer["Cache-Control"] = "no-cache"
    return answer
