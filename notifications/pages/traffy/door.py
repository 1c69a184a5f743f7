"""What Traffy Fondue itself asks for: the door for its calls, behind a secret address, and photos of steps.

A call is believed in nothing but the number it names: the report is read anew, by our own question.
"""

import ipaddress
import json

from django.core import signing
from django.db import OperationalError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cases.db.encryption import Unreadable
from cases.limits import rate_limits
from cases.models import Attachment, Municipality, PublicPhoto
from notifications.channels.traffy import SALT
from notifications.models import TraffyBridge, TraffyReport
from notifications.traffy import incoming
from notifications.traffy.said import TICKET

MOST_BYTES = 256 * 1024
WEEK = 7 * 24 * 3600
CALLS, WRONG, SECONDS = 600, 30, 600


@csrf_exempt
@never_cache
@require_http_methods(["POST", "PATCH"])
@sensitive_variables("secret")
def hook(request: HttpRequest, secret: str) -> HttpResponse:
    """Note which report they call about: 200 noted, 400 not understood, 404 for every other address, 503 tell
    me again."""
    bridge = TraffyBridge.objects.first() if Municipality.current().traffy else None
    if bridge is None or not _knows(bridge, secret):
        rate_limits.hit("traffy-wrong", rate_limits.network(request), limit=WRONG, seconds=SECONDS)
        raise Http404
    if not _is_from(request, bridge):
        raise Http404
    rate_limits.hit("traffy-call", "all", limit=CALLS, seconds=SECONDS)
    ticket = _named(request)
    if ticket is None:
        return HttpResponse(status=400, content_type="text/plain")
    try:
        incoming.called(ticket)
    except OperationalError:
        return HttpResponse(status=503, content_type="text/plain", headers={"Retry-After": "60"})
    return HttpResponse(content_type="text/plain")


@require_safe
def photo(request: HttpRequest, token: str) -> HttpResponseBase:
    """A photo of a step that was told to them, for a week; 404 for every other."""
    try:
        of, key = signing.loads(token, salt=SALT, max_age=WEEK)
    except (signing.BadSignature, ValueError) as bad:
        raise Http404 from bad
    known = TraffyReport.objects.values("case")
    found: Attachment | PublicPhoto | None
    if of == "public":
        found = PublicPhoto.objects.filter(pk=key, case__in=known).first()
    else:
        clean = {"kind": Attachment.Kind.PHOTO, "scan": Attachment.Scan.CLEAN}
        found = Attachment.objects.filter(pk=key, case__in=known, event__by__isnull=False, **clean).first()
    if found is None or found.case is None or found.case.request_type.restricted:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=300"}
    try:
        return FileResponse(found.file.open(), content_type="image/jpeg", headers=headers)
    except FileNotFoundError as gone:
        raise Http404 from gone


def _knows(bridge: TraffyBridge, secret: str) -> bool:
    return not isinstance(bridge.hook, Unreadable) and constant_time_compare(secret, bridge.hook)


def _is_from(request: HttpRequest, bridge: TraffyBridge) -> bool:
    if not bridge.networks:
        return True
    try:
        address = ipaddress.ip_address(rate_limits.address(request))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(one) for one in bridge.networks)


def _named(request: HttpRequest) -> str | None:
    try:
        said = json.loads(request.read(MOST_BYTES))
    except (ValueError, OSError, RecursionError):
        return None
    ticket = said.get("ticket_id") if isinstance(said, dict) else None
    return ticket if isinstance(ticket, str) and TICKET.fullmatch(ticket) else None
