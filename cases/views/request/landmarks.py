"""Landmarks while somebody types near which one it is."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cases.gazetteer import landmarks
from cases.text.normalization import cleaned

FIVE_MINUTES, LONGEST = 5 * 60, 200


@require_safe
def found(request: HttpRequest) -> JsonResponse:
    """`?q=วัดโพ` gives the landmarks whose names hold these words, as [name, latitude, longitude]; public
    data, in the language of the address."""
    hits = landmarks.found(cleaned(request.GET.get("q", "")[:LONGEST]))
    rows = [[one.name, str(one.latitude), str(one.longitude)] for one in hits]
    return JsonResponse({"landmarks": rows}, headers={"Cache-Control": f"public, max-age={FIVE_MINUTES}"})
