"""What reaches Django's admin beside the fields of its forms: it goes into statements as it came, so whatever
cannot be a value there is refused (400) before."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from config import errors as pages

NUL = "\0"


class AdminInputMiddleware:
    """Refuses NUL in an address or a query, and ticked rows whose key no row can have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in: which page it is, is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The refusal, or None."""
        match = request.resolver_match
        if match is None or match.namespaces[:1] != ["admin"]:
            return None
        if any(NUL in text for text in _asked(request, kwargs)) or not _are_keys(request, match):
            return pages.bad_request(request, SuspiciousOperation())
        return None


def _asked(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[str]:
    """The words of the address and of its query."""
    yield from (value for value in kwargs.values() if isinstance(value, str))
    for name, values in request.GET.lists():
        yield from (name, *values)


def _are_keys(request: HttpRequest, match: ResolverMatch) -> bool:
    """Whether the ticked rows of a list can be some: their keys are of the kind that its model has."""
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME) if request.method == "POST" else []
    model = _model_of(match.url_name or "") if ticked else None
    return model is None or all(_is_key(model, text) for text in ticked)


def _is_key(model: type[Model], text: str) -> bool:
    try:
        model._meta.pk.to_python(text)
    except ValidationError:
        return False
    return NUL not in text


def _model_of(page: str) -> type[Model] | None:
    for model in admin.site._registry:
        if page == f"{model._meta.app_label}_{model._meta.model_name}_changelist":
            return model
    return None
