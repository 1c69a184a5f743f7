"""The page of a case: everything about it on the left, the form of the next step on the right."""

from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.actions import stages
from cases.audit import personal_data_access
from cases.models import Case, Status, User
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.forms.filters import looked_for
from workflows.forms.steps import StepForm
from workflows.rights.catalogue import Verb
from workflows.rights.spec import Role
from workflows.steps import presence
from workflows.steps.staleness import Seen
from workflows.views.case.content import CasePage
from workflows.views.case.lookup import case_or_404, readable_or_404


@staff_page
@require_safe
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Everything about a case, with the step that most likely comes next."""
    subject = case_or_404(request.user, number)
    return case_page(request, subject, verb=likely(request.user, subject))


def case_page(
    request: StaffRequest,
    subject: Case,
    *,
    verb: Verb | None,
    form: StepForm | None = None,
    problem: str = "",
    seen: Seen | None = None,
    renew: bool = False,
    letter: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page with the form of `verb` open (CasePage says what the others are), noted as a reading of the
    citizen's name and contact where it shows them."""
    page = CasePage(request, subject, verb, form, problem, seen, renew, letter)
    if page.person:
        personal_data_access.note(request.user, [subject], _way(request))
    return render(request, "staff/case.html", {"page": page}, status=status)


@staff_page
@require_safe
def present(request: StaffRequest, number: str) -> HttpResponse:
    """Who else has the case open, for a page that asks again and again; 204 where it `known` that already."""
    readers = presence.seen(readable_or_404(request.user, number), by=request.user)
    if "".join(f"{one.user.pk}." for one in readers) == request.GET.get("known"):
        return HttpResponse(status=204)
    return render(request, "staff/partials/present.html", {"present": readers})


def _way(request: StaffRequest) -> personal_data_access.Context:
    """How the case was come to: the page before was a search, or it was not."""
    before = urlsplit(request.headers.get("Referer", ""))
    searched = before.path == reverse("staff:inbox") and looked_for(QueryDict(before.query))
    return personal_data_access.Context.SEARCH if searched else personal_data_access.Context.PAGE


def likely(user: User, subject: Case) -> Verb | None:
    """The step that is this person's turn now, or None."""
    offered = rights.offered(user, subject)
    if subject.officer_id is None:
        return next((one for one in (Verb.PLACE, Verb.ACCEPT, Verb.ASSIGN) if one in offered), None)
    turns = [Verb.APPROVE]
    if Role.OFFICER in rights.roles(user, subject):
        turns += [Verb.START] if subject.status == Status.ASSIGNED else _results(subject)
    return next((turn for turn in turns if turn in offered), None)


def _results(subject: Case) -> list[Verb]:
    """How the work ends, once no step of the plan is to be done any more."""
    return [] if stages.waited_for(subject) else [Verb.RESOLVE, Verb.PROPOSE]
