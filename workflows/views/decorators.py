"""The doors of the staff's pages: who is let in, and which case a number opens."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from cases.actions.transfer_state import keep_standing
from cases.drafts import browser_store
from cases.models import Case, Duplicate, Follower, Part, User
from cases.views.idempotency import SentBefore, sent_form

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a member of staff who is logged in."""

    user: User


# What a form carries besides the words of its person.
NOT_TYPED = ("csrfmiddlewaretoken", "task", "form_token", "shown", "insert", "standard_text")


def staff_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For members of staff alone; others go to the log-in and come back, and what they had typed about a case
    waits for them. Browsers keep no copy."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(cast(StaffRequest, request), *args, **kwargs)

    inside = login_required(never_cache(guarded))

    @wraps(view)
    def door(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            keep_for_log_in(request, **kwargs)
        return inside(request, *args, **kwargs)

    return door


def keep_for_log_in(
    request: HttpRequest,
    /,
    number: object = "",
    verb: object = "",
    part: object = "",
    act: object = "",
    **_: object,
) -> None:
    """Keep the words of a step whose log-in had ended, encrypted, for the page that comes after it; not those
    of a form that was done before."""
    what = f"staff-{verb}" if verb else f"part-{part}-{act}"
    try:
        sent_form(request).refuse_again()
    except SentBefore:
        return
    if number and (verb or act):
        fields = {name: str(text) for name, text in request.POST.items() if name not in NOT_TYPED}
        browser_store.keep_typed(
            request, str(number), what, fields=fields, token="", shelf=browser_store.STAFFS_TYPED
        )


def typed_before(request: HttpRequest, number: str, what: str) -> QueryDict | None:
    """What was typed before the log-in had ended, once; None where nothing waits."""
    held = browser_store.typed(request, number, what, shelf=browser_store.STAFFS_TYPED)
    if not held:
        return None
    browser_store.forget_typed(request, number, what, shelf=browser_store.STAFFS_TYPED)
    typed = QueryDict(mutable=True)
    typed.update(held["fields"])
    return typed


def followers() -> Coalesce:
    """How many wait for a case who filed nothing, those of its duplicates included, as SQL."""
    mine = Q(case=OuterRef("pk")) | Q(case__duplicate__main=OuterRef("pk"))
    all_of_them = Follower.objects.filter(mine).order_by().annotate(together=Value(1)).values("together")
    return Coalesce(Subquery(all_of_them.annotate(count=Count("email", distinct=True)).values("count")), 0)


def readable_or_404(user: User, number: str) -> Case:
    """The case with this number, its own row alone, if this person may read it; else it does not exist."""
    found: Case = get_object_or_404(Case.objects.visible_to(user), number=number)
    return found


def case_or_404(user: User, number: str) -> Case:
    """The same with all that its page says of it."""
    # What few open cases have, a result or another agency, is read where it is there: each table that is
    # joined takes PostgreSQL longer to plan than to read.
    related = (
        "request_type",
        "department",
        "unit",
        "officer",
        "channel",
        "title",
        "contact",
        "duplicate__main__department",
        "subdistrict__district__province",
    )
    try:
        cases = Case.objects.visible_to(user).select_related(*related)
        joined = Exists(Duplicate.objects.filter(main=OuterRef("pk")))
        cases = cases.annotate(followed_by=followers(), is_main=joined)
        # Rights and words ask for both again and again.
        parts = Prefetch("parts", Part.objects.select_related("department", "unit", "officer"))
        found: Case = cases.prefetch_related(parts).get(number=number)
    except Case.DoesNotExist as error:
        raise Http404 from error
    keep_standing(found)
    return found
