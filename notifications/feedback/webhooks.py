"""The addresses at which mail services tell what became of a letter, and bring e-mail that came in: only
those that can prove who they are.

A service is let in where the setting ANYMAIL has the secret that it signs or logs in with; the others have
no address. Whatever comes is answered at once: 200 taken (also what concerns no letter of ours), 403 forged,
400 not understood, 503 tell me again.
"""

import logging
from dataclasses import dataclass

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoInboundWebhookView, BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView, MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView, PostmarkTrackingWebhookView
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.errors import Busy
from notifications.feedback.tracking import TooEarly

log = logging.getLogger(__name__)
# What comes in another form than the service's own: no text, no JSON, JSON without end, mail that comes in.
UNREADABLE = (
    AnymailError,
    ImproperlyConfigured,
    SuspiciousOperation,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


@dataclass(frozen=True)
class Service:
    """Who reads what a service says and what it brings, and the ANYMAIL setting without which anybody could
    do so."""

    view: type[AnymailBaseWebhookView]
    inbound: type[AnymailBaseWebhookView]
    secret: str


SERVICES = {
    "mailgun": Service(MailgunTrackingWebhookView, MailgunInboundWebhookView, "MAILGUN_WEBHOOK_SIGNING_KEY"),
    "postmark": Service(PostmarkTrackingWebhookView, PostmarkInboundWebhookView, "WEBHOOK_SECRET"),
    "brevo": Service(BrevoTrackingWebhookView, BrevoInboundWebhookView, "WEBHOOK_SECRET"),
}


@csrf_exempt
@never_cache
@require_http_methods(["POST", "HEAD"])
def hook(request: HttpRequest, service: str) -> HttpResponse:
    """Take what a mail service tells; nothing is here for one that has no secret with us."""
    found = SERVICES.get(service)
    if found is None or not settings.ANYMAIL.get(found.secret):
        return _answer(404)
    return _told(request, service, found.view)


@csrf_exempt
@never_cache
@require_http_methods(["POST", "HEAD"])
def mail(request: HttpRequest, service: str) -> HttpResponse:
    """Take an e-mail that a service has received for the town; nothing is here where none is read."""
    found = SERVICES.get(service)
    if found is None or not settings.ANYMAIL.get(found.secret) or not settings.MAIL_IN_ADDRESS:
        return _answer(404)
    return _told(request, service, found.inbound, large=True)


def _told(
    request: HttpRequest, service: str, view: type[AnymailBaseWebhookView], *, large: bool = False
) -> HttpResponse:
    try:
        if large and request.method == "POST" and request.content_type == "application/json":
            # Once the service has proved itself: its letters are larger than any form.
            view().run_validators(request)
            request._body = request.read()
        return HttpResponse(view.as_view()(request).content)
    except AnymailWebhookValidationFailure:
        log.warning("Somebody who is not %s said to be it.", service)
        return _answer(403)
    except UNREADABLE as error:
        log.warning("What %s said was not understood: %s", service, type(error).__name__)
        return _answer(400)
    except (TooEarly, OperationalError, Busy, OSError):
        return _answer(503)


def _answer(status: int) -> HttpResponse:
    response = HttpResponse(status=status, content_type="text/plain")
    if status == 503:
        response["Retry-After"] = "60"
    return response
