"""The end of the form: the check page, what happens when it is sent, and the page with the password."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from cases.access import attempts, known_devices, thaid
from cases.drafts import browser_store, ownership
from cases.errors import FiledBefore, TooManyTries
from cases.forms.pages import CHECK, DEGREES, PAGE_COUNT, WHAT, WHERE, YOU, Pages, columns
from cases.forms.questions import cleaned_answers
from cases.forms.summary import rows
from cases.intake.filing import Filing, submit
from cases.intake.finding.suggestion import suggest
from cases.intake.geo import warning
from cases.lib.geography import point_of
from cases.limits import intake, rate_limits
from cases.models import Case, Municipality, RequestType
from cases.text.masking import masked
from cases.views.request.draft_form import context_of, go_to, in_other_language, open_form
from cases.views.request.other_kind import carry_over


@open_form
def check(request: HttpRequest, pages: Pages) -> HttpResponse:
    """All that was typed, to be checked; sent, it becomes a case."""
    if request.method == "POST" and _was_sent(request, pages):
        return redirect("cases:done")
    if "switch_language" in request.POST:
        return in_other_language(request)
    judged = _all_valid(pages)
    if judged is None:
        return go_to(pages, pages.next())
    if "instead" in request.POST:
        return _carried_over(request, pages, judged)
    if request.method != "POST":
        return _shown(request, pages, judged)
    if request.POST.get("form_token") != str(pages.token):
        notice = _("The answers have changed since you saw them. Please check them and send them again.")
        return _shown(request, pages, judged, notice=notice, status=409)
    return _filed(request, pages, judged)


@open_form
def check_again(request: HttpRequest, pages: Pages) -> HttpResponse:
    """The check page, after its CSRF token had expired; nothing is sent."""
    judged = _all_valid(pages)
    notice = _("This page was open for too long. Nothing was lost: please press Save again.")
    if judged is None:
        messages.warning(request, notice)
        return go_to(pages, pages.next())
    return _shown(request, pages, judged, notice=notice, status=403)


@require_safe
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """User ID and password of the request that this browser filed last; the password for half an hour."""
    number, password = browser_store.filed(request)
    related = ("request_type", "department")
    case = Case.objects.select_related(*related).filter(number=number).first() if number else None
    context = {"case": case, "password": password, "masked_email": masked(case.email) if case else ""}
    return render(request, "cases/done.html", context)


def _was_sent(request: HttpRequest, pages: Pages) -> bool:
    """Whether this is a second click; the draft is gone then, perhaps only since this click began."""
    token = request.POST.get("form_token", "")
    if browser_store.was_filed(request, token):
        return True
    return pages.draft._state.adding and browser_store.was_filed_meanwhile(request, token)


def _all_valid(pages: Pages) -> dict[str, Any] | None:
    """The forms of all pages, or None where one is to be done or is wrong."""
    if pages.next() != CHECK:
        return None
    judged = pages.all_judged()
    return judged if all(form.is_valid() for form in judged.values()) else None


@sensitive_variables("password")
def _filed(request: HttpRequest, pages: Pages, judged: dict[str, Any]) -> HttpResponse:
    def keep_for_the_sender(case: Case, password: str) -> None:
        """The page to come is stored with the case: a double click finds it, or neither is there."""
        ownership.forget(request, pages.draft)
        thaid.forget(request, pages.token)
        browser_store.remember_filed(request, str(pages.token), case, password)

    try:
        case, _password = submit(_filing(request, pages, judged), then=keep_for_the_sender)
    except FiledBefore:
        if not Case.objects.filter(form_token=pages.token).exists():
            raise
        if not browser_store.was_filed_meanwhile(request, str(pages.token)):
            ownership.forget(request, pages.draft)
            messages.warning(request, _("This request was sent before: there is one case of it."))
    except TooManyTries as closed:
        browser_store.as_stored(request)
        response = _shown(request, pages, judged, notice=intake.sorry(closed.wait), status=429)
        response["Retry-After"] = str(closed.wait)
        return response
    except Exception:
        browser_store.as_stored(request)
        raise
    else:
        return known_devices.remember(redirect("cases:done"), request, attempts.CASES, case.number)
    return redirect("cases:done")


def _carried_over(request: HttpRequest, pages: Pages, judged: dict[str, Any]) -> HttpResponse:
    try:
        return carry_over(request, pages, request.POST["instead"])
    except TooManyTries as closed:
        response = _shown(request, pages, judged, notice=intake.sorry(closed.wait), status=429)
        response["Retry-After"] = str(closed.wait)
        return response


def _filing(request: HttpRequest, pages: Pages, judged: dict[str, Any]) -> Filing:
    return Filing(
        form_token=pages.token,
        request_type=pages.request_type,
        subdistrict=judged[YOU].cleaned_data["subdistrict"],
        fields={
            **columns(judged),
            "identity_proved": thaid.proves(request, pages.token, judged[YOU].cleaned_data),
        },
        language=(get_language() or "th")[:2],
        photos=pages.uploads.photos,
        question_set=pages.asked,
        answers=cleaned_answers(judged[WHAT]),
        limits=intake.of_case(rate_limits.network(request)),
    )


def _shown(
    request: HttpRequest, pages: Pages, judged: dict[str, Any], *, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {**context_of(pages, step=PAGE_COUNT, notice=notice), "sections": rows(judged)}
    details = judged[WHAT].cleaned_data["details"]
    context["suggestion"] = suggest(details, RequestType.in_use(), instead_of=pages.request_type)
    context["proved"] = thaid.proves(request, pages.token, judged[YOU].cleaned_data)
    context["outside"] = _outside(judged[WHERE].cleaned_data)
    return render(request, "cases/form/check.html", context, status=status)


def _outside(where: dict[str, Any]) -> str:
    """The warning about a place outside the municipality; empty inside it, or where none was given."""
    point = point_of(*(where[name] for name in DEGREES))
    return "" if point is None else warning(point, Municipality.current())
