"""The page of the open data, and its files."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Municipality, OpenDataRelease
from cases.opendata.descriptions import DESCRIPTIONS, LICENCES

KEPT = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What there is, since when, and under which licence; 404 until it is switched on."""
    release = _release()
    _code, licence, path = LICENCES[Municipality.Licence(Municipality.current().open_data_licence)]
    context = {"release": release, "licence": licence, "licence_path": path, "descriptions": DESCRIPTIONS}
    return render(request, "cases/open_data.html", context)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of its tables, or one of their descriptions; 404 for anything else."""
    release = _release(made=True)
    if name in DESCRIPTIONS:
        options = {"ensure_ascii": False, "indent": 1}
        kind = "application/ld+json" if name.endswith("ld") else "application/json"
        found = DESCRIPTIONS[name](release)
        return JsonResponse(
            found, json_dumps_params=options, content_type=f"{kind}; charset=utf-8", headers=KEPT
        )
    if name not in {one["name"] for one in release.files}:
        raise Http404
    try:
        stored = default_storage.open(f"{release.folder}/{name}")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(
        stored, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8", headers=KEPT
    )


def _release(*, made: bool = False) -> OpenDataRelease:
    """What was made last; one without files before the first night. Raises Http404 while it is switched off,
    and where it has to be `made` and is not."""
    if not Municipality.current().open_data:
        raise Http404
    release = OpenDataRelease.objects.filter(pk=1).first()
    if release is None and made:
        raise Http404
    return release or OpenDataRelease()
