"""Cases to read: the inbox as a list, one case, what has happened with it, and its photos."""

import re
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from ninja import Router, Schema

from cases.audit import personal_data_access
from cases.models import Attachment, CaseEvent, Partner, User
from cases.views.tracking import photos
from cases.views.tracking.case_page import timeline
from workflows.api import bodies, partner_cases, shapes, told
from workflows.api.caller import READ, ours, partner, person
from workflows.api.problems import Problem
from workflows.forms.filters import FilterForm, Offer, form_of, looked_for
from workflows.inbox import queries, search_query
from workflows.views.case.content import CasePage
from workflows.views.case.lookup import case_or_404

router = Router(auth=READ, tags=["Cases"])
NUMBER = re.compile(r"[0-9]{4}-[0-9]{5,7}")
PAGES = {
    "view": "A view of the inbox, such as mine, open, late, all; without it as the inbox opens.",
    "after": "The `next` of the page before.",
    "before": "The `previous` of the page behind.",
}


class Search(Schema):
    """Words to look for, and the filters of the list. They come in a body: an address is written into
    logs."""

    words: str
    filters: dict[str, str] = {}


def query_parameters() -> list[dict[str, Any]]:
    """The filters of the list for the OpenAPI file."""
    names = PAGES | dict.fromkeys(FilterForm.base_fields, "")
    return [
        {"in": "query", "name": name, "required": False, "schema": {"type": "string"}}
        | ({"description": text} if text else {})
        for name, text in names.items()
    ]


@router.get("", response=shapes.CaseList, openapi_extra={"parameters": query_parameters()})
def list_cases(request: HttpRequest) -> shapes.CaseList:
    """The cases of the inbox with its views and filters, page by page. A partner gets those that it has
    filed, the newest first."""
    caller = partner(request)
    if caller is not None:
        if strange := [name for name in request.GET if name != "after"]:
            raise Problem(422, errors=[(name[:100], _("There is no such filter.")) for name in strange])
        return partner_cases.listed(caller, request.GET.get("after", ""))
    if looked_for(request.GET):
        raise Problem(
            422, _("Words are looked for with POST /cases/search: an address is written into logs.")
        )
    return listed(person(request), request.GET)


@router.post("/search", response=shapes.CaseList, openapi_extra=bodies.described(Search))
def search_cases(request: HttpRequest) -> shapes.CaseList:
    """The cases in which words are found, with the filters of the list. Nothing is written, so it needs no
    Idempotency-Key."""
    user, wanted = person(request), bodies.parsed(request, Search)
    query = QueryDict(mutable=True)
    query.update({**wanted.filters, "q": wanted.words})
    return listed(user, query)


def listed(user: User, data: QueryDict) -> shapes.CaseList:
    """The page of the inbox that a query asks for. Raises Problem (422) for what nobody can be asked."""
    form = form_of(data, user=user, views=queries.views_for(user), offer=Offer.to(user))
    wanted = form.wanted()
    if form.missing:
        words = _("There is nothing like this to choose, or not any more.")
        raise Problem(422, words, errors=[(str(one), words) for one in form.missing])
    page, _wanted = queries.page(user, wanted, search_query.synonyms() if form.text else [])
    cases = [shapes.CaseRow(**told.row(one)) for one in page.rows]
    return shapes.CaseList(cases=cases, next=page.next, previous=page.previous)


@router.get("/{number}", response=shapes.Case)
def read_case(request: HttpRequest, number: str) -> shapes.Case:
    """A case as its page shows it. Where it says who asks, that is noted as a reading."""
    if caller := partner(request):
        return partner_cases.case(partner_cases.one(caller, checked(number)))
    page = page_of(request, number)
    if page.person:
        personal_data_access.note(page.user, [page.case], personal_data_access.Context.PAGE)
    return told.case(page)


@router.get("/{number}/events", response=list[shapes.Event])
def read_events(request: HttpRequest, number: str) -> list[shapes.Event]:
    """What has happened, the newest first."""
    if caller := partner(request):
        return [partner_cases.event(one) for one in timeline(partner_cases.one(caller, checked(number)))]
    page = page_of(request, number)
    if page.person:
        personal_data_access.note(page.user, [page.case], personal_data_access.Context.PAGE)
    return [told.event(one) for one in page.timeline]


@router.get("/{number}/photos", response=list[shapes.Photo])
def read_photos(request: HttpRequest, number: str) -> list[shapes.Photo]:
    """The photos and papers of a case."""
    if caller := partner(request):
        return told.photos(reversed(timeline(partner_cases.one(caller, checked(number)))))
    return told.photos(page_of(request, number).events)


files = Router(auth=READ, tags=["Cases"])
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILES = {
    "responses": {
        200: {"description": "The file", "content": {"image/jpeg": BINARY, "application/pdf": BINARY}}
    }
}


@files.get("/{uuid:pk}", openapi_extra=FILES)
def read_photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The file of a photo or paper; 503 while it is checked for viruses, 410 for what was not kept."""
    return served(request, pk, small=False)


@files.get("/{uuid:pk}/thumbnail", openapi_extra=FILES)
def read_thumbnail(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The small photo."""
    return served(request, pk, small=True)


def served(request: HttpRequest, pk: uuid.UUID, *, small: bool) -> HttpResponseBase:
    """The file, for who may read its case. Raises Http404 for others, Problem for a file that nobody gets."""
    caller = partner(request)
    found = photos.readable(request, pk) if caller is None else _of_partner(caller, pk)
    if found.withheld:
        waits = found.scan == Attachment.Scan.WAITING
        raise Problem(503 if waits else 410, found.withheld, headers={"Retry-After": "60"} if waits else {})
    return photos.served_small(found) if small else photos.served(found)


def _of_partner(caller: Partner, pk: uuid.UUID) -> Attachment:
    shown = Attachment.objects.filter(event__kind__in=CaseEvent.SHOWN, case__filed_by__partner=caller)
    found: Attachment | None = shown.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def page_of(request: HttpRequest, number: str) -> CasePage:
    """The page of the case as this person reads it. Raises Http404 where it is not theirs to read."""
    user = person(request)
    return CasePage(ours(request), case_or_404(user, checked(number)), None)


def checked(number: str) -> str:
    """A number that a case can have. Raises Http404 for any other."""
    if not NUMBER.fullmatch(number):
        raise Http404
    return number
