"""The mayor's page: one month of the town, to be read aloud in a minute; as a page, and on one sheet."""

import datetime
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.audit import security_log
from cases.db.replica import from_replica
from cases.forms import asked
from cases.models import Municipality
from cases.text.dates import month_and_year
from cases.views.staff_pages import StaffRequest, staff_page
from cases.views.tracking.documents import answered
from workflows import rights
from workflows.figures import summed
from workflows.figures.town import known_months, town
from workflows.figures.town_page import town_page
from workflows.figures.town_paper import town_paper

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def mayors_page(view: Callable[[StaffRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For executives and administrators; the rest of the staff gets 403."""

    reading = from_replica(view)

    @wraps(view)
    def guarded(request: StaffRequest) -> HttpResponse:
        if not rights.may_see_town(request.user):
            raise PermissionDenied
        return reading(request)

    return staff_page(require_safe(guarded))


@mayors_page
def mayor(request: StaffRequest) -> HttpResponse:
    """The newest whole month, or the one that the address names."""
    as_of = summed.as_of()
    months = known_months() if as_of else []
    month, missing = _chosen(request, months)
    context: dict[str, Any] = {
        "missing": missing,
        "as_of": as_of,
        "known": bool(months),
        "goal": Municipality.current().punctual_goal,
    }
    if month is not None and not missing:
        place = months.index(month)
        earlier, later = months[place + 1 : place + 2], months[max(place - 1, 0) : place]
        context |= {
            "page": town_page(town(month)),
            "month": f"{month:%Y-%m}",
            "earlier": [(f"{one:%Y-%m}", month_and_year(one)) for one in earlier],
            "later": [(f"{one:%Y-%m}", month_and_year(one)) for one in later],
        }
    return render(request, "staff/figures/mayor.html", context)


@mayors_page
def mayor_paper(request: StaffRequest) -> HttpResponse:
    """The month as one sheet, as the council gets it."""
    month, missing = _chosen(request, known_months() if summed.as_of() else [])
    if month is None or missing:
        raise Http404
    security_log.record(security_log.Kind.LIST_EXPORTED, by=request.user, subject="mayor.pdf")
    return answered(request, town_paper(town(month)))


def _chosen(request: StaffRequest, months: list[datetime.date]) -> tuple[datetime.date | None, list[str]]:
    """The month that the address names, else the newest; and what the address asks for that there is not."""
    missing, typed = asked.unknown(request.GET, ["month"]), request.GET.get("month", "")
    found = MONTH.fullmatch(typed)
    named = datetime.date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None
    if typed and named not in months:
        return None, [*missing, _("Month")]
    return named or next(iter(months), None), missing
