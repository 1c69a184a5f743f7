"""Departments and their units in the set-up pages."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from cases.admin.named import NamedAdmin
from cases.models import Case, Department, Unit


class UnitInline(admin.TabularInline):  # type: ignore[type-arg]
    """The units of a department."""

    model = Unit
    fields = ["code", "name_th", "name_en", "position", "active", "confirmed"]
    extra = 0
    can_delete = False


@admin.register(Department)
class DepartmentAdmin(NamedAdmin):
    """A department; out of use it takes no new cases, and the page says how many are still open there."""

    list_display = ["code", "name_th", "name_en", "position", "active", "confirmed"]
    list_editable = ["confirmed"]
    list_filter = ["active", "confirmed"]
    inlines = [UnitInline]

    def save_model(self, request: HttpRequest, obj: Department, form: Any, change: bool) -> None:
        """Save, and say what a department that is closed leaves behind."""
        super().save_model(request, obj, form, change)
        if change and "active" in form.changed_data and not obj.active:
            _warn_of_open_cases(request, obj)


def _warn_of_open_cases(request: HttpRequest, department: Department) -> None:
    count = Case.objects.for_department(department).open().count()
    text = ngettext(
        "%(count)s open case is still in this department. Its head finishes it or sends it elsewhere.",
        "%(count)s open cases are still in this department. Its head finishes them or sends them elsewhere.",
        count,
    )
    if count:
        messages.warning(request, text % {"count": count})


@admin.register(Unit)
class UnitAdmin(NamedAdmin):
    """A team within a department."""

    list_display = ["code", "name_th", "name_en", "department", "active", "confirmed"]
    list_editable = ["confirmed"]
    list_filter = ["department", "active", "confirmed"]
    list_select_related = ["department"]
