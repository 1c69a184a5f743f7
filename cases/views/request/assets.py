"""What stands around a point, such as lamp posts: for the form's map."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.gazetteer import assets
from cases.lib.geography import parse
from cases.models import AssetSort

FIVE_MINUTES, LONGEST = 5 * 60, 40


@require_safe
def near(request: HttpRequest) -> JsonResponse:
    """`?sort=lamp&latitude=17.41&longitude=102.78` gives what stands there, as [number, latitude, longitude,
    words]; public data."""
    sort = request.GET.get("sort", "")
    point = parse(", ".join(request.GET.get(name, "")[:LONGEST] for name in ("latitude", "longitude")))
    found = assets.near(sort, point) if point and sort in AssetSort else []
    rows = [
        [
            one.number,
            str(one.latitude),
            str(one.longitude),
            _("%(thing)s, %(metres)s m away") % {"thing": one, "metres": away},
        ]
        for away, one in found
    ]
    return JsonResponse({"assets": rows}, headers={"Cache-Control": f"public, max-age={FIVE_MINUTES}"})
