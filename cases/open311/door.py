"""The door of every Open311 address: is it switched on, is it the right jurisdiction, in which format and
language is it answered. Whatever is wrong with a call is said in its format; nothing is an error of ours.
"""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from cases.errors import LostRace, TooManyTries
from cases.lib.lost_races import is_lost_race
from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.open311 import arguments, partners
from cases.open311.refusals import BAD, TOO_MANY, UNKNOWN, Refusal
from cases.open311.rendering import CONTENT_TYPES, rendered

P = ParamSpec("P")
# The name of an answer, and its data.
Answer = tuple[str, Any]
HOUR = 60 * 60
# So many lists a network may read at once, and then as many in an hour.
LISTS = 600
NOT_ALLOWED, OK = 405, 200


def call(
    *methods: str, counted: bool = False
) -> Callable[[Callable[Concatenate[HttpRequest, P], Answer]], Callable[..., HttpResponse]]:
    """For a view that returns an Answer: by these methods alone; a `counted` one reads much."""

    def decorate(view: Callable[Concatenate[HttpRequest, P], Answer]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, form: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            with override(_language(request)):
                try:
                    _let_in(request, methods, counted=counted)
                    name, data = view(request, *args, **kwargs)
                except Exception as error:
                    return _refused(error, form, methods)
                return _answer(name, data, form, OK)

        return guarded

    return decorate


def _let_in(request: HttpRequest, methods: tuple[str, ...], *, counted: bool) -> None:
    if not partners.is_on():
        raise Refusal(UNKNOWN, [_("There is no Open311 here.")])
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        raise Refusal(NOT_ALLOWED, [_("This address is for %(methods)s.") % {"methods": ", ".join(methods)}])
    for data in (request.GET, request.POST):
        partners.need_jurisdiction(arguments.text(data, "jurisdiction_id"))
    if counted and request.method != "POST":
        network = rate_limits.network(request)
        rate_limits.count([Limit("open311-list", network, LISTS, HOUR, leaks=True)])


def _refused(error: Exception, form: str, methods: tuple[str, ...]) -> HttpResponse:
    refusal = _refusal(error)
    if refusal is None:
        raise error
    answer = _answer("errors", refusal.errors, form, refusal.status)
    if refusal.status == NOT_ALLOWED:
        answer["Allow"] = ", ".join(methods)
    if refusal.wait:
        answer["Retry-After"] = str(refusal.wait)
    return answer


def _refusal(error: Exception) -> Refusal | None:
    """What an error means for whoever calls; None for one that is ours."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, TooManyTries):
        minutes = math.ceil(error.wait / 60)
        words = _("Very much has come in just now. Please try again in %(minutes)s minutes.")
        return Refusal(TOO_MANY, [words % {"minutes": minutes}], wait=error.wait)
    if isinstance(error, LostRace) or is_lost_race(error):
        return Refusal(409, [str(LostRace())], wait=1)
    if isinstance(error, RequestDataTooBig):
        return Refusal(413, [_("This is too much for one report.")])
    if isinstance(error, SuspiciousOperation | MultiPartParserError | BadRequest | DataError):
        return Refusal(BAD, [_("What was sent cannot be read.")])
    return None


def _answer(name: str, data: Any, form: str, status: int) -> HttpResponse:
    answer = HttpResponse(rendered(name, data, form), content_type=CONTENT_TYPES[form], status=status)
    answer["Vary"] = "Accept-Language"
    answer["X-Content-Type-Options"] = "nosniff"
    # Any page may read what everybody may: https://fetch.spec.whatwg.org/#cors-protocol
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _language(request: HttpRequest) -> str:
    """The language that the client asks for; Thai where it asks for none of ours."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return "th"
