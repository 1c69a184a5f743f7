"""The forms about outside parties: asking one, what it says itself, and what the staff write down for it."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.deadlines.work_calendar import WorkCalendar
from cases.fields.dates import ThaiDateField, last_two_years
from cases.fields.photos import Photos
from cases.models import OutsideParty
from cases.text.numbers import whole_number
from workflows.forms.departments import SubtaskForm, clean_working_day, this_year_and_next
from workflows.forms.plan_steps import WorkStepForm
from workflows.forms.steps import STAFF_ONLY, STALE, StepForm, paragraphs
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb

THEY_READ = _("The outside party reads this text as you type it. Do not name the citizen.")
WE_READ = _("The municipality reads it; the citizen does not.")
FILES = _("Up to 5 files: pictures (JPEG, PNG, WebP) or PDF, 10 MB each.")


class AskOutsideForm(StepForm):
    """Which outside party, what, and until when."""

    to = forms.ModelChoiceField(
        OutsideParty.objects.none(),
        label=_("Outside party"),
        empty_label=_("Choose…"),
        error_messages={
            STALE: _("This outside party is not on offer any more. Please choose another one."),
            "required": _("Choose an outside party."),
        },
    )
    what = paragraphs(_("What it is asked to do"), THEY_READ, missing=_("Write what is asked."))
    due_on = ThaiDateField(label=_("Due date of the subtask"), years=this_year_and_next)

    def offer(self) -> None:
        """The parties of which somebody can be reached; the one in charge of this request type is chosen."""
        parties = OutsideParty.objects.filter(active=True, people__active=True).distinct()
        self.fields["to"].queryset = parties  # type: ignore[attr-defined]
        self.choose(self.case.request_type.agency_id)
        tomorrow = WorkCalendar.load().shift(timezone.localdate(), 1)
        self.fields["due_on"].initial = max(self.case.due_on, tomorrow)

    def choose(self, agency: int | None) -> None:
        """Choose the party that is this agency, where there is one."""
        if agency is not None:
            offered: Any = self.fields["to"]
            self.initial["to"] = offered.queryset.filter(agency=agency).values_list("pk", flat=True).first()

    def take_over(self, typed: Any) -> None:
        """Fill in what was typed into the form of a result or a rejection, which is not sent."""
        self.initial["what"] = typed.get("reason") or typed.get("details") or ""
        self.choose(whole_number(typed.get("agency", "")) or self.case.request_type.agency_id)

    def clean_due_on(self) -> datetime.date:
        """A working day from today on."""
        return clean_working_day(self.cleaned_data["due_on"])


class AnswerForm(SubtaskForm):
    """What the outside party has said to a member of the staff."""

    takes_photos = True

    text = paragraphs(_("What was said"), STAFF_ONLY)
    day = ThaiDateField(label=_("It will be done by"), required=False, years=this_year_and_next)
    photos = Photos(label=_("Photos"), required=False, help_text=FILES)

    def clean_day(self) -> datetime.date | None:
        """A day from today on."""
        day: datetime.date | None = self.cleaned_data["day"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day from today on."))
        return day

    def clean(self) -> dict[str, Any]:
        """Something has to be said; what is wrong with the photos stands beside their field."""
        for problem in self.uploads.problems if self.uploads else []:
            self.add_error("photos", problem)
        data: dict[str, Any] = self.cleaned_data
        said = data.get("text") or data.get("day") or (self.uploads and self.uploads.photos)
        if not said and not self.errors:
            self.add_error("text", _("Write something, name a day, or add a photo."))
        return data

    @property
    def arguments(self) -> dict[str, Any]:
        """Words, day and photos."""
        photos = self.uploads.photos if self.uploads else []
        return {"text": self.cleaned_data["text"], "day": self.cleaned_data["day"], "photos": photos}


class NothingForm(SubtaskForm):
    """Nothing to type."""


class OwnAnswerForm(AnswerForm):
    """What somebody of the outside party says."""

    text = paragraphs(_("Message to the municipality"), WE_READ)


class OwnFinishForm(SubtaskForm):
    """What was done, and when, by somebody of the outside party."""

    takes_photos = True

    result = paragraphs(_("What was done"), WE_READ, missing=_("Write what was done."))
    party_day = ThaiDateField(label=_("Done on"), required=False, years=last_two_years)
    photos = Photos(label=_("Photos of the work done"), required=False, help_text=FILES)

    def clean_party_day(self) -> datetime.date | None:
        """A day up to today."""
        return _until_today(self.cleaned_data["party_day"])

    def clean(self) -> dict[str, Any]:
        """What is wrong with the photos stands beside their field."""
        for problem in self.uploads.problems if self.uploads else []:
            self.add_error("photos", problem)
        return self.cleaned_data

    @property
    def arguments(self) -> dict[str, Any]:
        """Result, day and photos."""
        photos = self.uploads.photos if self.uploads else []
        return self.cleaned_data | {"photos": photos}


class OwnStepForm(WorkStepForm):
    """The findings of a step of the plan that the outside party does, and what there is to say."""

    result = paragraphs(_("What was done"), WE_READ)
    party_day = ThaiDateField(label=_("Done on"), required=False, years=last_two_years)
    photos = Photos(label=_("Photos of the work done"), required=False, help_text=FILES)

    def clean_party_day(self) -> datetime.date | None:
        """A day up to today."""
        return _until_today(self.cleaned_data["party_day"])

    @property
    def arguments(self) -> dict[str, Any]:
        """Words, day and photos; the lines are kept before."""
        return super().arguments | {"party_day": self.cleaned_data.get("party_day")}


class OwnRefuseForm(SubtaskForm):
    """Why the outside party does not do it, and from when it could."""

    reason = paragraphs(_("Reason"), WE_READ, missing=_("Write the reason."))
    party_day = ThaiDateField(
        label=_("It could be done from"),
        required=False,
        years=this_year_and_next,
        help_text=_("If you know."),
    )

    def clean_party_day(self) -> datetime.date | None:
        """A day from today on."""
        day: datetime.date | None = self.cleaned_data["party_day"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day from today on."))
        return day


FORMS: dict[Verb, type[StepForm]] = {Verb.ASK_OUTSIDE: AskOutsideForm}
# What the staff do with a step of an outside party, be it of the plan or asked by hand.
SUBTASK_FORMS: dict[SubtaskVerb, type[SubtaskForm]] = {
    SubtaskVerb.ANSWER: AnswerForm,
    SubtaskVerb.SEND_LINKS: NothingForm,
    SubtaskVerb.SHUT_LINKS: NothingForm,
}


def own_form(verb: SubtaskVerb, *, planned: bool) -> type[SubtaskForm]:
    """The form in which somebody of the outside party answers, finishes or refuses."""
    if verb == SubtaskVerb.FINISH:
        return OwnStepForm if planned else OwnFinishForm
    return OwnAnswerForm if verb == SubtaskVerb.ANSWER else OwnRefuseForm


def _until_today(day: datetime.date | None) -> datetime.date | None:
    if day is not None and day > timezone.localdate():
        raise forms.ValidationError(_("Choose a day up to today."))
    return day
