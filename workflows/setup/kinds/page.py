"""One kind of request on one page: all that is decided about it, and what it leads to."""

import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.db.insert_once import take_advisory_lock
from cases.forms.pages import FORMS
from cases.models import RequestType, StandardText
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.kinds import rules
from workflows.setup.kinds.forms import Forms, begun, seal
from workflows.setup.kinds.questions import questions_part
from workflows.setup.plans.pages import current_of
from workflows.setup.routing_forms import one_after_the_other
from workflows.setup.seen import CONFLICT, SEEN

RELATED = ("category", "department", "unit", "work_plan", "agency", "call_first")


@setup_page
def kind(request: StaffRequest, code: str) -> HttpResponse:
    """All about one kind; by POST it is saved, unless somebody else has saved it since the page was shown."""
    if request.method == "POST":
        return _saved(request, code)
    return shown(request, found(request, code))


@setup_page
def new(request: StaffRequest) -> HttpResponse:
    """A kind to be made; when it is stored, its page goes on."""
    if not request.user.has_perm("cases.add_requesttype"):
        raise PermissionDenied
    if request.method == "POST":
        return _made(request)
    return _new(request, Forms(begun(request.GET.get("category", "")), request.user))


@setup_page
def new_rule(request: StaffRequest, code: str) -> HttpResponse:
    """Store one more rule for a kind, and go on with the page of the kind."""
    kind = found(request, code)
    place = f"{reverse('staff:setup_kind', args=[kind.code])}#rules"
    if request.method != "POST":
        return redirect(place)
    with transaction.atomic():
        one_after_the_other()
        form = rules.KindRuleForm(request.POST, kind=kind)
        saved = form.save() if form.is_valid() else None
    if saved is None:
        return shown(request, kind, rule=form)
    text = _("The rule “%(rule)s” is saved. It holds from the next case on.")
    messages.success(request, text % {"rule": saved.name})
    return redirect(place)


def found(request: StaffRequest, code: str) -> RequestType:
    """The kind of this short name, for who may see it. Raises Http404 and PermissionDenied."""
    if not may_see(request.user):
        raise PermissionDenied
    return get_object_or_404(RequestType.objects.select_related(*RELATED), code=code)


def may_see(user: Any) -> bool:
    """Whether this person may look at the kinds."""
    return any(user.has_perm(f"cases.{verb}_requesttype") for verb in ("view", "change"))


def shown(
    request: StaffRequest,
    stored: RequestType,
    forms: Forms | None = None,
    *,
    rule: rules.KindRuleForm | None = None,
    stale: bool = False,
) -> HttpResponse:
    """The page of a kind, with forms that were not taken."""
    forms = forms or Forms(copy.copy(stored), request.user)
    context = {
        **_shared(request, forms, reverse("staff:setup_kind_preview", args=[stored.code])),
        "kind": stored,
        "seen": seal(stored),
        "stale": stale,
        "differing": [forms.kind[name].label for name in forms.kind.changed_data] if stale else [],
        "plan_version": current_of(stored.work_plan) if stored.work_plan else None,
        "texts": [text for text in StandardText.in_use() if text.fits(stored, stored.department_id)],
        "rules": rules.about(stored),
        "rule_form": rule or rules.KindRuleForm(kind=stored),
        **questions_part(request, stored),
    }
    return render(request, "staff/setup/kinds/kind.html", context, status=CONFLICT if stale else 200)


def _shared(request: StaffRequest, forms: Forms, preview: str) -> dict[str, Any]:
    chosen = request.POST.get("preview_page", "")
    return {
        "forms": forms,
        "preview": preview,
        "preview_pages": [(page, form.legend) for page, form in FORMS.items()],
        "preview_page": chosen if chosen in FORMS else next(iter(FORMS)),
    }


def _saved(request: StaffRequest, code: str) -> HttpResponse:
    with transaction.atomic():
        # Nobody else saves it on this page until this is done.
        get_object_or_404(RequestType.objects.select_for_update(no_key=True), code=code)
        stored = found(request, code)
        forms = Forms(copy.copy(stored), request.user, request.POST)
        if not forms.may_save:
            raise PermissionDenied
        stale = request.POST.get(SEEN) != seal(stored)
        valid = forms.are_valid()
        if valid and not stale:
            saved = forms.save()
    if stale or not valid:
        return shown(request, stored, forms, stale=stale)
    messages.success(request, _("“%(kind)s” is saved.") % {"kind": saved.name})
    return _back(request, saved)


def _made(request: StaffRequest) -> HttpResponse:
    with transaction.atomic():
        # Who makes another one at this moment is judged after this one.
        take_advisory_lock("make a kind")
        forms = Forms(begun(), request.user, request.POST)
        saved = forms.save() if forms.are_valid() else None
    if saved is None:
        return _new(request, forms)
    text = _("“%(kind)s” is there. Below you say what it asks and who else gets its cases.")
    messages.success(request, text % {"kind": saved.name})
    return _back(request, saved)


def _new(request: StaffRequest, forms: Forms) -> HttpResponse:
    context = _shared(request, forms, reverse("staff:setup_kind_new_preview"))
    return render(request, "staff/setup/kinds/kind.html", context)


def _back(request: StaffRequest, saved: RequestType) -> HttpResponse:
    """To the page of the kind, where another line of causes or readers was wanted there."""
    more = request.POST.get("more", "")
    place = f"#{more}" if more in ("causes", "readers") else ""
    return redirect(f"{reverse('staff:setup_kind', args=[saved.code])}{place}")
