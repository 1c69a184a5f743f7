"""The pages of the departments: each with its head, its units, its people, and what is left in it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.change_log.tables import table_of
from cases.change_log.values import logged
from cases.errors import Refused
from cases.fields.text import Line
from cases.forms.departments import DepartmentForm, handed_over
from cases.forms.named import NamedForm
from cases.intake.succession import left_by, left_in
from cases.models import Case, Department, Membership, Unit
from cases.text.collation import by_name
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import may, need, setup_page_for
from workflows.setup.seen import CHANGED_MEANWHILE, CONFLICT, SEEN, digest

LINES = {"name_th": Line, "name_en": Line}
LABELS = {
    "code": gettext_lazy("Code"),
    "name_th": gettext_lazy("Name in Thai"),
    "name_en": gettext_lazy("Name in English"),
    "position": gettext_lazy("Place in lists"),
    "active": gettext_lazy("In use"),
    "confirmed": gettext_lazy("The municipality has confirmed it"),
}
CODE = gettext_lazy("Latin letters, digits and hyphens. It stays for good.")
# An address of its own.
NEW = "new"


class _OwnPage:
    """What both forms have: a code that is fixed once it is stored, and no address taken by another page."""

    use_required_attribute = False
    fields: dict[str, Any]
    instance: Any
    cleaned_data: dict[str, Any]

    def settle(self) -> None:
        """Make the form that of a new row, or of one that is there."""
        if self.instance.pk:
            self.fields["code"].disabled = True
        else:
            for name in ("active", "successor"):
                self.fields.pop(name, None)

    def clean_code(self) -> str:
        """A code that is no address of another page."""
        code: str = self.cleaned_data["code"]
        if code == NEW:
            raise forms.ValidationError(_("Please choose another code."))
        return code


class DepartmentSheet(_OwnPage, DepartmentForm):
    """A department on its page."""

    class Meta:
        model = Department
        fields = [
            "code",
            "name_th",
            "name_en",
            "short_th",
            "head_title_th",
            "head_title_en",
            "position",
            "confirmed",
            "active",
        ]
        field_classes = {**LINES, "short_th": Line, "head_title_th": Line, "head_title_en": Line}
        labels = {
            **LABELS,
            "short_th": gettext_lazy("Thai abbreviation"),
            "head_title_th": gettext_lazy("Title of the head in Thai"),
            "head_title_en": gettext_lazy("Title of the head in English"),
        }
        help_texts = {"code": CODE, "confirmed": ""}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.settle()


class UnitSheet(_OwnPage, NamedForm):
    """A unit on its page; by its department it moves."""

    class Meta:
        model = Unit
        fields = ["code", "name_th", "name_en", "department", "position", "confirmed", "active"]
        field_classes = LINES
        labels = {**LABELS, "department": gettext_lazy("Department")}
        help_texts = {"code": CODE, "confirmed": ""}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.settle()


@setup_page_for("department", "view", "change")
def departments(request: StaffRequest) -> HttpResponse:
    """All departments in their order; those that are closed apart, with what is left in them."""
    rows = list(_counted(Department.objects.all()))
    left = left_in(Department.objects.filter(active=False))
    context = {
        "rows": [one for one in rows if one.active],
        "closed": [(one, left.get(one, "")) for one in rows if not one.active],
        "may_add": may(request.user, "department", "add"),
        "may_see_people": may(request.user, "user", "view", "change"),
    }
    return render(request, "staff/setup/departments/list.html", context)


@setup_page_for("department", "add")
def new_department(request: StaffRequest) -> HttpResponse:
    """A new department, which comes last."""
    last = Department.objects.aggregate(last=Max("position"))["last"] or 0
    return _department(request, Department(position=min(last + 1, 32767)))


@setup_page_for("department", "view", "change")
def department(request: StaffRequest, code: str) -> HttpResponse:
    """One department with its people and units; by POST changed, or closed with a successor."""
    if request.method == "POST":
        need(request.user, "department", "change")
    return _department(request, get_object_or_404(Department, code=code))


@setup_page_for("unit", "add")
def new_unit(request: StaffRequest, code: str) -> HttpResponse:
    """A new unit of a department, which comes last."""
    home = get_object_or_404(Department, code=code)
    last = home.units.aggregate(last=Max("position"))["last"] or 0
    return _unit(request, Unit(department=home, position=min(last + 1, 32767)), home)


@setup_page_for("unit", "view", "change")
def unit(request: StaffRequest, code: str, unit: str) -> HttpResponse:
    """One unit; by POST changed, or moved to another department."""
    if request.method == "POST":
        need(request.user, "unit", "change")
    found = get_object_or_404(Unit.objects.select_related("department"), code=unit, department__code=code)
    return _unit(request, found, found.department)


def _department(request: StaffRequest, instance: Department) -> HttpResponse:
    title, is_new = instance.name if instance.pk else "", not instance.pk
    form, status, saved = _stored(request, DepartmentSheet, instance)
    if saved:
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
        if form.left:
            messages.warning(request, form.left)
        return redirect("staff:setup_department", saved.code)
    context = {
        "form": form if is_new or may(request.user, "department", "change") else None,
        "department": instance,
        "title": title,
        "seen": _seen(instance),
        "may_add_units": may(request.user, "unit", "add"),
        "may_see_people": may(request.user, "user", "view", "change"),
    }
    if instance.pk:
        members = Membership.objects.filter(department=instance).select_related("user", "unit")
        people = [one for one in members if one.user.is_active]
        context |= {
            "people": sorted(people, key=lambda one: (one.role != Membership.Role.HEAD, by_name(one.user))),
            "units": instance.units.annotate(number=_people_of("unit")).order_by("-active", "position"),
            "left": left_by(instance),
        }
    return render(request, "staff/setup/departments/department.html", context, status=status)


def _unit(request: StaffRequest, instance: Unit, home: Department) -> HttpResponse:
    title, is_new = instance.name if instance.pk else "", not instance.pk
    form, status, saved = _stored(request, UnitSheet, instance)
    if saved:
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
        return redirect("staff:setup_department", saved.department.code)
    context = {
        "form": form if is_new or may(request.user, "unit", "change") else None,
        "unit": instance,
        "home": home,
        "title": title,
        "seen": _seen(instance),
    }
    return render(request, "staff/setup/departments/unit.html", context, status=status)


def _stored(request: StaffRequest, sheet: Any, instance: Any) -> tuple[Any, int, Any]:
    """The form, the status of its page, and the row where it could be stored."""
    if request.method != "POST":
        return sheet(instance=instance), 200, None
    is_new, before = not instance.pk, _seen(instance)
    try:
        with transaction.atomic():
            if not is_new:
                type(instance).objects.select_for_update(no_key=True).get(pk=instance.pk)
                before = _seen(instance)
            form = sheet(request.POST, instance=instance)
            valid = form.is_valid()
            if request.POST.get(SEEN, "") != before:
                form.add_error(None, str(CHANGED_MEANWHILE))
                return form, CONFLICT, None
            if not valid:
                return form, 200, None
            saved = form.save()
            form.left = handed_over(form) if isinstance(saved, Department) else ""
    except Refused as refused:
        form.add_error(None, str(refused))
        return form, CONFLICT, None
    except IntegrityError:
        form.add_error("code", _("Another one has this code already."))
        return form, CONFLICT, None
    return form, 200, saved


def _seen(instance: Any) -> str:
    """What stands for a row as it is stored; empty for a new one."""
    table, stored = table_of(type(instance)), type(instance).objects.filter(pk=instance.pk).first()
    return digest(logged(stored, table)) if stored and table else ""


def _counted(found: QuerySet[Department]) -> QuerySet[Department]:
    """With the heads, and the numbers of people, units and open cases."""
    heads = Membership.objects.filter(role=Membership.Role.HEAD, user__is_active=True).select_related("user")
    cases = Case.objects.open().filter(department=OuterRef("pk")).order_by().values("department")
    units = Unit.objects.filter(active=True, department=OuterRef("pk")).order_by().values("department")
    return found.prefetch_related(Prefetch("memberships", heads, to_attr="heads")).annotate(
        number_people=_people_of("department"),
        number_units=Coalesce(Subquery(units.annotate(number=Count("pk")).values("number")), 0),
        number_cases=Coalesce(Subquery(cases.annotate(number=Count("pk")).values("number")), 0),
    )


def _people_of(place: str) -> Coalesce:
    """How many people work in a department or a unit."""
    here = Membership.objects.filter(user__is_active=True, **{place: OuterRef("pk")}).order_by().values(place)
    return Coalesce(Subquery(here.annotate(number=Count("pk")).values("number")), 0)
