"""What one step on many cases needs to know: the single step's form, with choices for all of them."""

from typing import Any

from django import forms

from cases.models import Department, User
from workflows.forms.steps import AssignForm, NoteForm, StepForm, TransferForm
from workflows.rights import Verb
from workflows.workload import loads


class ManyForm(StepForm):
    """A step's form without a case."""

    def __init__(self, data: Any = None, *, by: User) -> None:
        forms.Form.__init__(self, data, label_suffix="")
        self.by, self.tray = by, None
        self.offer()


class AssignMany(ManyForm, AssignForm):
    """An officer of the departments that this person heads."""

    def offer(self) -> None:
        """The least loaded first; one of them is suggested."""
        self.offer_people(loads([pk for pk in self.by.roles if self.by.heads(pk)]))


class TransferMany(ManyForm, TransferForm):
    """Any department in use, and why."""

    def offer(self) -> None:
        """The departments in use."""
        self.fields["to"].queryset = Department.objects.filter(active=True)  # type: ignore[attr-defined]


class NoteMany(ManyForm, NoteForm):
    """An internal note, the same on each."""


FORMS: dict[Verb, type[ManyForm]] = {
    Verb.ASSIGN: AssignMany,
    Verb.TRANSFER: TransferMany,
    Verb.NOTE: NoteMany,
}
