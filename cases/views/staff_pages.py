"""The decorator of the staff's pages: who is let in, and how a stranger's form waits for the log-in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.cache import never_cache

from cases.drafts import browser_store, typed_forms
from cases.models import User
from cases.views.idempotency import SentBefore, sent_form

P = ParamSpec("P")
# What a form carries besides the words of its person.
NOT_TYPED = ("csrfmiddlewaretoken", "task", "form_token", "shown", "insert", "standard_text")
# A script asks for a part of a page, and sends what is typed so far; nobody has sent that form.
FRAGMENT = "X-Fragment"


class StaffRequest(HttpRequest):
    """A request of a member of staff who is logged in."""

    user: User


def staff_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let members of staff alone see this page; others go to the log-in and come back, and the form that they
    sent waits for them. Browsers keep no copy."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(cast(StaffRequest, request), *args, **kwargs)

    inside = login_required(never_cache(guarded))

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return _keep_for_log_in(request)
        return inside(request, *args, **kwargs)

    return page


def typed_before(request: HttpRequest, number: str, what: str) -> QueryDict | None:
    """Take what was typed into a step before the log-in had ended, once; None where nothing waits."""
    held = browser_store.typed(request, number, what, shelf=browser_store.STAFFS_TYPED)
    if not held:
        return None
    browser_store.forget_typed(request, number, what, shelf=browser_store.STAFFS_TYPED)
    typed = QueryDict(mutable=True)
    typed.update(held["fields"])
    return typed


def _keep_for_log_in(request: HttpRequest) -> HttpResponse:
    """Keep the form of a stranger, encrypted, for the page that comes after the log-in: the words of a step
    for the step's own page, any other form as a whole. One that was done before is not kept."""
    match = request.resolver_match
    assert match is not None
    own_page, new = typed_forms.has_own_page(match), _is_new(request)
    if new and own_page:
        _keep_words(request, **match.kwargs)
    elif new and FRAGMENT not in request.headers:
        typed_forms.keep(request, None)
    return redirect_to_login(request.get_full_path() if own_page else reverse("staff:resend"))


def _is_new(request: HttpRequest) -> bool:
    try:
        sent_form(request).refuse_again()
    except SentBefore:
        return False
    return True


def _keep_words(
    request: HttpRequest, *, number: str, verb: str = "", subtask: object = "", subtask_verb: str = ""
) -> None:
    what = f"staff-{verb}" if verb else f"subtask-{subtask}-{subtask_verb}"
    fields = {name: str(text) for name, text in request.POST.items() if name not in NOT_TYPED}
    browser_store.keep_typed(request, number, what, fields=fields, token="", shelf=browser_store.STAFFS_TYPED)
