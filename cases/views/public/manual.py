"""The manual for citizens, as a page and as a PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.printouts import manual
from cases.views.tracking.documents import answered


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How to file a request and to follow it, with pictures."""
    return render(request, "cases/manual.html", {"sections": manual.SECTIONS})


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The same as a PDF."""
    return answered(request, manual.manual())
