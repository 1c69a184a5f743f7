"""Everything below /api/v1/: in the language that the caller accepts, errors as problem details, reads with
an ETag. The API itself is loaded by the first request."""

import hashlib
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.csrf import csrf_exempt

SERVICE, PROBLEMS = "config.rest.service", "workflows.api.problems"
READS = ("GET", "HEAD")


@csrf_exempt
def api(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer a request of a program: it shows a token, and no cookie opens anything."""
    with override(get_language_from_request(request)):
        response = _answered(request, rest)
        response.headers["Content-Language"] = get_language() or ""
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    if "Cache-Control" not in response:
        response.headers["Cache-Control"] = "private, no-cache"
    return _conditional(request, response)


def _answered(request: HttpRequest, rest: str) -> HttpResponseBase:
    problems: Any = import_module(PROBLEMS)
    try:
        match = resolve(f"/{rest}", urlconf=SERVICE)
    except Resolver404 as error:
        found: HttpResponse = problems.answer(request, error)
        return found
    method, request.method = request.method, "GET" if request.method == "HEAD" else request.method
    try:
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Exception as error:
        response = problems.answer(request, error)
    finally:
        request.method = method
    return _said(problems, response)


def _said(problems: Any, response: HttpResponseBase) -> HttpResponseBase:
    """A refusal that came as words for a browser, as problem details."""
    if response.status_code < 400 or response.get("Content-Type") == problems.MEDIA_TYPE:
        return response
    kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    said: HttpResponse = problems.Problem(response.status_code, headers=kept).response
    return said


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 where the caller has this very answer."""
    if request.method not in READS or response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    return found if found is not None else response
