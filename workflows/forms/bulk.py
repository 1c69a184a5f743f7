"""What one step on many cases needs to know: the single step's form, with choices for all of them."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.fields.dates import ThaiDateField, this_and_next_year
from cases.models import Department, User
from workflows.forms.notes import NoteForm
from workflows.forms.steps import AssignForm, ExtendForm, StepForm, TransferForm
from workflows.rights.catalogue import Verb
from workflows.steps.workload import loads


class ManyForm(StepForm):
    """A step's form without a case; `departments` are those of the cases that were ticked."""

    by: User

    def __init__(self, data: Any = None, *, by: User, departments: Collection[int] = ()) -> None:
        forms.Form.__init__(self, data, label_suffix="")
        self.by, self.uploads, self.departments = by, None, departments
        self.offer()


class AssignMany(ManyForm, AssignForm):
    """An officer of the departments of these cases, as far as this person decides in them."""

    def offer(self) -> None:
        """The least loaded first; one of them is suggested."""
        decided = [pk for pk in self.by.decided if pk in self.departments]
        self.offer_people(loads(decided or self.by.decided))


class TransferMany(ManyForm, TransferForm):
    """Any department in use, and why."""

    def offer(self) -> None:
        """The departments in use, without the one that has all of these cases."""
        found = Department.objects.filter(active=True)
        if len(self.departments) == 1:
            found = found.exclude(pk__in=self.departments)
        self.fields["to"].queryset = found  # type: ignore[attr-defined]


class NoteMany(ManyForm, NoteForm):
    """An internal note, the same on each; whom it names is judged case by case."""

    mentioned = None  # type: ignore[assignment]

    def offer(self) -> None:
        """Nobody to pick from: the cases have different readers."""

    def clean_text(self) -> str:
        """The note as it was written."""
        return str(self.cleaned_data["text"])


class ExtendMany(ManyForm, ExtendForm):
    """Some working days more for each, or one date for all, and why."""

    days = forms.IntegerField(
        label=_("Working days more"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("Counted from each case’s due date; of a late case, from today."),
    )
    to = ThaiDateField(label=_("Or the same due date for all"), years=this_and_next_year, required=False)
    field_order = ("days", "to", "reason")

    def offer(self) -> None:
        """Each case says itself how far it can go."""

    def clean_to(self) -> Any:
        """Judged case by case."""
        return self.cleaned_data["to"]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = [name for name in ("days", "to") if self.cleaned_data.get(name)]
        if len(given) != 1 and not (self.has_error("days") or self.has_error("to")):
            self.add_error("days", _("Give a number of working days or a date, one of the two."))
        return self.cleaned_data

    @property
    def arguments(self) -> dict[str, Any]:
        """The reason, and what was given."""
        return {name: value for name, value in self.cleaned_data.items() if value}


FORMS: dict[Verb, type[ManyForm]] = {
    Verb.ASSIGN: AssignMany,
    Verb.TRANSFER: TransferMany,
    Verb.NOTE: NoteMany,
    Verb.EXTEND: ExtendMany,
}
