"""Addresses to go back to, which a form carries: only those of this site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, typed: str) -> str:
    """The address, where it is a path of this site; empty where it leads elsewhere."""
    ours = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, {request.get_host()})
    return typed if ours else ""
