"""The page on which the code of a letter is typed, whatever it confirms."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.access import code_requests
from cases.forms.tracking import CodeForm
from cases.models import OneTimeCode
from cases.views.idempotency import sent_form


def typed_code(request: HttpRequest, purpose: OneTimeCode.Purpose) -> tuple[CodeForm, OneTimeCode | None]:
    """The form, and the request that it has just confirmed; a code that does not fit is told in the form.
    Raises SentBefore where the same form has just confirmed it."""
    form = CodeForm(request.POST or None)
    one_time_code = _confirmed(request, purpose, form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid() and one_time_code is None:
        sent_form(request).refuse_again()
        form.add_error("code", _("This code is not right, or no longer valid."))
    return form, one_time_code


@transaction.atomic
def _confirmed(request: HttpRequest, purpose: OneTimeCode.Purpose, code: str) -> OneTimeCode | None:
    """The wish; only a code that fits uses the form up, since every try counts."""
    one_time_code = code_requests.confirmed(request, purpose, code)
    if one_time_code is not None:
        sent_form(request).use()
    return one_time_code


def code_page(
    request: HttpRequest, purpose: OneTimeCode.Purpose, form: CodeForm, *, told: str, again: str
) -> HttpResponse:
    """The page: `told` says where the code went, `again` is the page that asks for another one."""
    context = {"form": form, "over": code_requests.is_over(request, purpose), "told": told, "again": again}
    return render(request, "cases/code.html", context)
