"""What one step on many cases needs to know: the single step's form, with choices for all of them."""

from typing import Any

from django import forms
from django.db.models import Count, F, Q

from cases.models import OPEN, Department, User
from workflows.bulk import colleagues
from workflows.forms.steps import AssignForm, NoteForm, StepForm, TransferForm
from workflows.rights import Verb


class ManyForm(StepForm):
    """A step's form without a case."""

    def __init__(self, data: Any = None, *, by: User) -> None:
        forms.Form.__init__(self, data, label_suffix="")
        self.by, self.tray = by, None
        self.offer()


class AssignMany(ManyForm, AssignForm):
    """An officer of the departments that this person heads."""

    def offer(self) -> None:
        """The least loaded first."""
        load = Count("cases", filter=Q(cases__status__in=OPEN))
        people = colleagues(self.by).annotate(load=load).order_by("load", F("first_name"), "pk")
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class TransferMany(ManyForm, TransferForm):
    """Any department in use, and why."""

    def offer(self) -> None:
        """The departments in use."""
        self.fields["to"].queryset = Department.objects.filter(active=True)  # type: ignore[attr-defined]


class NoteMany(ManyForm, NoteForm):
    """An internal note, the same on each; whom it names is judged case by case."""

    mentioned = None  # type: ignore[assignment]

    def offer(self) -> None:
        """Nobody to pick from: the cases have different readers."""

    def clean_text(self) -> str:
        """The note as it was written."""
        return str(self.cleaned_data["text"])


FORMS: dict[Verb, type[ManyForm]] = {
    Verb.ASSIGN: AssignMany,
    Verb.TRANSFER: TransferMany,
    Verb.NOTE: NoteMany,
}
