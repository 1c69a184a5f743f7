"""Pages for what went wrong, in the reader's language; each says what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.errors import Refused


def conflict(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """409: somebody was faster, or the case has moved on."""
    text = str(exception) if isinstance(exception, Refused) else _("The case has changed in the meantime.")
    return render(request, "errors/409.html", {"text": text}, status=409)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was open too long, or the browser keeps no cookies."""
    return render(request, "errors/csrf.html", status=403)


