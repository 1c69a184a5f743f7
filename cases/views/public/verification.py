"""The public page that checks a result's paper; it shows nothing that is personal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.forms.verification import VerifyForm
from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.models import CaseEvent
from cases.printouts import verification_codes
from cases.printouts.verification_codes import Finding

TEN_MINUTES, HOUR = 10 * 60, 60 * 60


@never_cache
@require_safe
def verify(request: HttpRequest, number: str = "", code: str = "") -> HttpResponse:
    """The form; with number and code, whether the city has issued such a paper. A wrong code and an unknown
    number get the same words. Raises TooManyTries."""
    typed = {"number": number, "code": code} if number else request.GET
    form = VerifyForm(typed or None)
    finding = _checked(request, form) if form.is_valid() else None
    response = render(request, "cases/verify.html", {"form": form, "finding": finding, **_words(finding)})
    response["X-Robots-Tag"] = "noindex"
    return response


def _checked(request: HttpRequest, form: VerifyForm) -> Finding | None:
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    network = Limit("verify_network", rate_limits.network(request), 30, TEN_MINUTES)
    rate_limits.count([network, Limit("verify_case", number, 60, HOUR, leaks=True, newcomers=5)])
    finding = verification_codes.find(number, code)
    if finding is None:
        form.add_error(
            None,
            _("We know no document with this number and this code. Please compare both with the document."),
        )
    return finding


def _words(finding: Finding | None) -> dict[str, object]:
    return {"rejected": finding is not None and finding.event.kind == CaseEvent.Kind.REJECTED}
