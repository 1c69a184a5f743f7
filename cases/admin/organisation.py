"""Departments and their units in the set-up pages."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from cases.admin.named import NamedAdmin
from cases.forms.departments import DepartmentForm, handed_over
from cases.models import Department, Unit


class UnitInline(admin.TabularInline):  # type: ignore[type-arg]
    """The units of a department."""

    model = Unit
    fields = ["code", "name_th", "name_en", "position", "active", "confirmed"]
    extra = 0
    can_delete = False


@admin.register(Department)
class DepartmentAdmin(NamedAdmin):
    """A department; out of use it takes no new cases, and the page says how many are still open there."""

    form = DepartmentForm
    list_display = ["code", "name_th", "name_en", "position", "active", "confirmed"]
    list_editable = ["confirmed"]
    list_filter = ["active", "confirmed"]
    inlines = [UnitInline]

    def get_fields(self, request: HttpRequest, obj: Department | None = None) -> Any:
        """A new one has no successor."""
        fields = [name for name in super().get_fields(request, obj) if name != "successor"]
        if obj:
            fields.insert(fields.index("active") + 1, "successor")
        return fields

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the units, then hand over, and say what a department that is closed leaves behind."""
        super().save_related(request, form, formsets, change)
        if left := handed_over(form):
            messages.warning(request, left)


@admin.register(Unit)
class UnitAdmin(NamedAdmin):
    """A team within a department."""

    list_display = ["code", "name_th", "name_en", "department", "active", "confirmed"]
    list_editable = ["confirmed"]
    list_filter = ["department", "active", "confirmed"]
    list_select_related = ["department"]
