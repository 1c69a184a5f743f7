"""Hearing by e-mail of what is reported near a place: the place, the code, and how to stop."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.access import code_requests
from cases.errors import Refused
from cases.forms.public_map import AreaForm
from cases.forms.sent import sent
from cases.intake import area_alerts, public_cases
from cases.intake.area_alerts import AlertPlace
from cases.models import AreaAlert, OneTimeCode
from cases.views.idempotency import SentBefore, answers_again, done_once
from cases.views.tracking.one_time_codes import code_page, typed_code

AREA = OneTimeCode.Purpose.AREA
KEY = "area_alert"
# What a link to the form may fill in.
GIVEN = ("latitude", "longitude", "kind")


def _asked(request: HttpRequest, before: SentBefore) -> HttpResponse:
    """The page of the code, which the same form has asked for."""
    return redirect("cases:area_code")


def _heard(request: HttpRequest, before: SentBefore) -> HttpResponse:
    """The map; the same form has brought the code."""
    return redirect("cases:map")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_asked)
def area(request: HttpRequest) -> HttpResponse:
    """Ask of which place, and where the letters go; 404 until the town has a public map."""
    if not public_cases.kinds():
        raise Http404
    form = sent(request, AreaForm, initial={name: request.GET.get(name, "")[:20] for name in GIVEN})
    if form.is_valid():
        code_requests.ask(request, AREA, wanted=form.cleaned_data["email"])
        request.session[KEY] = form.area.to_json()
        return redirect("cases:area_code")
    return render(request, "cases/area.html", {"form": form})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_heard)
def area_code(request: HttpRequest) -> HttpResponse:
    """Take the code of the letter; the address hears of the place then."""
    if not code_requests.is_asked(request, AREA) or KEY not in request.session:
        return redirect("cases:area")
    form, one_time_code = typed_code(request, AREA)
    if one_time_code is not None:
        return _added(request, one_time_code)
    told = _("A code is on its way to the e-mail address that you gave. It is valid for 15 minutes.")
    return code_page(request, AREA, form, told=told, again=reverse("cases:area"))


def _added(request: HttpRequest, one_time_code: OneTimeCode) -> HttpResponse:
    wanted = AlertPlace(**request.session.pop(KEY))
    try:
        area_alerts.add(wanted, email=one_time_code.email, language=one_time_code.language)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Thank you. When something is reported there, you get a letter the next morning.")
        messages.success(request, text)
    return redirect("cases:map")


# The signed address is the right to stop, and a mail program that offers to stop has no cookies
# (RFC 8058, List-Unsubscribe-Post).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def area_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the letters should stop, and stop them; the same page for who has stopped before."""
    try:
        alert = area_alerts.alert_of(token)
    except BadSignature as bad:
        raise Http404 from bad
    if request.method == "POST":
        area_alerts.stop(alert)
    found = AreaAlert.objects.select_related("request_type").filter(pk=alert).first()
    return render(request, "cases/area_stop.html", {"alert": found})
