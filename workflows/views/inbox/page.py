"""The inbox: views with counts, filters, words to look for, and fifty cases at a time."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.audit import personal_data_access
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.forms.filters import sealed
from workflows.inbox import queries
from workflows.views.inbox.content import InboxPage


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: StaffRequest) -> HttpResponse:
    """The cases of this person and the departments. A number that is typed opens its case at once, whatever
    the filters; other words go into the address sealed."""
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:100]
    if typed and (case := queries.numbered(request.user, typed)):
        if rights.may_see_person(request.user, case):
            personal_data_access.note(request.user, [case], personal_data_access.Context.SEARCH)
        return redirect("staff:case", number=case.number)
    if request.method == "POST":
        query = QueryDict(mutable=True)
        query.update({"view": "all", "find": sealed(typed)} if typed else {})
        return redirect(f"{reverse('staff:inbox')}?{query.urlencode()}")
    return render(request, "staff/inbox.html", {"page": InboxPage(request)})
