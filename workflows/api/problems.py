"""What the API says where it does not do what was asked: problem details, in the caller's language."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError

from cases.errors import Busy, LostRace, TooManyTries
from cases.lib.lost_races import is_lost_race
from workflows.steps import refusals

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = "10"
TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("No good token"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Not possible at this address"),
    409: gettext_lazy("The case has moved on"),
    410: gettext_lazy("Not kept"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("Not in this format"),
    422: gettext_lazy("Something is missing or wrong"),
    429: gettext_lazy("Too many requests"),
    503: gettext_lazy("Not possible at the moment"),
}
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="api"'}
Errors = Iterable[tuple[str, str]]


class Problem(Exception):
    """An answer of this status; `errors` are pairs of a field's name and what is wrong with it."""

    def __init__(
        self, status: int, detail: str = "", *, errors: Errors = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status, self.detail, self.errors = status, detail, list(errors)
        self.headers = dict(headers or {})

    @property
    def response(self) -> HttpResponse:
        """The answer, in the language that is active now."""
        said: dict[str, Any] = {
            "type": "about:blank",
            "title": str(TITLES.get(self.status, self.status)),
            "status": self.status,
        }
        if self.detail:
            said["detail"] = self.detail
        if self.errors:
            said["errors"] = [{"field": field, "message": words} for field, words in self.errors]
        return HttpResponse(
            json.dumps(said, ensure_ascii=False),
            content_type=MEDIA_TYPE,
            status=self.status,
            headers=self.headers,
        )


def of_form(form: forms.Form) -> Problem:
    """What is wrong with a form; a choice that is no longer on offer is a conflict, as on its page."""
    return Problem(409 if getattr(form, "is_stale", False) else 422, errors=wrong(form))


def wrong(*judged: forms.Form) -> Errors:
    """Each field of these forms with what is wrong with it; the form itself has no name."""
    for form in judged:
        for field, words in form.errors.items():
            yield from ((field if field != "__all__" else "", str(one)) for one in words)


def of(error: Exception) -> Problem | None:
    """What to say to an error of the kinds that are foreseen; None for a mistake of ours."""
    if isinstance(error, Problem):
        return error
    if is_lost_race(error):
        return Problem(409, str(LostRace()))
    found = next((say for kinds, say in FORESEEN if isinstance(error, kinds)), None)
    return found(error) if found else None


def _too_many(error: Any) -> Problem:
    text = _("This token or network has asked very often. Please wait %(seconds)s seconds.")
    return Problem(429, text % {"seconds": error.wait}, headers={"Retry-After": str(error.wait)})


def _of_schema(error: Any) -> Problem:
    where = [(".".join(str(part) for part in one.get("loc", ())), str(one["msg"])) for one in error.errors]
    return Problem(422, errors=where)


def _not_allowed(error: Any) -> Problem:
    return Problem(403, str(error) or str(refusals.NOT_YOURS))


# The first that fits.
FORESEEN: tuple[tuple[Any, Callable[[Any], Problem]], ...] = (
    (AuthenticationError, lambda error: Problem(401, headers=CHALLENGE)),
    (TooManyTries, _too_many),
    (Busy, lambda error: Problem(503, headers={"Retry-After": RETRY_AFTER})),
    (PermissionDenied, _not_allowed),
    (Http404, lambda error: Problem(404)),
    (refusals.REFUSALS, lambda error: Problem(409, refusals.reason(error))),
    (ValidationError, _of_schema),
    (HttpError, lambda error: Problem(error.status_code)),
    (RequestDataTooBig, lambda error: Problem(413)),
    # NUL, a number that no column holds, a body in pieces.
    ((DataError, BadRequest, SuspiciousOperation, MultiPartParserError), lambda error: Problem(400)),
)


def answer(request: HttpRequest, error: Any) -> HttpResponse:
    """The answer to an error. Raises the error itself where it is a mistake of ours."""
    problem = of(error)
    if problem is None:
        raise error
    return problem.response
