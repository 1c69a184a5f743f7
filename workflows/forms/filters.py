"""The filters of the inbox: what makes no sense in the address is left out, never an error."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Department, RequestType, Status, User
from workflows.inbox import DUE, NOBODY, View, Wish, officers


class FilterForm(forms.Form):
    """Status, kind, officer, due date, and the department where a person sees several."""

    use_required_attribute = False

    status = forms.ChoiceField(label=_("Status"), required=False)
    kind = forms.ChoiceField(label=_("Kind of request"), required=False)
    officer = forms.ChoiceField(label=_("Officer"), required=False)
    due = forms.ChoiceField(label=_("Due date"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        self.user = user
        self._offer("status", _("All open"), [*Status.choices])
        self._offer("kind", _("Every kind"), _named(RequestType.objects.only("pk", "name_th", "name_en")))
        people = [(str(one.pk), str(one)) for one in officers(user)]
        self._offer("officer", _("Everybody"), [(NOBODY, _("Nobody yet")), *people])
        self._offer("due", _("Any date"), [(name, label) for name, (label, condition) in DUE.items()])
        self._offer_departments()

    def wish(self, view: View) -> Wish:
        """What the address asks for; only what was found valid."""
        self.full_clean()
        chosen, today = self.cleaned_data, timezone.localdate()
        filters = []
        if kind := chosen.get("kind"):
            filters.append(Q(request_type=kind))
        if officer := chosen.get("officer"):
            filters.append(Q(officer=None if officer == NOBODY else officer))
        if due := chosen.get("due"):
            filters.append(DUE[due][1](self.user, today))
        if department := chosen.get("department"):
            filters.append(Q(department=department))
        return Wish(view, chosen.get("status", ""), filters, self.data.get("after", ""))

    @property
    def is_used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())

    def _offer(self, name: str, everything: Any, choices: list[Any]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def _offer_departments(self) -> None:
        departments = Department.objects.only("pk", "name_th", "name_en", "position")
        if not self.user.has_perm("cases.view_every_case"):
            departments = departments.filter(pk__in=self.user.roles)
        choices = _named(departments)
        if len(choices) > 1:
            self._offer("department", _("Every department"), choices)
        else:
            del self.fields["department"]


def _named(things: Any) -> list[tuple[str, str]]:
    return [(str(thing.pk), thing.name) for thing in things]
