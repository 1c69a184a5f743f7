"""The addresses of GeoReport v2, and what each answers."""

import datetime
import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from cases.files.public_copy import as_picture
from cases.intake import public_cases
from cases.limits import rate_limits
from cases.models import Municipality, Open311Partner, PublicPhoto
from cases.open311 import arguments, filing, partners, reading, rows, services, updates
from cases.open311.door import Answer, call
from cases.open311.refusals import BAD, Refusal, missing, unknown
from cases.open311.rendering import CONTENT_TYPES

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
# When what the addresses answer was changed last.
CHANGESET = datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)
# The namespace of the addresses at which a report is judged and not stored.
TRIAL = "open311_trial"
REQUESTS = "service_requests"
UPDATES = "service_request_updates"


@call("GET")
def discovery(request: HttpRequest) -> Answer:
    """Where the two endpoints are, in which formats, and whom to ask for a key."""
    office = Municipality.current()
    contact = ", ".join(filter(None, [office.name, office.phone, office.email, office.website]))
    ask = _("Ask the municipality for a key: %(contact)s")
    endpoints = [_endpoint("open311:services", "production"), _endpoint(f"{TRIAL}:services", "test")]
    return "discovery", {
        "changeset": rows.told(CHANGESET),
        "contact": contact,
        "key_service": ask % {"contact": contact},
        "endpoints": endpoints,
    }


@call("GET")
def service_list(request: HttpRequest) -> Answer:
    """What can be reported."""
    return "services", [services.service(one) for one in services.offered()]


@call("GET")
def service_definition(request: HttpRequest, code: str) -> Answer:
    """What is asked about one of them."""
    return "service_definition", services.definition(services.of_code(code))


@sensitive_post_parameters()
@call("GET", "POST", counted=True)
def service_requests(request: HttpRequest) -> Answer:
    """The list of requests; by POST a new one."""
    if request.method != "POST":
        return REQUESTS, reading.listed(request.GET)
    partner = _partner(request)
    code = arguments.text(request.POST, "service_code")
    if not code:
        raise Refusal(BAD, [missing("service_code")])
    file = filing.tried if _is_trial(request) else filing.filed
    return REQUESTS, file(request, services.of_code(code), partner)


@call("GET")
def service_request(request: HttpRequest, number: str) -> Answer:
    """One request."""
    return REQUESTS, reading.one(number, request.GET)


@call("GET")
def token(request: HttpRequest, token: str) -> Answer:
    """The number for which a token was given; a trial's has none, and never will."""
    try:
        known = uuid.UUID(token)
    except ValueError as error:
        raise unknown("token", token) from error
    if _is_trial(request):
        return REQUESTS, [{"service_request_id": None, "token": str(known)}]
    return REQUESTS, reading.of_token(known)


@sensitive_post_parameters()
@call("GET", "POST", counted=True)
def request_updates(request: HttpRequest) -> Answer:
    """What happened to requests; by POST what a partner tells about one of its own."""
    if request.method != "POST":
        return UPDATES, updates.listed(request.GET)
    partner = _partner(request)
    if _is_trial(request):
        raise Refusal(BAD, [_("Updates cannot be tried out: there is no request that they could be about.")])
    return UPDATES, updates.taken(request, partner)


@call("GET")
def nowhere(request: HttpRequest, path: str) -> Answer:
    """Any other address: unknown, in the format that it asks for."""
    raise unknown("address", path)


@require_safe
def photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A photo that the staff has cleared, while the public map shows it; 404 for any other."""
    if not partners.is_on():
        raise Http404
    cases = public_cases.shown().values("pk")
    return as_picture(get_object_or_404(PublicPhoto, pk=pk, case__in=cases))


def _endpoint(name: str, kind: str) -> dict[str, Any]:
    path = reverse(name, kwargs={"form": "xml"}).removesuffix("/services.xml")
    return {
        "specification": SPECIFICATION,
        "url": rows.address(path),
        "changeset": rows.told(CHANGESET),
        "type": kind,
        "formats": [content_type.partition(";")[0] for content_type in CONTENT_TYPES.values()],
    }


def _is_trial(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.namespace == TRIAL


def _partner(request: HttpRequest) -> Open311Partner:
    return partners.of_key(request.POST.get("api_key", "").strip(), rate_limits.network(request))
