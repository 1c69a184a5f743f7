"""The areas within an area, for the selects of the address."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cases.intake import places
from cases.text.normalization import cleaned

A_DAY = 24 * 60 * 60


@require_safe
def addresses(request: HttpRequest) -> JsonResponse:
    """`?province=41` gives its districts, `?district=4101` its subdistricts with their postal codes, as
    [code, name] and [code, name, postal codes]; public data."""
    province = cleaned(request.GET.get("province", ""))
    district = cleaned(request.GET.get("district", ""))
    if district:
        rows = [[area.code, area.name, area.postal_codes] for area in places.subdistricts(district)]
    else:
        rows = [[area.code, area.name] for area in places.districts(province)]
    return JsonResponse({"areas": rows}, headers={"Cache-Control": f"public, max-age={A_DAY}"})
