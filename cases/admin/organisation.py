"""Departments and their units in the set-up pages."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.admin.named import NamedAdmin, NamedForm
from cases.intake.succession import hand_over, left_by
from cases.models import Department, Unit


class UnitInline(admin.TabularInline):  # type: ignore[type-arg]
    """The units of a department."""

    model = Unit
    fields = ["code", "name_th", "name_en", "position", "active", "confirmed"]
    extra = 0
    can_delete = False


class DepartmentForm(NamedForm):
    """A department's fields; whoever switches it off names the successor of what it would leave behind."""

    successor = forms.ModelChoiceField(
        Department.objects.none(),
        required=False,
        label=_("Successor"),
        help_text=_(
            "Gets the kinds of request, units and routing rules when the department is switched off. Open "
            "cases stay: the head finishes them or sends them elsewhere."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Department.objects.filter(active=True).exclude(pk=self.instance.pk)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse to leave request types, units and rules to nobody, and a successor of one that stays in
        use."""
        typed: dict[str, Any] = super().clean() or {}
        active, successor = typed.get("active", True), typed.get("successor")
        if active and successor:
            self.add_error("successor", _("A successor is named when the department is switched off."))
        if self.instance.pk and not active and self.initial.get("active") and not successor:
            left = left_by(self.instance)
            if left.needs_successor:
                text = _("Name the successor: the department would leave behind %(left)s.")
                self.add_error("successor", text % {"left": left})
        return typed


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
        department = form.instance
        if successor := form.cleaned_data.get("successor"):
            hand_over(department, to=successor)
        if change and "active" in form.changed_data and not department.active:
            _warn_of_open_cases(request, department)


def _warn_of_open_cases(request: HttpRequest, department: Department) -> None:
    count = left_by(department).open_cases
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
