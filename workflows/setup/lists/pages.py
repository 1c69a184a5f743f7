"""The pages of a small list: its rows with search and order, and the form of one row."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.admin.texts import fillable
from cases.change_log.wording import Reader
from cases.errors import Refused
from cases.models import StandardText
from cases.text.normalization import compared
from cases.text.numbers import whole_number
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.lists import forms, order
from workflows.setup.lists.tables import BY_NAME, SmallList
from workflows.setup.lists.uses import uses_of
from workflows.setup.seen import CONFLICT

STEPS = {"up": order.UP, "down": order.DOWN}


@dataclass(frozen=True)
class Cell:
    """One column of a row: what it is called, what stands there, in which language."""

    label: str
    text: str
    language: str = ""


@setup_page
def rows(request: StaffRequest, name: str) -> HttpResponse:
    """The rows of a list; by POST one goes up or down, out of use or back."""
    one = BY_NAME[name]
    _need(one, "view", request)
    if request.method == "POST":
        _need(one, "change", request)
        _pressed(request, one)
        return redirect(one.address)
    typed = request.GET.get("q", "")[:100]
    words = compared(typed).split()
    shown = [(row, cells(one, row)) for row in one.rows()]
    found = [(row, line) for row, line in shown if _fits(line, words)]
    context = {
        "list": one,
        "typed": typed,
        "labels": [_label(one, column) for column in one.columns],
        "in_use": [pair for pair in found if getattr(pair[0], "active", True)],
        "switched_off": [pair for pair in found if not getattr(pair[0], "active", True)],
        "is_empty": not shown,
        "may_add": forms.may(one, "add", request),
        "may_change": forms.may(one, "change", request),
        # Among some of the rows there is no before and after.
        "may_move": one.is_ordered and not words and forms.may(one, "change", request),
    }
    return render(request, "staff/setup/list.html", context)


@setup_page
def new(request: StaffRequest, name: str) -> HttpResponse:
    """A new row, which comes last."""
    one = BY_NAME[name]
    _need(one, "add", request)
    return _written(request, one, one.model(), status=200)


@setup_page
@transaction.atomic
def row(request: StaffRequest, name: str, pk: int) -> HttpResponse:
    """One row, to be changed; removed where nothing uses it, and the admin's rules let it go."""
    one = BY_NAME[name]
    if request.method != "POST":
        _need(one, "view", request)
        found: Any = one.model._default_manager.filter(pk=pk).first()
        if found is None:
            raise Http404
        return _page(request, one, found, forms.form_class(one)(instance=found))
    _need(one, "change", request)
    found = one.model._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if found is None:
        return _gone(request, one)
    if "remove" in request.POST:
        return _removed(request, one, found)
    changed = forms.changed_since(one, found, request.POST.get("seen", ""))
    if changed is not None:
        return _meanwhile(request, one, found, Reader().of(changed))
    return _written(request, one, found, status=200)


def cells(one: SmallList, row: Any) -> list[Cell]:
    """What a row shows in each column."""
    return [Cell(_label(one, name), _text(row, name), _language(name)) for name in one.columns]


def _need(one: SmallList, verb: str, request: StaffRequest) -> None:
    if not forms.may(one, verb, request):
        raise PermissionDenied


