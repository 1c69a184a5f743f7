"""The page of the two switches, large text and high contrast, which every page leads to."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.forms.display import DisplayForm
from cases.forms.sent import sent
from cases.lib import display
from cases.lib.own_addresses import own_address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def switches(request: HttpRequest) -> HttpResponse:
    """Show what is switched on; keep what is chosen, and go back to the page that led here."""
    chosen = dict.fromkeys(display.asked_for(request), True)
    form = sent(request, DisplayForm, initial={**chosen, "back_to": _before(request)})
    if form.is_valid():
        back = own_address(request, form.cleaned_data["back_to"]) or reverse("cases:home")
        return display.remember(redirect(back), form.choices)
    return render(request, "cases/display.html", {"form": form})


def _before(request: HttpRequest) -> str:
    """The page of ours that led here, without its host; empty where there was none, or this one."""
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    if not parts.netloc or parts.path == request.path:
        return ""
    return parts._replace(scheme="", netloc="").geturl()
