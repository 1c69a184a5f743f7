"""The lists of letters: all of them with filters, and the citizens whom none reached."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.audit import personal_data_access
from cases.forms.asked import NO_PAGE, unknown
from cases.lib.keyset import NOWHERE, Keyset
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.models import Unreached
from notifications.pages import notice_list, staff_actions
from notifications.pages.notice_forms import FilterForm, ReachedForm
from notifications.pages.rights import may_list


@staff_page
@require_safe
def outgoing(request: StaffRequest) -> HttpResponse:
    """All letters that this person may look at, by state, way, kind, age and department."""
    if not may_list(request.user):
        raise PermissionDenied
    form = FilterForm(request.GET, user=request.user)
    wish, after = form.wish, request.GET.get("after", "")
    missing = [*form.missing, *_lost(notice_list.LETTERS, after)]
    where = NOWHERE if missing else notice_list.condition(wish)
    page = notice_list.page(request.user, where, after=after)
    context = {
        "form": form,
        "used": bool(wish or missing or after),
        "missing": missing,
        "page": page,
        "waiting": notice_list.unreached_for(request.user).count(),
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
    known = Unreached.objects.filter(case__in=notice_list.known_cases(request.user))
    row = known.select_related("case").filter(pk=pk).first()
    if row is not None and request.POST.get("back") == "case":
        return redirect("staff:case", row.case.number)
    return redirect("notifications:unreached")


@staff_page
@require_POST
@done_once(_again)
def reached(request: StaffRequest, pk: int) -> HttpResponse:
    """The citizen was reached by telephone: off the list, into the history."""
    known = Unreached.objects.filter(case__in=notice_list.known_cases(request.user))
    row = get_object_or_404(known.select_related("case"), pk=pk)
    form = ReachedForm(request.POST, pk=pk)
    if not form.is_valid():
        return _unreached_page(request, {pk: form})
    staff_actions.reached(row, by=request.user, said=form.cleaned_data["said"])
    text = _("%(number)s: the citizen knows. It stands in the history of the case.")
    messages.success(request, text % {"number": row.case.number})
    if request.POST.get("back") == "case":
        return redirect("staff:case", row.case.number)
    return redirect("notifications:unreached")


def _unreached_page(request: StaffRequest, sent: dict[int, ReachedForm] | None = None) -> HttpResponse:
    """The list, each with a form; one that was sent and is wrong keeps what was typed."""
    after = request.GET.get("after", "")
    missing = [*unknown(request.GET, ["after"]), *_lost(notice_list.CITIZENS, after)]
    rows, following = ([], "") if missing else notice_list.unreached_page(request.user, after=after)
    cases = [row.case for row in rows]
    prefetch_related_objects(cases, "subtasks")
    personal_data_access.note(request.user, cases, personal_data_access.Context.LIST)
    context = {
        "rows": [
            (row, staff_actions.subject_of(row), (sent or {}).get(row.pk) or ReachedForm(pk=row.pk))
            for row in rows
        ],
        "missing": missing,
        "form": next(iter((sent or {}).values()), None),
        "has_list": may_list(request.user),
        **_turning(request, following),
    }
    return render(request, "staff/notices/unreached.html", context)


def _lost(order: Keyset, key: str) -> list[Any]:
    """The page itself, where its key leads nowhere."""
    return [] if order.is_known(key) else [NO_PAGE]


def _turning(request: StaffRequest, key: str) -> dict[str, str]:
    """The addresses of the next page of this list and of its first one; empty where there is none."""
    query = request.GET.copy()
    here = query.pop("after", [])
    first = f"?{query.urlencode()}" if here else ""
    query["after"] = key
    return {"next_url": f"?{query.urlencode()}" if key else "", "first_url": first}
