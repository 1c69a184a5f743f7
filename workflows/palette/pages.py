"""The page that looks everywhere; a script shows the same in a dialog (config/static/palette.js)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.audit import personal_data_access
from cases.views.staff_pages import FRAGMENT, StaffRequest, staff_page
from workflows import rights
from workflows.forms.filters import LONGEST_TEXT
from workflows.inbox import queries
from workflows.models import Preference
from workflows.palette import finding


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """What fits the words that are sent, which no address carries, since they may be a citizen's name. A
    number opens its case at once, but for the script, which shows it first."""
    typed = request.POST.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT]
    part = request.headers.get(FRAGMENT, "")
    if part == "dialog":
        return render(request, "staff/palette/dialog.html", {"slash": _wants_keys(request)})
    if typed and not part and (case := queries.numbered(request.user, typed)):
        if rights.may_see_person(request.user, case):
            personal_data_access.note(request.user, [case], personal_data_access.Context.SEARCH)
        return redirect("staff:case", number=case.number)
    context = {"typed": typed, "groups": finding.groups(request.user, typed)}
    return render(request, f"staff/palette/{'options' if part else 'page'}.html", context)


def _wants_keys(request: StaffRequest) -> bool:
    """Whether this person wants the keyboard's shortcuts of one letter."""
    kept = Preference.objects.filter(user=request.user).values_list("shortcuts", flat=True).first()
    return kept is not False
