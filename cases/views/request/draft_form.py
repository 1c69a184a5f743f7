"""Opens a form: a closed request type gets its own page, an open one the draft of this browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.deadlines.work_calendar import WorkCalendar
from cases.drafts import browser_store, ownership
from cases.forms.pages import CHECK, FORMS, PAGE_COUNT, SIMILAR, Pages
from cases.lib import same_origin

View = Callable[..., HttpResponse]


def open_form(view: View) -> View:
    """Give the view the pages of this browser's draft; where the request type takes no requests, say so
    instead. What was typed is nobody else's, so no cache keeps it, and Back shows what is in the draft."""

    @sensitive_post_parameters()
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, code: str, **where: Any) -> HttpResponse:
        pages = Pages(request, ownership.current(request, code))
        if not pages.request_type.active or pages.request_type.refers_only:
            return _closed(request, pages, **where)
        # A form that is refused writes no session; its page still names the draft.
        if same_origin.token_is_right(request):
            browser_store.greet(request)
            ownership.remember(request, pages.draft)
        return view(request, pages, **where)

    return opened


def go_to(pages: Pages, page: str) -> HttpResponse:
    """Lead to a page of the form."""
    if page in (SIMILAR, CHECK):
        return redirect(f"cases:form_{page}", code=pages.request_type.code)
    return redirect("cases:form_page", code=pages.request_type.code, page=page)


def in_other_language(request: HttpRequest) -> HttpResponse:
    """The same page in the language whose button was pressed."""
    return redirect(translate_url(request.path, request.POST["switch_language"]))


def context_of(pages: Pages, *, step: int, notice: str = "") -> dict[str, Any]:
    """What every page of a form shows."""
    due = WorkCalendar.load().due(timezone.now(), pages.request_type.target_working_days)
    return {
        "request_type": pages.request_type,
        "pages": pages,
        "step": step,
        "steps": PAGE_COUNT,
        "due": due,
        "notice": notice,
    }


def _closed(request: HttpRequest, pages: Pages, page: str = "", **where: Any) -> HttpResponse:
    """A page instead of the form, with whatever was typed: 410 for a request type that is no longer in use,
    and whom to turn to (409 if something was sent) for one that only another agency takes on."""
    if request.method == "POST" and page in FORMS:
        # Not stored: it is only given back.
        pages.draft.put(page, dict(request.POST.lists()), "")
    request_type = pages.request_type
    status = 410 if not request_type.active else 409 if request.method == "POST" else 200
    context = {"request_type": request_type, "typed": list(pages.words())}
    return render(request, "cases/closed.html", context, status=status)
