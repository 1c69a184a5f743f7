"""Being away: who, from when to when, and who stands in."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access.absences import colleagues, problems
from cases.fields.dates import ThaiDateField
from cases.models import Absence, Membership, User
from cases.text.collation import BY_NAME
from workflows import rights


def this_year_and_next(today: datetime.date) -> Sequence[int]:
    """For what is to come."""
    return range(today.year, today.year + 2)


class AbsenceForm(forms.Form):
    """The own absence; a head also enters those of the department, an administrator anybody's."""

    use_required_attribute = False

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Who is away"), empty_label=None, required=False
    )
    since = ThaiDateField(label=_("First day away"), years=this_year_and_next, initial=timezone.localdate)
    until = ThaiDateField(label=_("Last day away"), years=this_year_and_next)
    substitute = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who stands in"),
        empty_label=_("Choose…"),
        help_text=_("Somebody of the same department gets the tasks and letters for these days."),
        error_messages={"required": _("Choose who stands in.")},
    )
    note = forms.CharField(
        label=_("Note for the colleagues"),
        required=False,
        max_length=200,
        help_text=_("For example how to reach you. Do not write why you are away."),
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data, label_suffix="")
        self.by = by
        people = manageable(by)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["user"].initial = by.pk
        others = colleagues(by)
        if by.decided or rights.may_set_up(by):
            others |= people.filter(is_active=True)
        else:
            del self.fields["user"]
        self.fields["substitute"].queryset = others.distinct().order_by(*BY_NAME)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What stands against it is said by the rule itself (cases.access.absences)."""
        typed = self.cleaned_data
        typed["user"] = typed.get("user") or self.by
        if all(name in typed for name in ("since", "until", "substitute")):
            wanted = (typed["user"], typed["substitute"], typed["since"], typed["until"])
            for problem in problems(*wanted, today=timezone.localdate()):
                self.add_error(None, problem)
        return typed


def manageable(user: User) -> QuerySet[User]:
    """Whose absences this person enters and ends: the own, and a head, or a head's deputy, those of the
    department's members; an administrator those of everybody who works in a department."""
    if rights.may_set_up(user):
        working = Membership.objects.values("user")
        return User.objects.filter(Q(pk=user.pk) | Q(pk__in=working, is_active=True)).order_by(*BY_NAME)
    members = Membership.objects.filter(department__in=user.decided).values("user")
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=members, is_active=True)).order_by(*BY_NAME)


def shown_to(user: User) -> QuerySet[Absence]:
    """The absences of today and to come in this person's departments; an administrator sees all."""
    found = Absence.objects.not_over().select_related("user", "substitute")
    if rights.may_set_up(user):
        return found
    members = Membership.objects.filter(department__in=user.departments).values("user")
    return found.filter(Q(user=user) | Q(user__in=members))
