"""The citizen's papers: the receipt right after filing or later, and the result."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from cases.access.citizen_session import LoggedOut, citizen_case
from cases.drafts import browser_store
from cases.lib import pdf
from cases.models import Case
from cases.printouts import documents
from cases.printouts.documents import Paper


@require_safe
@never_cache
@sensitive_variables("password")
def receipt_filed(request: HttpRequest) -> HttpResponse:
    """The receipt of the request that this browser filed last; with its password for half an hour."""
    number, password = browser_store.filed(request)
    case = Case.objects.select_related("request_type", "department").filter(number=number).first()
    if case is None:
        return redirect("cases:done")
    return answered(request, documents.receipt(case, password=password))


@require_safe
@never_cache
@sensitive_variables("password", "paper")
def card_filed(request: HttpRequest) -> HttpResponse:
    """The card of the request that this browser filed last, as a page to print, while its password is known;
    after that, the page that says where another one comes from."""
    number, password = browser_store.filed(request)
    case = Case.objects.select_related("request_type", "department").filter(number=number).first()
    if case is None or not password:
        return redirect("cases:done")
    paper = documents.card(case, password=password)
    return render(request, "cases/card.html", {**paper.context, "body": paper.body})


@require_safe
@never_cache
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of a case of this browser, without its password."""
    try:
        return answered(request, documents.receipt(citizen_case(request, number)))
    except LoggedOut:
        return redirect("cases:track")


@require_safe
@never_cache
def result(request: HttpRequest, number: str) -> HttpResponse:
    """The result of a case of this browser; 404 as long as there is none."""
    try:
        paper = documents.result(citizen_case(request, number))
    except LoggedOut:
        return redirect("cases:track")
    if paper is None:
        raise Http404
    return answered(request, paper)


def answered(request: HttpRequest, paper: Paper) -> HttpResponse:
    """The paper as a PDF to keep; where the server cannot make one (503), as a page to print."""
    try:
        content = paper.pdf()
    except pdf.Unavailable:
        context = {**paper.context, "body": paper.body}
        return render(request, "documents/unavailable.html", context, status=503)
    headers = {"Content-Disposition": f'attachment; filename="{paper.name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
