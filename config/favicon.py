"""The icon that browsers ask for by themselves, on pages that name none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cases.models import Municipality


@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the municipality's logo, or to ours."""
    office = Municipality.current()
    return redirect(
        reverse("cases:logo", args=[office.branding_version]) if office.logo else static("icon.svg")
    )
