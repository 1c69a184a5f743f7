"""One form for each step of a member of staff; the fields are named as the verb's arguments."""

import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import delay_explanations, extension
from cases.deadlines.work_calendar import WorkCalendar
from cases.drafts.uploads import DraftUploads
from cases.errors import Refused
from cases.fields.dates import ThaiDateField, this_and_next_year
from cases.fields.photos import Photos
from cases.fields.text import Paragraphs, needed
from cases.models import Case, Department, ExternalAgency, Status, User
from cases.text.dates import long_date, short_date
from workflows.forms import typed_findings
from workflows.related import related_cases as others
from workflows.rights.catalogue import Verb
from workflows.steps.workload import Load, loads, suggested

STAFF_ONLY = _("Only the staff can read this.")
FILES_FOR_STAFF = _("Only the staff see them.")
CITIZEN_READS = _("The citizen reads this text as you type it.")
IN_LETTER = _("They stand in the letter after our own words. To read them there, show the letter again.")
LONGEST_TEXT = 4000
DRAFT_ROWS = 12
# A choice that is not, or no longer, on offer: somebody changed something in the meantime.
STALE = "invalid_choice"


class StepForm(forms.Form):
    """What a step needs to know about `case`; `uploads` hold the photos of a form that takes some, `by` is
    who fills it in. One that is not `judged` shows what was typed, and nothing that is wrong with it."""

    use_required_attribute = False
    # The field into which a standard text goes.
    words = ""
    judged = True
    takes_photos = False
    # Whether papers come along with every request type, not only with those of which citizens send some.
    takes_papers = False
    # Whether the citizen reads what is typed.
    to_citizen = False
    # Who sees the files of a form that takes some; said where PDF files may be among them.
    seen_by: Any = FILES_FOR_STAFF

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        by: User | None = None,
        uploads: DraftUploads | None = None,
        judged: bool = True,
    ) -> None:
        super().__init__(data, label_suffix="")
        self.case, self.by, self.uploads, self.judged = case, by, uploads, judged
        self.offer()
        photos = self.fields.get("photos")
        if isinstance(photos, Photos) and self.accepts_pdf(case):
            photos.take_papers(self.seen_by)

    @classmethod
    def accepts_pdf(cls, case: Case) -> bool:
        """Whether PDF files may be among the files."""
        return cls.takes_papers or case.request_type.accepts_pdf

    def full_clean(self) -> None:
        """Judge what was typed, unless it is only to be shown."""
        if self.judged:
            super().full_clean()
            return typed_findings.fill(self)
        self._errors, self.cleaned_data = ErrorDict(), {}
        return None

    def offer(self) -> None:
        """Narrow the choices to what fits the case."""

    @property
    def arguments(self) -> dict[str, Any]:
        """What the verb takes, once the form is valid."""
        return self.cleaned_data

    @property
    def letter(self) -> dict[str, Any]:
        """What the citizen's letter about the step is made of."""
        return self.arguments

    @property
    def warning(self) -> str:
        """Why the form cannot be filled in; empty where it can."""
        return ""

    @property
    def is_stale(self) -> bool:
        """Whether something was chosen that is not on offer."""
        return any(self.has_error(name, STALE) for name in self.fields)


def paragraphs(label: Any, help_text: Any = "", *, missing: Any = None) -> Paragraphs:
    """A text; `missing` is said where it is left empty, and without it the text is optional."""
    return Paragraphs(
        label=label,
        help_text=help_text,
        required=missing is not None,
        max_length=LONGEST_TEXT,
        error_messages=needed(missing),
    )


class WithLetterForm(StepForm):
    """A step whose letter may hold words of the officer's own, where the request type allows it."""

    to_citizen = True
    letter_words = paragraphs(_("Words added to the letter"), IN_LETTER)

    def offer(self) -> None:
        """Without a letter, or where the request type does not allow it, nothing can be added."""
        if not (self.case.request_type.letter_editable and self.case.email):
            del self.fields["letter_words"]


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

    words = "note"
    to = OfficerField(
        label=_("Officer"),
        widget=forms.RadioSelect,
        error_messages={
            STALE: _("This person does not work in the department of the case."),
            "required": _("Choose an officer."),
        },
    )
    anyway = forms.BooleanField(label=_("Give it to the person who is away all the same"), required=False)
    note = paragraphs(_("Note to the officer"), STAFF_ONLY)

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

    @property
    def warning(self) -> str:
        """That there is nobody to choose."""
        if self.fields["to"].choices:  # type: ignore[attr-defined]
            return ""
        return gettext("Nobody else works in this department. An administrator can add people in the set-up.")

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


class AskForm(WithLetterForm):
    """A question to the citizen."""

    words = "question"
    question = paragraphs(_("Question to the citizen"), CITIZEN_READS, missing=_("Write the question."))


class TransferForm(StepForm):
    """Another department, and why."""

    words = "reason"
    to = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department"),
        empty_label=_("Choose…"),
        error_messages={
            STALE: _("This department is not on offer any more. Please choose another one."),
            "required": _("Choose a department."),
        },
    )
    reason = paragraphs(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))

    def offer(self) -> None:
        """The other departments in use."""
        others = Department.objects.filter(active=True).exclude(pk=self.case.department_id)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class HandBackForm(StepForm):
    """Why it goes back to the head."""

    words = "reason"
    reason = paragraphs(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))


