"""One form for each step of a member of staff; the fields are named as the verb's arguments."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.dates import short_date
from cases.forms.dates import ThaiDateField
from cases.forms.fields import Paragraphs, Photos, needed
from cases.models import Case, Department, ExternalAgency, ResultCode, Status
from cases.tray import Tray
from workflows.rights import Verb
from workflows.workload import Load, loads, suggested

STAFF_ONLY = _("Only the staff can read this.")
CITIZEN_READS = _("The citizen reads exactly these words.")
LONGEST_TEXT = 4000
# A choice that is not, or no longer, on offer: somebody changed something in the meantime.
STALE = "invalid_choice"


class StepForm(forms.Form):
    """What a step needs to know about `case`; `tray` holds the photos of a form that takes some."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, case: Case, tray: Tray | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.case, self.tray = case, tray
        self.offer()

    def offer(self) -> None:
        """Narrow the choices to what fits the case."""

    @property
    def arguments(self) -> dict[str, Any]:
        """What the verb takes, once the form is valid."""
        return self.cleaned_data

    @property
    def is_stale(self) -> bool:
        """Whether something was chosen that is not on offer."""
        return any(self.has_error(name, STALE) for name in self.fields)


def _text(label: Any, help_text: Any = "", *, missing: Any = None) -> Paragraphs:
    """A text; `missing` is said where it is left empty, and without it the text is optional."""
    return Paragraphs(
        label=label,
        help_text=help_text,
        required=missing is not None,
        max_length=LONGEST_TEXT,
        error_messages=needed(missing),
    )


# One element: the option's label lays its parts out side by side.
PERSON = '<span>{}<br><small class="muted">{}</small></span>'


class OfficerField(forms.TypedChoiceField):
    """A person of some, each with what the person has to do."""

    def offer(self, people: list[Load]) -> None:
        """Let one of these people be chosen."""
        self.people = {str(one.person.pk): one for one in people}
        self.coerce = lambda key: self.people[key].person
        self.choices = [(key, format_html(PERSON, one.person, one.words)) for key, one in self.people.items()]


class AssignForm(StepForm):
    """An officer of the case's department; whoever is away gets it only if that is really meant."""

    to = OfficerField(
        label=_("Officer"),
        widget=forms.RadioSelect,
        error_messages={
            STALE: _("This person does not work in the department of the case."),
            "required": _("Choose an officer."),
        },
    )
    anyway = forms.BooleanField(label=_("Give it to the person who is away all the same"), required=False)
    note = _text(_("Note to the officer"), STAFF_ONLY)

    def offer(self) -> None:
        """The department's active members, the least loaded first, without the officer in charge; one of them
        is suggested."""
        taken = self.case.officer_id if self.case.status != Status.RECEIVED else None
        self.offer_people(loads([self.case.department_id], but=taken), unit=self.case.unit_id)

    def offer_people(self, people: list[Load], *, unit: int | None = None) -> None:
        """These people, with a suggestion; the box about one who is away only once that one is chosen."""
        field: Any = self.fields["to"]
        field.offer(people)
        if found := suggested(people, unit):
            best, reason = found
            field.initial, field.help_text = str(best.person.pk), format_html("{}", reason)
        chosen = field.people.get(str(self.data.get("to", "")))
        self.away = chosen if chosen and chosen.away_until else None
        if self.away is None:
            del self.fields["anyway"]

    def clean(self) -> dict[str, Any]:
        """Ask once where the person is away, and say who stands in."""
        if self.away and not self.cleaned_data.get("anyway"):
            names = {"name": self.away.person, "away": self.away.away}
            text = _("%(name)s is %(away)s. Choose somebody else, or tick the box below.")
            self.add_error("to", forms.ValidationError(text, params=names))
        return self.cleaned_data

    @property
    def arguments(self) -> dict[str, Any]:
        """Person and note."""
        return {name: self.cleaned_data[name] for name in ("to", "note")}