def _label(one: SmallList, name: str) -> str:
    return capfirst(str(one.model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _language(name: str) -> str:
    ending = name.rpartition("_")[2]
    return ending if ending in ("th", "en") else ""


def _text(row: Any, name: str) -> str:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return str(len(getattr(row, name).all()))
    value = getattr(row, name)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(value)
    return "–" if value in (None, "") else str(value)


def _fits(line: list[Cell], words: list[str]) -> bool:
    text = compared(" ".join(cell.text for cell in line))
    return all(word in text for word in words)


def _pressed(request: StaffRequest, one: SmallList) -> None:
    for button, step in STEPS.items():
        if button in request.POST and one.is_ordered:
            order.move(one.model, request.POST[button], step)
            return
    for button, active in (("off", False), ("on", True)):
        number = whole_number(request.POST.get(button, ""))
        if number is not None and one.is_switched:
            _switch(request, one, number, active=active)
            return


@transaction.atomic
def _switch(request: StaffRequest, one: SmallList, number: int, *, active: bool) -> None:
    """Take a row out of use, or back; judged as its form would judge it."""
    manager = one.model._default_manager.select_for_update(no_key=True, of=("self",))
    found: Any = manager.filter(pk=number).first()
    if found is None:
        messages.info(request, _("This row has been removed in the meantime."))
        return
    form_class = forms.form_class(one)
    stored = form_class(instance=found).initial
    form = form_class({**stored, "active": active}, instance=found)
    name = str(found)
    if not form.is_valid():
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, f"{name}: {said}")
        return
    form.save()
    text = _("“%(row)s” is in use again.") if active else _("“%(row)s” is not in use any more.")
    messages.success(request, text % {"row": name})


def _written(request: StaffRequest, one: SmallList, found: Any, *, status: int) -> HttpResponse:
    sealed = forms.seal(one, found)
    # A page that leads to a new row can say what it is about.
    told = {} if found.pk else request.GET.dict()
    form = forms.form_class(one)(request.POST or None, instance=found, initial=told)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                saved = form.save()
        except Refused as refused:
            form.add_error(None, str(refused))
            status = CONFLICT
        else:
            messages.success(request, _("“%(row)s” is saved.") % {"row": saved})
            return redirect(one.address)
    return _page(request, one, found, form, status=status, sealed=sealed)


def _meanwhile(request: StaffRequest, one: SmallList, found: Any, changes: Any) -> HttpResponse:
    """Nothing is saved: what was typed is there, beside what somebody else has saved."""
    sealed = forms.seal(one, found)
    form = forms.form_class(one)(request.POST, instance=found)
    form.is_valid()
    return _page(request, one, found, form, status=CONFLICT, sealed=sealed, changes=changes)


def _gone(request: StaffRequest, one: SmallList) -> HttpResponse:
    """The row was removed meanwhile: what was typed can be stored as a new one."""
    if "remove" in request.POST:
        messages.info(request, _("This row has been removed in the meantime."))
        return redirect(one.address)
    form = forms.form_class(one)(request.POST, instance=one.model())
    return _page(request, one, one.model(), form, status=CONFLICT, is_gone=True)


def _removed(request: StaffRequest, one: SmallList, found: Any) -> HttpResponse:
    _need(one, "delete", request)
    name = str(found)
    try:
        if uses_of(found):
            raise Refused(_("It is still used, and cannot be removed."))
        with transaction.atomic():
            found.delete()
    except (Refused, ProtectedError) as error:
        text = str(error) if isinstance(error, Refused) else _("It is still used, and cannot be removed.")
        form = forms.form_class(one)(instance=found)
        return _page(request, one, found, form, status=CONFLICT, problem=text)
    messages.success(request, _("“%(row)s” is removed.") % {"row": name})
    return redirect(one.address)


def _page(
    request: StaffRequest,
    one: SmallList,
    found: Any,
    form: Any,
    *,
    status: int = 200,
    sealed: str | None = None,
    **context: Any,
) -> HttpResponse:
    stored = bool(found.pk)
    # What was typed shall not stand in the heading.
    name = str(one.model._default_manager.get(pk=found.pk)) if stored else ""
    context |= {
        "list": one,
        "row": found,
        "title": name,
        "form": form,
        "groups": [[form[name] for name in names] for names in one.fields],
        "sealed": sealed if sealed is not None else forms.seal(one, found),
        "uses": uses_of(found),
        "fillable": fillable() if one.model is StandardText else {},
        "may_save": forms.may(one, "change" if stored else "add", request),
        "may_remove": stored and forms.may(one, "delete", request, found),
    }
    return render(request, "staff/setup/list_row.html", context, status=status)
