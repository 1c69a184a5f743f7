"""What a citizen does with a case: answer, write, withdraw, say what came of it."""

import math
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases import actions
from cases.access.citizen_session import LoggedOut, citizen_case
from cases.drafts import browser_store
from cases.drafts.uploads import DraftUploads
from cases.errors import Refused, TooManyTries
from cases.forms.feedback import FeedbackForm
from cases.forms.sent import sent
from cases.forms.tracking import ReplyForm, WithdrawForm
from cases.lib.lost_races import tried_again
from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.models import Case
from cases.views.idempotency import FIELD, TWICE, SentBefore, answers_again, sent_form, token_in
from cases.views.tracking.case_page import ANSWER, FEEDBACK, FORMS, MESSAGE, REOPEN, asked_of, case_page

HOUR, DAY = 60 * 60, 24 * 60 * 60
WITHDRAW = "withdraw"
# Which fields of a reply come back when it could not be sent at once.
FIELDS = ("text", "verdict", "rating")
THANKS = {
    ANSWER: gettext_lazy("Your answer was sent."),
    MESSAGE: gettext_lazy("Your message was sent."),
    FEEDBACK: gettext_lazy("Thank you for telling us."),
}


def _again(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The page of the case, where the same form has brought it. Other words in it are a new form's: they
    stand in one, not sent."""
    match = request.resolver_match
    if before.same:
        messages.info(request, TWICE)
    else:
        what = match.url_name if match and match.url_name else ""
        browser_store.keep_typed(request, number, what, fields=_typed(request), token=str(uuid.uuid4()))
        messages.warning(
            request,
            _("This form was sent before. What you have changed in it since was not sent: it stands below."),
        )
    return redirect("cases:case", number=number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Send the answer to the department's question."""
    return _reply(request, number, ANSWER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def message(request: HttpRequest, number: str) -> HttpResponse:
    """Write to the officer."""
    return _reply(request, number, MESSAGE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def feedback(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether the result is good; one that is not opens the case again."""
    return _reply(request, number, FEEDBACK)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is not fixed."""
    return _reply(request, number, REOPEN)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether the request is really taken back, and take it back."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return _to_log_in(request, number, WITHDRAW)
    words = browser_store.typed(request, number, WITHDRAW).get("fields", {})
    form = sent(request, WithdrawForm, initial=words)
    if request.method != "POST" or not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "cases/withdraw.html", context, status=200 if case.is_open else 409)
    return _done(request, case, WITHDRAW, lambda: actions.withdraw(case, reason=form.cleaned_data["text"]))


def reply_again(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """The reply with what was typed, after its CSRF token had expired; nothing is stored."""
    notice = _("This page was open for too long. Nothing was lost: please press Send again.")
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return _to_log_in(request, number, what)
    uploads = DraftUploads(request, _token(request), accepts_pdf=case.request_type.accepts_pdf)
    form = FORMS[what](initial=_typed(request), uploads=uploads, **asked_of(case, what))
    return case_page(request, case, form=form, problem=notice, status=403)


def _reply(request: HttpRequest, number: str, what: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("cases:case", number=number)
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return _to_log_in(request, number, what)
    uploads = DraftUploads(request, _token(request), accepts_pdf=case.request_type.accepts_pdf)
    uploads.take()
    form = sent(request, FORMS[what], uploads=uploads, **asked_of(case, what))
    if not form.is_valid():
        return case_page(request, case, form=form)

    def counted() -> Case:
        _count(what, case)
        return VERBS[what](case, form)

    try:
        return _done(request, case, what, counted, form, thanks=THANKS.get(what, ""))
    except TooManyTries as closed:
        return _too_many(request, case, form, closed)


def _answered(case: Case, form: ReplyForm) -> Case:
    return actions.answer(case, **_said(form))


def _written(case: Case, form: ReplyForm) -> Case:
    return actions.send_message(case, **_said(form))


def _reopened(case: Case, form: ReplyForm) -> Case:
    said = _said(form)
    return actions.reopen(case, reason=said["text"], photos=said["photos"])


def _rated(case: Case, form: ReplyForm) -> Case:
    assert isinstance(form, FeedbackForm)
    said = _said(form)
    given: dict[str, Any] = {
        "rating": form.rating_value,
        "words": form.answer_words,
        "photos": said["photos"],
    }
    if form.reopens:
        return actions.reopen(case, reason=said["text"], **given)
    return actions.rate(
        case, verdict=form.verdict_value, alerts_head=form.alerts_head, comment=said["text"], **given
    )


def _said(form: ReplyForm) -> dict[str, Any]:
    return {"text": form.words, "photos": form.uploads.photos if form.uploads else ()}


VERBS: dict[str, Callable[[Case, ReplyForm], Case]] = {
    ANSWER: _answered,
    MESSAGE: _written,
    FEEDBACK: _rated,
    REOPEN: _reopened,
}


def _count(what: str, case: Case) -> None:
    """Nobody asked for a message: at most 5 an hour and 20 a day for a case; raises TooManyTries."""
    if what == MESSAGE:
        number = case.number
        rate_limits.count([Limit("message_hour", number, 5, HOUR), Limit("message_day", number, 20, DAY)])


def _too_many(request: HttpRequest, case: Case, form: ReplyForm, closed: TooManyTries) -> HttpResponse:
    """The page with what was typed, and when it can be sent."""
    minutes = math.ceil(closed.wait / 60)
    problem = ngettext(
        "You have written several times already. Please send this in %(minutes)s minute.",
        "You have written several times already. Please send this in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    page = case_page(request, case, form=form, problem=problem, status=429)
    page["Retry-After"] = str(closed.wait)
    return page


def _done(
    request: HttpRequest,
    case: Case,
    what: str,
    verb: Callable[[], Case],
    form: ReplyForm | None = None,
    *,
    thanks: object = "",
) -> HttpResponse:
    """Do it, once for each form, and show the case; where the case has moved on, show it as it is now
    (409)."""

    @transaction.atomic
    def once() -> None:
        sent_form(request).use()
        verb()

    try:
        tried_again(once)
    except (Refused, TransitionNotAllowed, ConcurrentTransition) as refusal:
        now = citizen_case(request, case.number)
        return case_page(request, now, form=form, problem=_problem(refusal), status=409)
    browser_store.forget_typed(request, case.number, what)
    if thanks:
        messages.success(request, str(thanks))
    return redirect("cases:case", number=case.number)


def _to_log_in(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """To the log-in; the words, and the photos sent before, are kept until the person is in again."""
    if request.method == "POST":
        browser_store.keep_typed(request, number, what, fields=_typed(request), token=str(_token(request)))
    return redirect("cases:track")


def _problem(refusal: Exception) -> str:
    """Why it was not done."""
    if isinstance(refusal, Refused):
        return str(refusal)
    return _("This was done already. Here is the case as it is now.")


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name][:4000] for name in FIELDS if name in request.POST}


def _token(request: HttpRequest) -> uuid.UUID:
    return token_in(request.POST.get(FIELD)) or uuid.uuid4()