class StartForm(StepForm):
    """Nothing to type."""


class AskForm(StepForm):
    """A question to the citizen."""

    question = _text(_("Question to the citizen"), CITIZEN_READS, missing=_("Write the question."))


class TransferForm(StepForm):
    """Another department, and why."""

    to = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department"),
        empty_label=_("Choose…"),
        error_messages={
            STALE: _("This department is not on offer any more. Please choose another one."),
            "required": _("Choose a department."),
        },
    )
    reason = _text(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))

    def offer(self) -> None:
        """The other departments in use."""
        others = Department.objects.filter(active=True).exclude(pk=self.case.department_id)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class HandBackForm(StepForm):
    """Why it goes back to the head."""

    reason = _text(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))


class ResolveForm(StepForm):
    """The result: its code, its words, its day and its photos."""

    result = forms.ModelChoiceField(
        ResultCode.objects.none(),
        label=_("Result"),
        empty_label=_("Choose…"),
        error_messages={
            STALE: _("This result is not on offer any more. Please choose another one."),
            "required": _("Choose a result."),
        },
    )
    details = _text(_("What was done"), CITIZEN_READS, missing=_("Write what was done."))
    on = ThaiDateField(label=_("Date of the result"), initial=timezone.localdate)
    photos = Photos(
        label=_("Photos of the work done"),
        required=False,
        help_text=_("Up to 5 photos: JPEG, PNG or WebP, at most 10 MB each. The citizen sees them."),
    )

    def offer(self) -> None:
        """The results in use, and the years since the case came in."""
        self.fields["result"].queryset = ResultCode.objects.filter(active=True)  # type: ignore[attr-defined]
        first = timezone.localdate(self.case.received_at).year
        self.fields["on"].widget.years = lambda today: range(today.year, first - 1, -1)

    def clean_on(self) -> datetime.date:
        """Between the day of receipt and today."""
        on: datetime.date = self.cleaned_data["on"]
        received = timezone.localdate(self.case.received_at)
        if not received <= on <= timezone.localdate():
            text = _("The date lies between the day of receipt (%(received)s) and today.")
            raise forms.ValidationError(text, params={"received": short_date(received)})
        return on

    def clean(self) -> dict[str, Any]:
        """What is wrong with the photos stands beside their field."""
        for problem in self.tray.problems if self.tray else []:
            self.add_error("photos", problem)
        return self.cleaned_data

    @property
    def arguments(self) -> dict[str, Any]:
        """Result, details, day and photos."""
        names = ("result", "details", "on")
        photos = self.tray.photos if self.tray else []
        return {name: self.cleaned_data[name] for name in names} | {"photos": photos}


class RejectForm(StepForm):
    """Why not, and where to go instead."""

    reason = _text(_("Reason"), CITIZEN_READS, missing=_("Write the reason."))
    agency = forms.ModelChoiceField(
        ExternalAgency.objects.none(),
        label=_("Where to go instead"),
        required=False,
        empty_label=_("No other agency"),
        error_messages={STALE: _("This agency is not on offer any more. Please choose another one.")},
    )

    def offer(self) -> None:
        """The agencies in use; the one in charge of this kind is chosen."""
        self.fields["agency"].queryset = ExternalAgency.objects.filter(active=True)  # type: ignore[attr-defined]
        self.fields["agency"].initial = self.case.request_type.agency_id


class NoteForm(StepForm):
    """An internal note."""

    text = _text(_("Internal note"), STAFF_ONLY, missing=_("Write the note."))


FORMS: dict[Verb, type[StepForm]] = {
    Verb.ASSIGN: AssignForm,
    Verb.START: StartForm,
    Verb.ASK: AskForm,
    Verb.TRANSFER: TransferForm,
    Verb.HAND_BACK: HandBackForm,
    Verb.RESOLVE: ResolveForm,
    Verb.REJECT: RejectForm,
    Verb.NOTE: NoteForm,
}
