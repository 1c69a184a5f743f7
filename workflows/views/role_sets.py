"""The page on which an administrator says what each role may do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import RolePermission, SetupChange
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import role_sets
from workflows.rights.catalogue import Verb
from workflows.rights.spec import Role
from workflows.role_sets import Pair
from workflows.steps import wording

LOGGED, TABLE = 20, RolePermission._meta.label_lower


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def role_rights(request: StaffRequest) -> HttpResponse:
    """The table of steps and roles; by POST it is changed. What is dangerous is explained, and asked for
    once more; what would leave a step to nobody is refused."""
    if not request.user.has_perm("cases.change_rolepermission"):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, role_sets.current())
    if "defaults" in request.POST:
        return _page(request, role_sets.defaults(), unsaved=True)
    wanted = _typed(request)
    told = role_sets.dangers(wanted)
    if not request.POST.get("sure") and set(told) - set(role_sets.dangers(role_sets.current())):
        return _page(request, wanted, dangers=told)
    try:
        role_sets.change(wanted, by=request.user)
    except ValidationError as error:
        return _page(request, wanted, problems=error.messages)
    return _saved(request)


def _saved(request: StaffRequest) -> HttpResponse:
    messages.success(request, _("The rights are saved. They hold from the next page that somebody opens."))
    return redirect("staff:role_rights")


def _typed(request: StaffRequest) -> set[Pair]:
    """What was ticked; anything that is not on the page is left out."""
    ticked = set(request.POST.getlist("right"))
    return {(verb, role) for verb in role_sets.VERBS for role in Role if f"{verb}:{role}" in ticked}


def _page(
    request: StaffRequest,
    sets: set[Pair],
    *,
    dangers: list[str] | None = None,
    problems: list[str] | None = None,
    unsaved: bool = False,
) -> HttpResponse:
    context = {
        "roles": [role_sets.label(role) for role in Role],
        "rows": [(wording.name(verb), _cells(verb, sets)) for verb in role_sets.VERBS],
        "dangers": dangers,
        "problems": problems,
        "unsaved": unsaved,
        "log": SetupChange.objects.filter(table=TABLE).select_related("by")[:LOGGED],
    }
    return render(request, "staff/role_rights.html", context)


def _cells(verb: Verb, sets: set[Pair]) -> list[tuple[str, str, bool]]:
    """The boxes of a step: value, role, ticked or not."""
    return [(f"{verb}:{role}", role_sets.label(role), (verb, role) in sets) for role in Role]
