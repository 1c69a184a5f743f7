"""Filing for somebody at the counter, on the telephone, by letter or from another channel."""

import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from cases.actions import received_mail
from cases.drafts import browser_store
from cases.errors import AlreadyDone, FiledBefore
from cases.forms.person import home_area
from cases.forms.sent import only_shown
from cases.intake.filing import submit
from cases.intake.finding.suggestion import instead, suggest
from cases.intake.popular_request_types import most_used_first
from cases.intake.request_type_search import find
from cases.limits.rate_limits import hit
from cases.models import Case, ReceivedMail, RequestType
from cases.printouts import documents
from cases.text.normalization import cleaned
from cases.views.idempotency import FIELD, token_in
from cases.views.staff_pages import FRAGMENT, StaffRequest, staff_page
from workflows import rights
from workflows.forms.intake import Intake
from workflows.related import callers

LOOK_UPS_PER_HOUR = 600
# Which channel this browser filed by last.
CHANNEL = "counter_channel"
# What is carried along from the first page, before there is a form that shows it.
CARRIED = ("title", *callers.TEXTS, "province", "district", "subdistrict")
LONGEST = 4000
# Sent with what is filed from an e-mail, whose key is the form's token.
LETTER = "letter"
P = ParamSpec("P")


def counter_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For those who file for others; the rest of the staff gets 403."""

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not rights.may_file(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return sensitive_post_parameters()(staff_page(guarded))


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers(FRAGMENT)
def choose(request: StaffRequest) -> HttpResponse:
    """Who calls, and what does the caller say? The request types that the words may mean, else all in use.
    Words and number come by POST, since they do not belong in an address."""
    if request.headers.get(FRAGMENT) == "earlier":
        return render(request, "staff/file/earlier.html", _caller(request))
    typed = _typed(request)
    said = cleaned(typed.get("details", ""))
    query, request_types = said[:100], RequestType.in_use()
    found = find(query, request_types) if query else []
    context: dict[str, Any] = {"query": query, "found": found}
    context["groups"] = [] if found else most_used_first(request_types)
    context |= instead(query, request_types, found)
    if request.headers.get(FRAGMENT) == "results":
        return render(request, "staff/file/results.html", context)
    carried = {name: str(typed[name])[:LONGEST] for name in CARRIED if typed.get(name)}
    context |= {"said": said[:LONGEST], "phone": typed.get("phone", "")[:40], "carried": carried.items()}
    context |= {"name": _name(carried), **_caller(request)}
    if settings.MAIL_IN_ADDRESS:
        new = ReceivedMail.objects.visible_to(request.user).filter(state=ReceivedMail.State.NEW)
        context["mails"] = new.count()
    return render(request, "staff/file/choose.html", context)


@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: StaffRequest, code: str) -> HttpResponse:
    """The form for one request type; sent, it becomes a case in the caller's name."""
    related = ("category", "department", "unit", "agency", "call_first")
    request_type = get_object_or_404(RequestType.objects.select_related(*related), code=code, active=True)
    if request_type.refers_only:
        return render(request, "staff/file/refers.html", {"request_type": request_type})
    if request.headers.get(FRAGMENT) == "earlier":
        return render(request, "staff/file/earlier.html", _caller(request))
    if request.method == "POST":
        return _posted(request, request_type)
    return _shown(request, _unjudged(request, request_type, uuid.uuid4()))


@counter_page
@require_safe
@sensitive_variables("password", "slip")
def filed(request: StaffRequest) -> HttpResponse:
    """The slip for the caller: user ID and password, for half an hour, in the caller's language."""
    case, password = _filed_last(request)
    if case is None:
        return redirect("staff:file")
    with override(case.language):
        paper = documents.receipt(case, password=password)
        slip = render_to_string(paper.body, paper.context)
    readable = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    context = {"case": case, "password": password, "slip": slip, "readable": readable}
    return render(request, "staff/file/done.html", context)


@counter_page
@require_safe
@sensitive_variables("password", "card")
def filed_card(request: StaffRequest) -> HttpResponse:
    """The card for the caller, in the caller's language, while its password is known; else the slip."""
    case, password = _filed_last(request)
    if case is None or not password:
        return redirect("staff:filed")
    with override(case.language):
        paper = documents.card(case, password=password)
        card = render_to_string(paper.body, paper.context)
    return render(request, "staff/file/card.html", {"case": case, "card": card})


def begin(
    request: StaffRequest, request_type: RequestType, token: uuid.UUID, told: Mapping[str, str]
) -> HttpResponse:
    """The form of this request type, filled in with what somebody has told otherwise; nothing is judged."""
    if request_type.refers_only:
        return render(request, "staff/file/refers.html", {"request_type": request_type})
    typed = QueryDict(mutable=True)
    typed.update(told)
    typed["province"], typed["district"] = home_area()
    form = Intake(request, request_type, token, typed=typed, channel=request.session.get(CHANNEL))
    form.fill(judged=False)
    form.point_at_next()
    return _shown(request, form)


