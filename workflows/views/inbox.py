"""The inbox: quick views with counts, filters, and fifty cases at a time."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.models import Case, Status
from workflows import inbox as box
from workflows.forms.filters import FilterForm
from workflows.views.door import StaffRequest, staff_page


@dataclass
class Row:
    """A case in the list: how its deadline stands, in words, and how old it is."""

    case: Case
    days_left: str
    late: bool
    age: str


@staff_page
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """The cases of this person and the departments; a number that is typed opens its case at once."""
    typed = request.GET.get("q", "").strip()[:40]
    if typed and (case := box.numbered(request.user, typed)):
        return redirect("staff:case", number=case.number)
    return render(request, "staff/inbox.html", _context(request, typed))


def _context(request: StaffRequest, typed: str) -> dict[str, Any]:
    views = box.views_for(request.user)
    chosen = next((view for view in views if view.name == request.GET.get("view")), views[0])
    form = FilterForm(request.GET, user=request.user)
    page = box.page(request.user, form.wish(chosen))
    counts, today = box.counts(request.user, views), timezone.localdate()
    return {
        "views": [(view, counts[view.name]) for view in views],
        "chosen": chosen,
        "form": form,
        "typed": typed,
        "rows": [_row(case, today) for case in page.rows],
        "next_url": _with_after(request, page.next) if page.next else "",
        "first_url": _with_after(request, "") if request.GET.get("after") else "",
    }


def _with_after(request: StaffRequest, after: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if after:
        query["after"] = after
    return f"?{query.urlencode()}"


def _row(case: Case, today: datetime.date) -> Row:
    return Row(case, _days_left(case, today), case.is_late, _age(case, today))


def _days_left(case: Case, today: datetime.date) -> str:
    """How the deadline stands: late, today, in so many days, paused; nothing for what has ended."""
    if not case.is_open:
        return ""
    if case.status == Status.WAITING:
        return _("paused")
    days = (case.due_on - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


def _age(case: Case, today: datetime.date) -> str:
    days = (today - timezone.localdate(case.received_at)).days
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("new today")
