"""The form of a department: its names, and the successor of what it would leave behind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.forms.named import NamedForm
from cases.intake.succession import hand_over, left_by
from cases.models import Department


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


def handed_over(form: "forms.ModelForm[Department]") -> str:
    """After a department is stored by a form: give what it leaves to its successor, if one is named. Return
    what is still to be done in it, in words; empty where it stays in use or nothing is left."""
    department = form.instance
    if successor := form.cleaned_data.get("successor"):
        hand_over(department, to=successor)
    if "active" not in form.changed_data or department.active:
        return ""
    count = left_by(department).open_cases
    text = ngettext(
        "%(count)s open case is still in this department. Its head finishes it or sends it elsewhere.",
        "%(count)s open cases are still in this department. Its head finishes them or sends them elsewhere.",
        count,
    )
    return text % {"count": count} if count else ""
