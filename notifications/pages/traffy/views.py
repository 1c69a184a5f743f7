"""What came from Traffy Fondue, what went there and what failed; and sending a case there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access.decision_makers import decides
from cases.db.encryption import Unreadable
from cases.errors import AlreadyDone, Busy, Refused, TooManyTries
from cases.models import Case, Municipality, User
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.models import DeliveryChannel, Notice, State, TraffyReport
from notifications.pages.resend import resend
from notifications.pages.traffy.forms import AsideForm, FileForm, SendForm
from notifications.traffy import filing, incoming
from notifications.traffy.said import Said, taken_up

P = ParamSpec("P")
Report = TraffyReport.State
SHOWN = 100
# The lists: what each is about.
LISTS = ("open", "came", "went")


def may_look(user: User) -> bool:
    """Whether this person deals with what comes and goes: the clerk, and who sets the service up."""
    return user.has_perm("cases.route_case") or user.has_perm("cases.set_up")


def may_send(user: User, case: Case) -> bool:
    """Whether this person sends the case there: who decides about it, or the clerk who may read it."""
    if decides(user, case):
        return True
    readable = Case.objects.visible_to(user).filter(pk=case.pk)
    return user.has_perm("cases.route_case") and readable.exists()


def desk_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For those who deal with reports; a 403 for others."""

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_look(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return staff_page(guarded)


@desk_page
@require_safe
def reports(request: StaffRequest) -> HttpResponse:
    """What waits or failed, what came last, and what went."""
    show = request.GET.get("show") if request.GET.get("show") in LISTS else LISTS[0]
    context: dict[str, Any] = {"show": show, "is_on": Municipality.current().traffy, "shown": SHOWN}
    if show == "went":
        sent = Notice.objects.filter(channel=DeliveryChannel.TRAFFY).select_related("case")
        rows = list(sent.defer("text", "html", "secret").order_by("-created", "-pk")[:SHOWN])
        again = {one.copy_of_id for one in rows if one.state != State.FAILED}
        context["messages_out"] = [
            (one, one.state == State.FAILED and one.copy_of_id is None and one.pk not in again)
            for one in rows
        ]
    else:
        states = [Report.NEW, Report.WAITING, Report.FAILED] if show == "open" else [*Report]
        found = TraffyReport.objects.filter(state__in=states).select_related("case__request_type")
        context["rows"] = [(one, _said(one)) for one in found[:SHOWN]]
    return render(request, "staff/setup/traffy/reports.html", context)


@desk_page
@require_safe
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """One report, and what can become of it."""
    return _page(request, get_object_or_404(TraffyReport, pk=pk))


def _to_list(request: StaffRequest, before: SentBefore, pk: int) -> HttpResponse:
    messages.info(request, TWICE)
    return redirect("traffy:reports")


@desk_page
@require_POST
@done_once(_to_list)
def file(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a report a case of the kind that was chosen."""
    found = get_object_or_404(TraffyReport, pk=pk)
    form = FileForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        case = filing.file_report(found, form.cleaned_data["kind"], by=request.user)
    except (AlreadyDone, ValueError):
        messages.info(request, _("Somebody else has dealt with this report."))
        return redirect("traffy:reports")
    except (TooManyTries, Busy, OSError):
        form.add_error(None, _("The files could not be kept just now. Please try again in a few minutes."))
        return _page(request, found, form=form)
    messages.success(request, _("The report is case %(number)s.") % {"number": case.number})
    return redirect("traffy:reports")


@desk_page
@require_POST
@done_once(_to_list)
def aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a report aside, with a reason."""
    found = get_object_or_404(TraffyReport, pk=pk)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, aside=form)
    filing.put_aside(found, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("The report is put aside."))
    return redirect("traffy:reports")


@desk_page
@require_POST
@done_once(_to_list)
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Try once more what could not be read or taken in."""
    incoming.again(get_object_or_404(TraffyReport, pk=pk, state__in=[Report.NEW, Report.FAILED]))
    messages.success(request, _("The report is taken in again within a minute, where that is possible."))
    return redirect("traffy:reports")


def _to_sent(request: StaffRequest, before: SentBefore, pk: UUID) -> HttpResponse:
    messages.info(request, TWICE)
    return redirect("traffy:reports")


@desk_page
@require_POST
@done_once(_to_sent)
def message_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send once more what has failed. Raises Refused where it is on its way."""
    resend(get_object_or_404(Notice, pk=pk, channel=DeliveryChannel.TRAFFY), by=request.user)
    messages.success(request, _("The message is on its way again."))
    return redirect("traffy:reports")


def _to_case(request: StaffRequest, before: SentBefore, number: str) -> HttpResponse:
    messages.info(request, TWICE)
    return redirect("staff:case", number)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_to_case)
def send(request: StaffRequest, number: str) -> HttpResponse:
    """Ask in which words a case goes to Traffy Fondue, and why; by POST it is on its way. 404 for who may not
    send it, and while the bridge is off."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).select_related("request_type"), number=number
    )
    if not Municipality.current().traffy or not may_send(request.user, case):
        raise Http404
    form = SendForm(request.POST if request.method == "POST" else None, initial={"words": case.public_words})
    if form.is_bound and form.is_valid():
        try:
            filing.send_case(case, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The case is on its way to Traffy Fondue."))
            return redirect("staff:case", number)
    return render(request, "staff/setup/traffy/send.html", {"form": form, "case": case})


def _page(
    request: StaffRequest,
    found: TraffyReport,
    *,
    form: FileForm | None = None,
    aside: AsideForm | None = None,
) -> HttpResponse:
    said = _said(found)
    guess = filing.suggested(said) if said and form is None else None
    context = {
        "report": found,
        "said": said,
        "form": form or aside,
        "kind_form": form or FileForm(initial={"kind": guess.pk if guess else None}),
        "aside": aside or AsideForm(),
        "is_open": found.state in (Report.WAITING, Report.FAILED) and said is not None,
        "may_retry": found.state in (Report.NEW, Report.FAILED),
    }
    return render(request, "staff/setup/traffy/report.html", context)


def _said(found: TraffyReport) -> Said | None:
    if not found.said or isinstance(found.said, Unreadable):
        return None
    try:
        return taken_up(found.said)
    except ValueError:
        return None