def _filed_last(request: StaffRequest) -> tuple[Case | None, str]:
    """What this browser filed last, and its password for half an hour."""
    number, password = browser_store.filed(request)
    related = ("request_type", "department")
    found: Case | None = (
        Case.objects.select_related(*related).filter(number=number).first() if number else None
    )
    return found, password


def _posted(request: StaffRequest, request_type: RequestType) -> HttpResponse:
    form = Intake(request, request_type, token_in(request.POST.get(FIELD)) or uuid.uuid4())
    if browser_store.was_filed(request, str(form.token)):
        return redirect("staff:filed")
    form.take_photos()
    if "request_type" in request.POST and request.POST.get("update") == "request_type":
        return _other_request_type(request, form)
    if "update" in request.POST or "take" in request.POST or only_shown(request):
        return _shown(request, _unjudged(request, request_type, form.token))
    form.fill(judged=True)
    if not form.is_valid():
        return _shown(request, form)
    return _file(request, form)


def _other_request_type(request: StaffRequest, form: Intake) -> HttpResponse:
    """The caller means something else: the form of that request type with everything that was typed."""
    request_type = next(
        (
            request_type
            for request_type in RequestType.in_use()
            if request_type.code == request.POST["request_type"]
        ),
        form.request_type,
    )
    if request_type.refers_only:
        return render(request, "staff/file/refers.html", {"request_type": request_type})
    return _shown(request, _unjudged(request, request_type, form.token))


@sensitive_variables("password")
def _file(request: StaffRequest, form: Intake) -> HttpResponse:
    def keep_for_the_slip(case: Case, password: str) -> None:
        """Stored with the case: a double click finds the slip, or neither is there."""
        if LETTER in request.POST:
            received_mail.filed(form.token, case, by=request.user)
        browser_store.remember_filed(request, str(form.token), case, password)

    try:
        submit(form.filing(), by=request.user, then=keep_for_the_slip)
        # The next caller comes in the same way, most of the time.
        request.session[CHANNEL] = form.channel.cleaned_data["channel"].pk
    except FiledBefore:
        if not Case.objects.filter(form_token=form.token).exists():
            raise
        mine = browser_store.was_filed_meanwhile(request, str(form.token))
        if LETTER in request.POST and not mine:
            return _letter_is_done(request, form)
    except AlreadyDone:
        browser_store.as_stored(request)
        return _letter_is_done(request, form)
    return redirect("staff:filed")


def _letter_is_done(request: StaffRequest, form: Intake) -> HttpResponse:
    """The page of the e-mail, with which somebody else was faster."""
    messages.warning(
        request, _("Somebody else has dealt with this e-mail meanwhile. Nothing was filed again.")
    )
    return redirect("staff:mail", pk=form.token)


def _unjudged(request: StaffRequest, request_type: RequestType, token: uuid.UUID) -> Intake:
    """The form with what was typed, and where the clerk asks for it, what the caller told before; the hand
    stands where it goes on."""
    form = Intake(request, request_type, token, typed=_typed(request), channel=request.session.get(CHANNEL))
    form.fill(judged=False)
    form.point_at_next()
    return form


def _typed(request: StaffRequest) -> QueryDict:
    """What was typed, with the person of the earlier case that the clerk takes over."""
    number = cleaned(request.POST.get("take", ""))[:20]
    typed: QueryDict = request.POST.copy()
    if number:
        _count_look_up(request)
        for name, value in callers.person_of(request.user, typed.get("phone", "")[:40], number).items():
            typed[name] = str(value)
    if request.POST.get("update") == "begin" and not typed.get("province"):
        typed["province"], typed["district"] = home_area()
    return typed


def _name(carried: dict[str, str]) -> str:
    """Whose name and address are taken over."""
    return " ".join(carried[name] for name in ("first_name", "last_name") if name in carried)


def _shown(request: StaffRequest, form: Intake) -> HttpResponse:
    context: dict[str, Any] = {
        "intake": form,
        "request_type": form.request_type,
        "letter": form.token if LETTER in form.typed else None,
        "uploads": form.pages.uploads,
    }
    in_use = RequestType.in_use()
    context["groups"] = most_used_first(in_use)
    if request.method == "POST":
        details = request.POST.get("details", "")
        context["suggestion"] = suggest(details, in_use, instead_of=form.request_type)
        context |= _caller(request)
    return render(request, "staff/file/form.html", context)


def _caller(request: StaffRequest) -> dict[str, Any]:
    """The earlier cases of the number that is typed; looking up very many is somebody's list."""
    typed = request.POST.get("phone", "")[:40]
    if not typed.strip():
        return {}
    _count_look_up(request)
    return {"earlier": callers.earlier(request.user, typed), "asked_for": True}


def _count_look_up(request: StaffRequest) -> None:
    hit("callers", str(request.user.pk), limit=LOOK_UPS_PER_HOUR, seconds=3600)
