"""The forms of work between departments: answers to a transfer, and subtasks of a case."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.deadlines.work_calendar import WorkCalendar
from cases.drafts.uploads import DraftUploads
from cases.fields.dates import ThaiDateField
from cases.fields.photos import Photos
from cases.fields.text import Paragraphs, needed
from cases.models import Case, Department, Subtask, User
from cases.text.collation import BY_NAME
from workflows.forms.steps import LONGEST_TEXT, STAFF_ONLY, STALE, StepForm, TransferForm
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb

AMONG_STAFF = _(
    "Only the staff can read this. Do not name the citizen: the other department does not need it."
)


def _words(label: Any, help_text: Any = STAFF_ONLY, *, missing: Any = None) -> Paragraphs:
    return Paragraphs(
        label=label,
        help_text=help_text,
        required=missing is not None,
        max_length=LONGEST_TEXT,
        error_messages=needed(missing),
    )


def this_year_and_next(today: datetime.date) -> range:
    """For what is to be done."""
    return range(today.year, today.year + 2)


def clean_working_day(due_on: datetime.date) -> datetime.date:
    """The day, where something can be due then. Raises ValidationError."""
    if due_on < timezone.localdate() or not WorkCalendar.load().is_working(due_on):
        raise forms.ValidationError(_("Choose a working day from today on."))
    return due_on


class AcceptForm(StepForm):
    """Nothing to type."""


class SendBackForm(StepForm):
    """Why the department does not take it."""

    reason = _words(_("Reason"), missing=_("Write the reason."))


class PlaceForm(TransferForm):
    """The clerk's decision: any department in use, also the one that has the case."""

    def offer(self) -> None:
        """All departments in use; what the sender proposed is chosen."""
        self.fields["to"].queryset = Department.objects.filter(active=True)  # type: ignore[attr-defined]
        waiting = self.case.transfers.unanswered().first()
        self.fields["to"].initial = waiting and waiting.receiver_id


class AskSubtaskForm(StepForm):
    """Which department, what, and until when."""

    to = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department"),
        empty_label=_("Choose…"),
        error_messages={
            STALE: _("This department is not on offer any more. Please choose another one."),
            "required": _("Choose a department."),
        },
    )
    what = _words(_("What it is asked to do"), AMONG_STAFF, missing=_("Write what is asked."))
    due_on = ThaiDateField(label=_("Due date of the subtask"), years=this_year_and_next)

    def offer(self) -> None:
        """The other departments in use, and the due date of the case where it is still to come."""
        others = Department.objects.filter(active=True).exclude(pk=self.case.department_id)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        tomorrow = WorkCalendar.load().shift(timezone.localdate(), 1)
        self.fields["due_on"].initial = max(self.case.due_on, tomorrow)

    def clean_due_on(self) -> datetime.date:
        """A working day from today on."""
        return clean_working_day(self.cleaned_data["due_on"])


class SubtaskForm(StepForm):
    """What a step on `subtask` needs to know."""

    def __init__(
        self, data: Any = None, *, case: Case, subtask: Subtask, uploads: DraftUploads | None = None
    ) -> None:
        self.subtask = subtask
        super().__init__(data, case=case, uploads=uploads)


class AssignSubtaskForm(SubtaskForm):
    """An officer of the department that was asked."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Officer"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            STALE: _("This person does not work in the department of the subtask."),
            "required": _("Choose an officer."),
        },
    )
    note = _words(_("Note to the officer"))

    def offer(self) -> None:
        """The department's active members, without the officer who has it."""
        people = User.objects.filter(is_active=True, memberships__department=self.subtask.department_id)
        people = people.exclude(pk=self.subtask.officer_id or 0).order_by(*BY_NAME)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class FinishSubtaskForm(SubtaskForm):
    """What was done, with photos."""

    takes_photos = True

    result = _words(_("What was done"), missing=_("Write what was done."))
    photos = Photos(
        label=_("Photos of the work done"),
        required=False,
        help_text=_("Up to 5 photos: JPEG, PNG or WebP, at most 10 MB each. Only the staff see them."),
    )

    def clean(self) -> dict[str, Any]:
        """What is wrong with the photos stands beside their field."""
        for problem in self.uploads.problems if self.uploads else []:
            self.add_error("photos", problem)
        return self.cleaned_data

    @property
    def arguments(self) -> dict[str, Any]:
        """Result and photos."""
        photos = self.uploads.photos if self.uploads else []
        return {"result": self.cleaned_data["result"], "photos": photos}


class RefuseSubtaskForm(SubtaskForm):
    """Why the department does not do it."""

    reason = _words(_("Reason"), missing=_("Write the reason."))


class CancelSubtaskForm(SubtaskForm):
    """Why it is not needed any more."""

    reason = _words(_("Reason"), missing=_("Write the reason."))


FORMS: dict[Verb, type[StepForm]] = {
    Verb.ACCEPT: AcceptForm,
    Verb.SEND_BACK: SendBackForm,
    Verb.PLACE: PlaceForm,
    Verb.ASK_SUBTASK: AskSubtaskForm,
}
SUBTASK_FORMS: dict[SubtaskVerb, type[SubtaskForm]] = {
    SubtaskVerb.ASSIGN: AssignSubtaskForm,
    SubtaskVerb.FINISH: FinishSubtaskForm,
    SubtaskVerb.REFUSE: RefuseSubtaskForm,
    SubtaskVerb.CANCEL: CancelSubtaskForm,
}
