"""The lists of letters: all of them with filters, and the citizens whom none reached."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import readings
from cases.forms.asked import NO_PAGE, unknown
from cases.idempotency import TWICE, SentBefore, done_once
from notifications import interventions, listing
from notifications.forms import FilterForm, ReachedForm
from notifications.models import Unreached
from notifications.rights import may_list
from notifications.views import StaffRequest, staff_page


@staff_page
@require_safe
def outgoing(request: StaffRequest) -> HttpResponse:
    """All letters that this person may look at, by state, way, kind, age and department."""
    if not may_list(request.user):
        raise PermissionDenied
    form = FilterForm(request.GET, user=request.user)
    wish, after = form.wish, request.GET.get("after", "")
    missing = [*form.missing, *_lost(listing.letters_after(after))]
    where = listing.NONE if missing else listing.condition(wish)
    page = listing.page(request.user, where, after=after)
    context = {
        "form": form,
        "used": bool(wish or missing or after),
        "missing": missing,
        "page": page,
        "waiting": listing.unreached_for(request.user).count(),
        **_turning(request, page.next),
    }
    return render(request, "staff/notices/outgoing.html", context)


@staff_page
@require_safe
def unreached(request: StaffRequest) -> HttpResponse:
    """The citizens whom letters did not reach, with the telephone number."""
    return _unreached_page(request)


def _again(request: StaffRequest, before: SentBefore, pk: int) -> HttpResponse:
    """The list, from which the same form has taken it, or the page of the case, where it stood."""
    messages.info(request, TWICE)
    known = Unreached.objects.filter(case__in=listing.known_cases(request.user))
    row = known.select_related("case").filter(pk=pk).first()
    if row is not None and request.POST.get("back") == "case":
        return redirect("staff:case", row.case.number)
    return redirect("notifications:unreached")


@staff_page
@require_POST
@done_once(_again)
def reached(request: StaffRequest, pk: int) -> HttpResponse:
    """The citizen was reached by telephone: off the list, into the history."""
    known = Unreached.objects.filter(case__in=listing.known_cases(request.user))
    row = get_object_or_404(known.select_related("case"), pk=pk)
    form = ReachedForm(request.POST, pk=pk)
    if not form.is_valid():
        return _unreached_page(request, {pk: form})
    interventions.reached(row, by=request.user, said=form.cleaned_data["said"])
    text = _("%(number)s: the citizen knows. It stands in the history of the case.")
    messages.success(request, text % {"number": row.case.number})
    if request.POST.get("back") == "case":
        return redirect("staff:case", row.case.number)
    return redirect("notifications:unreached")


def _unreached_page(request: StaffRequest, sent: dict[int, ReachedForm] | None = None) -> HttpResponse:
    """The list, each with a form; one that was sent and is wrong keeps what was typed."""
    after = request.GET.get("after", "")
    missing = [*unknown(request.GET, ["after"]), *_lost(listing.citizens_after(after))]
    rows, following = ([], "") if missing else listing.unreached_page(request.user, after=after)
    cases = [row.case for row in rows]
    prefetch_related_objects(cases, "parts")
    readings.note(request.user, cases, readings.Way.LIST)
    context = {
        "rows": [
            (row, interventions.subject_of(row), (sent or {}).get(row.pk) or ReachedForm(pk=row.pk))
            for row in rows
        ],
        "missing": missing,
        "form": next(iter((sent or {}).values()), None),
        "has_list": may_list(request.user),
        **_turning(request, following),
    }
    return render(request, "staff/notices/unreached.html", context)


def _lost(place: Q) -> list[Any]:
    """The page itself, where its key leads nowhere."""
    return [NO_PAGE] if place == listing.NONE else []


def _turning(request: StaffRequest, key: str) -> dict[str, str]:
    """The addresses of the next page of this list and of its first one; empty where there is none."""
    query = request.GET.copy()
    here = query.pop("after", [])
    first = f"?{query.urlencode()}" if here else ""
    query["after"] = key
    return {"next_url": f"?{query.urlencode()}" if key else "", "first_url": first}
