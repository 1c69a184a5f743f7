"""E-mail that came in, for those who file for others: looked at, filed, attached to a case, or put aside."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cases.actions import received_mail
from cases.audit import personal_data_access
from cases.drafts import mail_files, uploads
from cases.errors import AlreadyDone
from cases.forms.asked import NO_PAGE
from cases.intake.finding.suggestion import suggest
from cases.intake.popular_request_types import most_used_first
from cases.intake.request_type_search import find
from cases.lib.keyset import Keyset
from cases.models import Case, Channel, ReceivedMail, RequestType
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest
from workflows.forms.mail import AsideForm, JoinForm
from workflows.views.intake import LETTER, LONGEST, begin, counter_page

NEWEST = Keyset("received_at", is_uuid=True)
State = ReceivedMail.State
EMAIL = "email"
# The lists: their name in the address, what they are called, and which e-mails stand in them.
LISTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (gettext_lazy("To be looked at"), (State.NEW,)),
    "done": (gettext_lazy("Done"), (State.FILED, State.JOINED, State.ASIDE)),
    "automatic": (gettext_lazy("Automatic e-mail"), (State.KEPT,)),
}
# So much of what could not be read is shown.
SHOWN = 4000


@counter_page
@require_safe
def mails(request: StaffRequest) -> HttpResponse:
    """The e-mails of one list, the newest first."""
    show, after = request.GET.get("show", ""), request.GET.get("after", "")
    lost = show not in LISTS or not NEWEST.is_known(after)
    states = LISTS.get(show, LISTS[""])[1]
    found = ReceivedMail.objects.visible_to(request.user).filter(state__in=states).defer("raw")
    rows, following = ([], "") if lost else NEWEST.page(found, after)
    query = request.GET.copy()
    query["after"] = following
    context = {
        "rows": rows,
        "show": show,
        "lists": [(name, label) for name, (label, _states) in LISTS.items()],
        "missing": [NO_PAGE] if lost else [],
        "next_url": f"?{query.urlencode()}" if following else "",
    }
    return render(request, "staff/mail/list.html", context)


@counter_page
@require_safe
def mail(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """One e-mail, and what can become of it."""
    return _page(request, get_object_or_404(ReceivedMail.objects.visible_to(request.user), pk=pk))


@counter_page
@require_safe
def mail_as_it_came(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """What is kept of an e-mail that could not be read, byte for byte. Http404 for any other."""
    found = get_object_or_404(
        ReceivedMail.objects.visible_to(request.user), pk=pk, sort=ReceivedMail.Sort.UNREADABLE
    )
    if found.case is not None:
        personal_data_access.note(request.user, [found.case], personal_data_access.Context.LETTER)
    headers = {"Content-Disposition": 'attachment; filename="letter.eml"'}
    return HttpResponse(found.raw.encode("latin-1"), content_type="application/octet-stream", headers=headers)


@counter_page
@require_POST
def file_mail(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The counter's form, filled in from an e-mail; sent, it is the case."""
    found = get_object_or_404(ReceivedMail.objects.visible_to(request.user), pk=pk)
    wanted = RequestType.objects.select_related("category", "department", "unit", "agency", "call_first")
    kind = wanted.filter(code=request.POST.get("kind", "")[:100], active=True).first()
    if not found.is_open:
        raise AlreadyDone
    if kind is None:
        messages.warning(request, _("Choose the kind of request."))
        return redirect("staff:mail", pk=pk)
    uploads.own(request, found.pk)
    return begin(request, kind, found.pk, _told(found))


def _again(request: StaffRequest, before: SentBefore, pk: uuid.UUID) -> HttpResponse:
    messages.info(request, TWICE)
    return redirect("staff:mail", pk=pk)


@counter_page
@require_POST
@done_once(_again)
def join_mail(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Attach an e-mail to a case, as a note that the officer hears of."""
    found = get_object_or_404(ReceivedMail.objects.visible_to(request.user), pk=pk)
    form = JoinForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, found, join=form)
    case: Case = form.cleaned_data["number"]
    received_mail.join(found, case, by=request.user)
    messages.success(request, _("The e-mail stands as a note on case %(number)s.") % {"number": case.number})
    return redirect("staff:mails")


@counter_page
@require_POST
@done_once(_again)
def put_mail_aside(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an e-mail off the list, with a reason."""
    found = get_object_or_404(ReceivedMail.objects.visible_to(request.user), pk=pk)
    form = AsideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, aside=form)
    received_mail.put_aside(found, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("The e-mail was put aside. It stands under “Done”."))
    return redirect("staff:mails")


def _page(request: StaffRequest, found: ReceivedMail, **forms_sent: forms.Form) -> HttpResponse:
    uploads.own(request, found.pk)
    case = found.case and Case.objects.visible_to(request.user).filter(pk=found.case_id).first()
    if found.case is not None:
        personal_data_access.note(request.user, [found.case], personal_data_access.Context.LETTER)
    in_use = RequestType.in_use()
    context: dict[str, Any] = {
        "mail": found,
        "case": case,
        "photos": mail_files.of(found.pk) if found.is_open else [],
        "left_out": found.left_out.splitlines(),
        "raw": found.raw[:SHOWN],
        "mailbox": settings.MAIL_IN_IMAP,
        "groups": most_used_first(in_use) if found.is_open else [],
        "kind": _suggested(found, in_use) if found.is_open else None,
        "join": JoinForm(user=request.user, number=case.number if case else ""),
        "aside": AsideForm(),
        "form": next(iter(forms_sent.values()), None),
    }
    return render(request, "staff/mail/mail.html", context | forms_sent)


def _suggested(found: ReceivedMail, in_use: list[RequestType]) -> RequestType | None:
    """The kind that the everyday words mean, else the one that closed cases suggest, else other matters."""
    for words in (found.subject, found.words):
        if named := find(str(words), in_use):
            return named[0]
    if guess := suggest(f"{found.subject}\n{found.words}", in_use):
        return guess.request_type
    return next((one for one in in_use if one.code == RequestType.OTHER), None)


def _told(found: ReceivedMail) -> dict[str, str]:
    """What the e-mail tells, by the names of the form's fields."""
    subject, words = str(found.subject), str(found.words)
    first, _blank, last = str(found.sender_name).partition(" ")
    details = words if subject and subject in words else f"{subject}\n{words}"
    told = {
        LETTER: "1",
        "details": details.strip()[:LONGEST],
        "email": str(found.sender),
        "first_name": first[:100],
        "last_name": last.strip()[:100],
    }
    channel = Channel.objects.filter(active=True, code=EMAIL).first()
    if channel is not None:
        told["channel"] = str(channel.pk)
    return told
