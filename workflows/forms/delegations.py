"""Handing decisions on: whose, to which deputy, from when to when, by which order."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access.delegations import possible_deputies, principals, problems
from cases.fields.dates import ThaiDateField, this_and_next_year
from cases.models import Delegation, Membership, User
from cases.text.collation import BY_NAME
from workflows import rights

FIELDS = ("user", "deputy", "since", "until", "capacity", "order_number")


class DelegationForm(forms.Form):
    """The own decisions; an administrator also hands on those of others. `instead_of` is what is changed."""

    use_required_attribute = False

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whose decisions"),
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose whose decisions are handed on.")},
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Deputy"),
        empty_label=_("Choose…"),
        help_text=_("Somebody of the same department, the head of another one, or who may read every case."),
        error_messages={"required": _("Choose the deputy.")},
    )
    since = ThaiDateField(label=_("First day"), years=this_and_next_year, initial=timezone.localdate)
    until = ThaiDateField(label=_("Last day"), years=this_and_next_year)
    capacity = forms.ChoiceField(
        label=_("Words of the signature"),
        choices=Delegation.Capacity.choices,
        help_text=_("As the order says. They stand beside the deputy’s name in the history and in the file."),
    )
    order_number = forms.CharField(
        label=_("Number of the order"), max_length=60, help_text=_("For example 125/2569.")
    )

    def __init__(self, data: Any = None, *, by: User, instead_of: Delegation | None = None) -> None:
        initial = {name: getattr(instead_of, name) for name in FIELDS} if instead_of else {"user": by}
        super().__init__(data, label_suffix="", initial=initial)
        self.by, self.instead_of = by, instead_of
        self.whose = instead_of.user if instead_of else None if rights.may_set_up(by) else by
        if self.whose is None:
            self._offer("user", principals())
            self._offer("deputy", _anybodys_deputies())
        else:
            del self.fields["user"]
            self._offer("deputy", possible_deputies(self.whose))

    def clean(self) -> dict[str, Any]:
        """What stands against it is said by the rule itself (cases.access.delegations)."""
        typed = self.cleaned_data
        if self.whose is not None:
            typed["user"] = self.whose
        if all(name in typed for name in ("user", "deputy", "since", "until")):
            wanted = (typed["user"], typed["deputy"], typed["since"], typed["until"])
            for problem in problems(*wanted, today=timezone.localdate(), instead_of=self.instead_of):
                self.add_error(None, problem)
        return typed

    def _offer(self, name: str, people: QuerySet[User]) -> None:
        self.fields[name].queryset = people.order_by(*BY_NAME)  # type: ignore[attr-defined]


def manageable(user: User) -> QuerySet[Delegation]:
    """Return the delegations that this person may change and withdraw: the own, an administrator all."""
    found = shown()
    return found if rights.may_set_up(user) else found.filter(user=user)


def shown() -> QuerySet[Delegation]:
    """Return what is in force, today and in the days to come: orders are no secret among the staff."""
    return Delegation.objects.in_force().not_over().select_related("user", "deputy")


def _anybodys_deputies() -> QuerySet[User]:
    members = User.objects.filter(pk__in=Membership.objects.values("user"), is_active=True)
    return members | principals()
