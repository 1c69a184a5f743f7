"""The inbox: views with counts, filters, words to look for, and fifty cases at a time."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.actions.duplicates import main_of
from cases.audit import personal_data_access
from cases.models import Absence, Case, Status, User
from cases.text.dates import short_date
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.forms.filters import PARTS, FilterForm, Offer, looked_for, narrows, query_of, sealed
from workflows.forms.saved import SaveForm
from workflows.inbox import queries as box
from workflows.inbox import saved_views, search_query, tab_counts
from workflows.inbox.row_notes import Remark, remarks
from workflows.steps import bulk, wording


@dataclass
class Row:
    """A case in the list: how its deadline stands, in words, how old it is, and what else there is to say."""

    case: Case
    days_left: str
    late: bool
    age: str
    reply: str
    reply_late: bool
    remarks: list[Remark]
    stands_in: bool = False


@dataclass
class Tab:
    """A saved view as the page shows it."""

    name: str
    query: str
    count: int | None
    current: bool
    owner: str


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: StaffRequest) -> HttpResponse:
    """The cases of this person and the departments. A number that is typed opens its case at once, whatever
    the filters; other words go into the address sealed."""
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:100]
    if typed and (case := box.numbered(request.user, typed)):
        if rights.may_see_person(request.user, case):
            personal_data_access.note(request.user, [case], personal_data_access.Way.SEARCH)
        return redirect("staff:case", number=case.number)
    if request.method == "POST":
        query = QueryDict(mutable=True)
        query.update({"view": "all", "find": sealed(typed)} if typed else {})
        return redirect(f"{reverse('staff:inbox')}?{query.urlencode()}")
    return render(request, "staff/inbox.html", _context(request))


def _context(request: StaffRequest) -> dict[str, Any]:
    user, offer = request.user, Offer.to(request.user)
    views = box.views_for(user)
    form = _form(request, request.GET, views, offer)
    kept = list(saved_views.shown_to(user))
    page, wish = box.page(user, form.wish(), search_query.synonyms() if form.text else [])
    wishes = [_form(request, QueryDict(one.query), views, offer).wish() for one in kept]
    parts = [tab_counts.counted(user, one) for one in [*wishes, wish]]
    numbers, shortcuts = tab_counts.counts(user, [*tab_counts.views_counted(user, views), *parts])
    here, today = query_of(request.GET), timezone.localdate()
    tabs = [
        Tab(one.name, one.query, count, _same(one.query, here), "" if one.owner == user else str(one.owner))
        for one, count in zip(kept, numbers[len(views) : -1], strict=True)
    ]
    return {
        "views": list(zip(views, numbers[: len(views)], strict=True)),
        "tabs": tabs,
        "chosen": None if any(tab.current for tab in tabs) else form.view,
        "title": next((tab.name for tab in tabs if tab.current), form.view.label),
        "form": form,
        "typed": form.text,
        "bare": wish.bare,
        "missing": form.missing,
        "total": len(page.rows) if page.is_whole else numbers[-1],
        "most": box.MOST,
        "page_size": wish.size,
        "rows": [_row(case, today, user) for case in page.rows],
        "absences": [] if form.text else absences(user),
        "next_url": _turned(request, "after", page.next),
        "previous_url": _turned(request, "before", page.previous),
        "first_url": f"?{here}" if page.previous else "",
        "here": here,
        "found": [(name, request.GET[name]) for name in ("view", "find", "q") if request.GET.get(name)],
        "everywhere": query_of(request.GET, [part for part in PARTS if part != "view"]),
        "unfiltered": query_of(request.GET, ("view", "find", "q")),
        "save": SaveForm(user=user, query=here, departments=offer.choices["department"]),
        "bulk": [(verb, wording.name(verb)) for verb in bulk.verbs_for(user)],
        "shortcuts": shortcuts,
    }


def _form(request: StaffRequest, data: QueryDict, views: list[box.View], offer: Offer) -> FilterForm:
    """The form of an address. Where no view is named and words are looked for, every case counts; where
    filters are set, every open one or those of the status: the view that opens by itself may have none."""
    name = data.get("view") or ("all" if looked_for(data) else "open" if narrows(data) else "")
    chosen = next((view for view in views if view.name == name), None)
    known = chosen is not None or not data.get("view")
    return FilterForm(data, user=request.user, view=chosen or views[0], offer=offer, known_view=known)


def _same(query: str, here: str) -> bool:
    """Whether a saved view is the address here, in whatever order it was written."""
    return query_of(QueryDict(query)) == here


def absences(user: User) -> list[Absence]:
    """Those of today that concern this person: the own one, and of those for whom this person stands in. A
    statement only where there are some."""
    people = user.acting_for | ({user.pk} & user.away_today.keys())
    if not people:
        return []
    today = Absence.objects.on(timezone.localdate()).filter(user__in=people)
    return list(today.select_related("user", "substitute"))


def _turned(request: StaffRequest, way: str, key: str) -> str:
    """The address of the page before or after; empty where there is none."""
    if not key:
        return ""
    query = QueryDict(query_of(request.GET), mutable=True)
    query[way] = key
    return f"?{query.urlencode()}"


def _row(case: Case, today: datetime.date, user: User) -> Row:
    due = case.first_reply_due_on if case.status == Status.RECEIVED else None
    late = due is not None and due < today
    joined = case.is_open and main_of(case) is not None
    return Row(
        case,
        _days_left(case, today),
        case.is_late and not joined,
        _age(case, today),
        _reply(due, late=late),
        late,
        remarks(case, today),
        rights.stands_in(user, case) and not case.request_type.restricted,
    )


def _reply(due: datetime.date | None, *, late: bool) -> str:
    """By when somebody has to take the case; nothing where somebody has."""
    if due is None:
        return ""
    return _("first reply overdue") if late else _("first reply by %(date)s") % {"date": short_date(due)}


def _days_left(case: Case, today: datetime.date) -> str:
    """How the deadline stands: late, today, in so many days, paused; nothing for what has ended."""
    if not case.is_open:
        return ""
    if main := main_of(case):
        return _("with %(number)s") % {"number": main.number}
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