class RejectForm(WithLetterForm):
    """Why not, and where to go instead."""

    words = "reason"
    reason = paragraphs(_("Reason"), CITIZEN_READS, missing=_("Write the reason."))
    agency = forms.ModelChoiceField(
        ExternalAgency.objects.none(),
        label=_("Where to go instead"),
        required=False,
        empty_label=_("No other agency"),
        error_messages={STALE: _("This agency is not on offer any more. Please choose another one.")},
    )

    def offer(self) -> None:
        """The agencies in use; the one in charge of this request type is chosen."""
        super().offer()
        self.fields["agency"].queryset = ExternalAgency.objects.filter(active=True)  # type: ignore[attr-defined]
        self.fields["agency"].initial = self.case.request_type.agency_id


class CaseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A case among suggestions, with what tells it from the others."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, request type, place and day of receipt."""
        parts = (obj.number, obj.request_type.name, obj.place[:60], short_date(obj.received_at))
        return " · ".join(part for part in parts if part)


class MarkDuplicateForm(StepForm):
    """The main case: one of the suggestions, or any by its number, which wins."""

    suggested = CaseField(
        Case.objects.none(),
        label=_("Cases that may be about the same matter"),
        required=False,
        empty_label=_("Another case, by its number"),
        blank=True,
        to_field_name="number",
        widget=forms.RadioSelect,
        error_messages={STALE: _("This case has changed in the meantime. Please choose again.")},
    )
    number = forms.CharField(
        label=_("User ID or receipt number of the main case"),
        help_text=_(
            "As in 2569-00014 or 14/2569. The citizen of this case hears its result, not its number."
        ),
        required=False,
        max_length=40,
    )
    reason = paragraphs(_("Reason"), STAFF_ONLY)

    def offer(self) -> None:
        """Open cases of the same request type near by, and of the same citizen; no choice where there is
        none."""
        found = others.alike(self.by, self.case) if self.by else Case.objects.none()
        self.fields["suggested"].queryset = found  # type: ignore[attr-defined]
        if not found:
            del self.fields["suggested"]

    def clean(self) -> dict[str, Any]:
        """The case that was meant; beside the number stands why it cannot be the main case."""
        typed, chosen = self.cleaned_data.get("number", ""), self.cleaned_data.get("suggested")
        if not typed and chosen is None and "suggested" not in self.errors:
            self.add_error("number", _("Choose a case, or type its number."))
        elif typed:
            self._find(typed)
        else:
            self.cleaned_data["of"] = chosen
        return self.cleaned_data

    def _find(self, typed: str) -> None:
        try:
            self.cleaned_data["of"] = others.main_case(self.by, self.case, typed)
        except Refused as error:
            self.add_error("number", str(error))

    @property
    def arguments(self) -> dict[str, Any]:
        """The main case, and why."""
        return {name: self.cleaned_data[name] for name in ("of", "reason")}


class UnmarkDuplicateForm(StepForm):
    """Why it is another matter after all."""

    reason = paragraphs(_("Reason"), STAFF_ONLY)


class ExtendForm(StepForm):
    """Until when, and why."""

    words = "reason"
    to_citizen = True
    to = ThaiDateField(label=_("New due date"), years=this_and_next_year)
    reason = paragraphs(_("Reason"), CITIZEN_READS, missing=_("Write the reason."))

    def offer(self) -> None:
        """Say how the due date stands, and how far it can go."""
        self.calendar, today = WorkCalendar.load(), timezone.localdate()
        last = extension.latest(self.case, calendar=self.calendar, today=today)
        text = gettext("Due on %(due)s; at most until %(last)s.")
        self.fields["to"].help_text = text % {"due": long_date(self.case.due_on), "last": long_date(last)}

    def clean_to(self) -> datetime.date:
        """A day that the case can have."""
        to: datetime.date = self.cleaned_data["to"]
        try:
            extension.judge(self.case, to, calendar=self.calendar, today=timezone.localdate())
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return to


class ExplainForm(StepForm):
    """Why a licence is late, begun with the facts."""

    to_citizen = True
    text = paragraphs(_("Letter to the applicant"), CITIZEN_READS, missing=_("Write why it takes longer."))

    def offer(self) -> None:
        """The draft, as of today."""
        today = timezone.localdate()
        self.fields["text"].initial = delay_explanations.draft(
            self.case, calendar=WorkCalendar.load(), today=today
        )
        self.fields["text"].widget.attrs["rows"] = DRAFT_ROWS

    def clean_text(self) -> str:
        """With a reason where the draft has a gap."""
        text: str = self.cleaned_data["text"]
        if delay_explanations.GAP in text:
            wrong = _("Write the reason where %(gap)s stands.")
            raise forms.ValidationError(wrong, params={"gap": delay_explanations.GAP})
        return text


FORMS: dict[Verb, type[StepForm]] = {
    Verb.ASSIGN: AssignForm,
    Verb.START: StartForm,
    Verb.ASK: AskForm,
    Verb.TRANSFER: TransferForm,
    Verb.HAND_BACK: HandBackForm,
    Verb.REJECT: RejectForm,
    Verb.MARK_DUPLICATE: MarkDuplicateForm,
    Verb.UNMARK_DUPLICATE: UnmarkDuplicateForm,
    Verb.EXTEND: ExtendForm,
    Verb.EXPLAIN: ExplainForm,
}
