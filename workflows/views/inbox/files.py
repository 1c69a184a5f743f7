"""The list of the inbox as a table to take along, by the same filters and in the same order."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.statistics.public import timed
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.forms.filters import PARTS, query_of
from workflows.inbox import queries, search_query
from workflows.views.exports import MOST, Listed, cases_file, complete
from workflows.views.inbox.content import InboxPage

# What was looked for may be somebody's name: the log says only that words were.
LOGGED = [part for part in PARTS if part not in ("q", "find")]


@staff_page
@require_safe
def inbox_table(request: StaffRequest, extension: str) -> HttpResponse:
    """The whole list as CSV or XLSX, for those who see the figures; the rest of the staff gets 403. There is
    none (404) for an address that asks for what is not on offer, or for one page of the list."""
    user = request.user
    if not rights.may_see_figures(user):
        raise PermissionDenied
    page = InboxPage(request, others=("words",))
    wanted = page.wanted
    complete([*page.missing, *filter(None, [wanted.after, wanted.before])])
    # Common words are in more cases than anybody waits for.
    most = queries.MOST if wanted.text else MOST
    keys = queries.keys(user, wanted, search_query.synonyms() if wanted.text else [], most + 1)
    listed = Listed(timed(queries.matching_cases(user, wanted)), keys, most)
    query = ("+find " if wanted.text else "") + query_of(request.GET, LOGGED)
    answer: HttpResponse = cases_file(request, listed, extension, name="inbox", query=query)
    return answer
