"""The pages of a request that is being written: each keeps what was typed, and leads to the next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.access import thaid as proved
from cases.drafts import browser_store
from cases.errors import TooManyTries
from cases.forms.pages import SIMILAR, WHAT, WHERE, YOU, Pages
from cases.forms.request import PageForm
from cases.limits import intake
from cases.models import Draft
from cases.views.request import thaid
from cases.views.request.draft_form import context_of, go_to, in_other_language, open_form
from cases.views.request.place_of_link import take_place

# Where Back leads; from the first page to all request types.
BACK_TO = {WHERE: WHAT, SIMILAR: WHERE, YOU: WHERE}


@open_form
def form(request: HttpRequest, pages: Pages) -> HttpResponse:
    """Leads to the first page that is to be done; a link may have named the place."""
    if request.method == "GET" and request.GET:
        take_place(pages, request.GET)
    return go_to(pages, pages.next())


@open_form
def page(request: HttpRequest, pages: Pages, page: str) -> HttpResponse:
    """One page of the form; who jumps ahead is led to the first that is to be done."""
    if request.method == "POST":
        try:
            return _posted(request, pages, page)
        except TooManyTries as closed:
            return _too_much(request, pages, page, closed.wait)
    if not pages.is_open(page):
        return go_to(pages, pages.next())
    return _shown(request, pages, pages.saved(page))


@open_form
def similar_cases(request: HttpRequest, pages: Pages) -> HttpResponse:
    """Open cases like this one near by, to follow instead of filing; left out where there are none."""
    if not pages.is_open(SIMILAR):
        return go_to(pages, pages.next())
    if "switch_language" in request.POST:
        return in_other_language(request)
    found = [] if request.method == "POST" else pages.similar()
    if not found:
        pages.go_on()
        return go_to(pages, pages.next())
    return render(request, "cases/form/similar.html", {**context_of(pages, step=2), "similar": found})


@open_form
def form_again(request: HttpRequest, pages: Pages, page: str) -> HttpResponse:
    """A page with all that was typed, after its CSRF token had expired; nothing is stored."""
    notice = _("This page was open for too long. Nothing was lost: please press Continue again.")
    if request.FILES:
        notice += " " + _("Only the photos have to be chosen again.")
    return _shown(request, pages, pages.unjudged(page, request.POST), notice=notice, status=403)


def _posted(request: HttpRequest, pages: Pages, page: str) -> HttpResponse:
    if browser_store.was_filed(request, request.POST.get("form_token", "")):
        return redirect("cases:done")
    if "autosave" in request.POST:
        pages.keep(pages.unjudged(page, request.POST), request.POST, state=Draft.State.TYPED)
        return HttpResponse(status=204)
    lost = pages.draft._state.adding and page != WHAT
    problems = pages.take(page)
    if {"update", "back", "switch_language", "display", "thaid"} & request.POST.keys():
        return _left(request, pages, page, problems)
    if lost:
        messages.warning(request, _("Your earlier answers were no longer there. This page was kept."))
    return _judged(request, pages, page, problems)


def _too_much(request: HttpRequest, pages: Pages, page: str, wait: int) -> HttpResponse:
    """The page as it was typed, which was not kept, with when to send it again and whom to telephone."""
    typed = pages.unjudged(page, request.POST)
    response = _shown(request, pages, typed, notice=intake.sorry(wait), status=429)
    response["Retry-After"] = str(wait)
    return response


def _left(request: HttpRequest, pages: Pages, page: str, problems: list[str]) -> HttpResponse:
    """Keep the page as it was typed, and do what its button says."""
    typed = pages.unjudged(page, request.POST)
    pages.keep(typed, request.POST, state=Draft.State.TYPED)
    for problem in problems:
        messages.error(request, problem)
    if "update" in request.POST:
        return go_to(pages, page)
    if "switch_language" in request.POST:
        return in_other_language(request)
    if "display" in request.POST:
        return redirect("cases:display")
    if "thaid" in request.POST:
        return redirect("cases:thaid", code=pages.request_type.code)
    return go_to(pages, BACK_TO[page]) if page in BACK_TO else redirect("cases:home")


def _judged(request: HttpRequest, pages: Pages, page: str, problems: list[str]) -> HttpResponse:
    """Keep the page, and lead to the next, or back to this one with its errors: a page that is an answer to
    POST could not be come back to. Only a refused photo, of which nothing is kept, is told at once."""
    if page == WHERE:
        for problem in problems:
            messages.error(request, problem)
    filled = pages.filled(page, request.POST)
    valid = filled.is_valid()
    pages.keep(filled, request.POST, state=Draft.State.DONE if valid else Draft.State.WRONG)
    if not valid:
        return _shown(request, pages, filled) if problems and page == WHAT else go_to(pages, page)
    if page == WHERE:
        pages.look_near(filled)
    return go_to(pages, pages.next())


def _shown(
    request: HttpRequest, pages: Pages, filled: PageForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {**context_of(pages, step=filled.step, notice=notice), "form": filled}
    if filled.page == WHAT:
        context["uploads"] = pages.uploads
    if filled.page == YOU:
        context["thaid"] = thaid.offered(pages)
        context["proved"] = proved.is_remembered(request, pages.token)
    return render(request, f"cases/form/{filled.page}.html", context, status=status)
