"""The list of the kinds of request: by category, found by name; proposals; what is switched off."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from cases.models import Category, RequestType
from cases.setup.request_types import confirm
from cases.text.normalization import compared
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.kinds.page import may_see


@setup_page
def kinds(request: StaffRequest) -> HttpResponse:
    """The kinds that fit what is looked for; by POST the ticked proposals are confirmed."""
    if not may_see(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _confirmed(request)
    words, proposals = request.GET.get("q", "").strip()[:100], request.GET.get("proposals") == "1"
    rows = RequestType.objects.select_related("category", "department", "work_plan")
    every = list(rows.order_by("category__position", "category__code", "position", "code"))
    chosen = [one for one in every if one.active and not one.confirmed] if proposals else every
    shown = [one for one in chosen if _fits(one, words)]
    context = {
        "groups": _by_category(one for one in shown if one.active),
        "resting": [one for one in shown if not one.active],
        "proposed": sum(1 for one in every if one.active and not one.confirmed),
        "q": words,
        "proposals": proposals,
        "may_add": request.user.has_perm("cases.add_requesttype"),
        "may_confirm": request.user.has_perm("cases.change_requesttype"),
    }
    return render(request, "staff/setup/kinds/list.html", context)


def _fits(kind: RequestType, words: str) -> bool:
    """Whether every word stands in its names, its short name or its everyday words, however it is spelt."""
    spelt = [compared(text) for text in (kind.code, kind.name_th, kind.name_en, *kind.synonyms)]
    return all(any(word in text for text in spelt) for word in compared(words).split())


def _by_category(found: Iterable[RequestType]) -> list[tuple[Category, list[RequestType]]]:
    groups: dict[int, tuple[Category, list[RequestType]]] = {}
    for one in found:
        groups.setdefault(one.category_id, (one.category, []))[1].append(one)
    return list(groups.values())


def _confirmed(request: StaffRequest) -> HttpResponse:
    if not request.user.has_perm("cases.change_requesttype"):
        raise PermissionDenied
    ticked = set(request.POST.getlist("kind"))
    with transaction.atomic():
        proposed = RequestType.objects.select_for_update(no_key=True).filter(confirmed=False)
        number = confirm([one for one in proposed if one.code in ticked])
    text = ngettext("%(number)s kind is confirmed.", "%(number)s kinds are confirmed.", number)
    messages.success(request, text % {"number": number})
    query = QueryDict(mutable=True)
    query.update({name: request.POST[name][:100] for name in ("q", "proposals") if request.POST.get(name)})
    return redirect(f"{reverse('staff:setup_kinds')}{'?' if query else ''}{query.urlencode()}")
