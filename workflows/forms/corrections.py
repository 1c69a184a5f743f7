"""The forms that put right what was written down wrongly; each shows what stands there now."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import corrections, own_time
from cases.errors import Refused
from cases.fields.text import Degrees, Line, Telephone
from cases.intake.geo import spread
from cases.intake.succession import office_for
from cases.models import RequestType, Urgency
from cases.text.dates import long_date
from cases.text.numbers import whole_number
from cases.work_plans import versions
from workflows.forms.steps import (
    CITIZEN_READS,
    STAFF_ONLY,
    STALE,
    OfficerField,
    RejectForm,
    StepForm,
    WithLetterForm,
    paragraphs,
)
from workflows.rights.catalogue import Verb
from workflows.steps.workload import loads

CHOOSE_KIND = _("Choose a kind of request.")
DEGREES = ("latitude", "longitude")


class CorrectTypeForm(StepForm):
    """Another request type, once what that changes was read."""

    words = "reason"
    to = forms.ModelChoiceField(
        RequestType.objects.none(),
        label=_("Kind of request"),
        empty_label=_("Choose…"),
        error_messages={
            "required": CHOOSE_KIND,
            STALE: _("This kind is not on offer any more. Please choose another one."),
        },
    )
    moves = forms.BooleanField(
        label=_("Send it to the department of that kind"),
        help_text=_("Untick it where your department goes on with the case."),
        required=False,
        initial=True,
    )
    reason = paragraphs(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))
    sure = forms.BooleanField(label=_("I have read what changes"), required=False)

    def offer(self) -> None:
        """The other types in use; what the chosen one changes, and the box about it, once one is chosen."""
        in_use = RequestType.objects.filter(active=True).select_related("department", "unit")
        others = in_use.exclude(pk=self.case.request_type_id)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        chosen = whole_number(str(self.data.get("to", "")))
        self.chosen = others.filter(pk=chosen).first() if chosen else None
        if self.chosen is None:
            del self.fields["sure"]
        else:
            self.fields["sure"].help_text = " ".join(self._changes(self.chosen))

    def _changes(self, to: RequestType) -> list[str]:
        """What becomes of department, due date, plan and readers, a sentence each."""
        case, (department, _unit) = self.case, office_for(to)
        due = corrections.due_date_as(case, to)
        said = []
        if due == case.due_on:
            said.append(gettext("It stays due on %(due)s.") % {"due": long_date(due)})
        else:
            days = {"due": long_date(due), "was": long_date(case.due_on)}
            said.append(gettext("It is due on %(due)s then, instead of %(was)s.") % days)
        if department.pk != case.department_id:
            said.append(gettext("That kind is handled by %(department)s.") % {"department": department.name})
        if case.stage:
            said.append(gettext("The work plan that has begun goes on."))
        elif versions.to_begin(to):
            said.append(gettext("The work follows the plan of that kind."))
        if to.restricted != case.request_type.restricted:
            few = gettext("Only the head, the officer in charge and named people can read it then.")
            said.append(few if to.restricted else gettext("The whole department can read it then."))
        return said

    def clean(self) -> dict[str, Any]:
        """Ask once for the box, with what changes beside it."""
        if self.chosen and not self.cleaned_data.get("sure"):
            self.add_error("sure", _("Read what changes, and tick the box."))
        return self.cleaned_data

    @property
    def arguments(self) -> dict[str, Any]:
        """The type, whether the case is sent on, and why."""
        return {name: self.cleaned_data[name] for name in ("to", "moves", "reason")}


class CorrectDetailsForm(StepForm):
    """Urgency, words about the place and its point, as they stand now."""

    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    place = Line(label=_("Place"), max_length=300, required=False)
    latitude = Degrees(label=_("Latitude"), limit=90, required=False)
    longitude = Degrees(label=_("Longitude"), limit=180, required=False)
    reason = paragraphs(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(spread(data) if data else data, **options)

    def offer(self) -> None:
        """What stands there now."""
        for name in ("urgency", "place", *DEGREES):
            self.fields[name].initial = getattr(self.case, name)

    def clean(self) -> dict[str, Any]:
        """Both degrees or none, and a place where the request type needs one."""
        data = self.cleaned_data
        if not {*DEGREES} & self.errors.keys():
            for name, other in (DEGREES, DEGREES[::-1]):
                if data.get(name) is None and data.get(other) is not None:
                    self.add_error(name, _("Latitude and longitude go together."))
        return data


class CorrectPersonForm(StepForm):
    """Who asks, as it stands now, and how the person was known."""

    first_name = Line(label=_("First name"), max_length=100, required=False)
    last_name = Line(label=_("Last name"), max_length=100, required=False)
    phone = Telephone(label=_("Telephone"), required=False)
    line_id = Line(label=_("LINE ID"), max_length=60, required=False)
    house_no = Line(label=_("House number"), max_length=200, required=False)
    moo = Line(label=_("Village number (moo)"), max_length=20, required=False)
    soi = Line(label=_("Lane (soi)"), max_length=100, required=False)
    road = Line(label=_("Road"), max_length=100, required=False)
    community = Line(label=_("Community"), max_length=100, required=False)
    checked = paragraphs(
        _("How do you know that it is the citizen?"),
        _("For example: called back on the old number; showed the ID card at the counter."),
        missing=_("Write how you know that it is the citizen."),
    )

    def offer(self) -> None:
        """What stands there now; no address where the case has none, since an address has an area."""
        if self.case.subdistrict_id is None:
            for name in corrections.ADDRESS:
                del self.fields[name]
        for name in self._columns:
            self.fields[name].initial = getattr(self.case, name)

    @property
    def _columns(self) -> list[str]:
        return [name for name in (*corrections.PERSON, *corrections.ADDRESS) if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Nothing that the case has is emptied that it needs."""
        data = self.cleaned_data
        for name in ("first_name", "last_name", "house_no"):
            if name in self.fields and getattr(self.case, name) and not data.get(name):
                self.add_error(name, _("This cannot be left empty."))
        if not data.get("phone") and not self.case.email and "phone" not in self.errors:
            self.add_error("phone", _("Without an e-mail address the telephone number is needed."))
        return data

    @property
    def arguments(self) -> dict[str, Any]:
        """The columns, and how the person was known."""
        changes = {name: self.cleaned_data[name] for name in self._columns}
        return {"changes": changes, "checked": self.cleaned_data["checked"]}


class CorrectTimeForm(StepForm):
    """Why the days before its arrival do not count; what the due date becomes stands beside it."""

    words = "reason"
    to_citizen = True
    reason = paragraphs(_("Reason"), CITIZEN_READS, missing=_("Write the reason."))

    def offer(self) -> None:
        """Say what the due date becomes."""
        self.refusal, self.to = "", self.case.due_on
        try:
            change = own_time.from_arrival(self.case)
        except Refused as error:
            self.refusal = str(error)
            return
        self.to = change.to
        said = gettext("It came here on %(since)s, and is due on %(due)s then, instead of %(was)s.")
        days = {"since": change.since, "due": change.to, "was": change.was}
        self.fields["reason"].help_text = " ".join(
            [said % {name: long_date(day) for name, day in days.items()}, str(CITIZEN_READS)]
        )

    @property
    def letter(self) -> dict[str, Any]:
        """The reason, and the new due date."""
        return self.arguments | {"to": self.to}

    @property
    def warning(self) -> str:
        """Why the due date stays."""
        return self.refusal


class TakeUpForm(WithLetterForm):
    """Why its end was wrong."""

    words = "reason"
    reason = paragraphs(_("Reason"), CITIZEN_READS, missing=_("Write the reason."))


class GrantReopeningForm(TakeUpForm):
    """What is done now, and who does it, where that is clear already."""

    to = OfficerField(
        label=_("Officer"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Without one, the case is to be assigned as a new one."),
        empty_value=None,
        error_messages={STALE: _("This person does not work in the department of the case.")},
    )
    field_order = ("reason", "to")

    def offer(self) -> None:
        """The officers of the department who are here; nobody is chosen."""
        super().offer()
        field: Any = self.fields["to"]
        field.offer([one for one in loads([self.case.department_id]) if not one.away_until])
        field.choices = [("", gettext("Nobody yet")), *field.choices]

    @property
    def letter(self) -> dict[str, Any]:
        """What the citizen reads."""
        return {name: said for name, said in self.arguments.items() if name != "to"}


class RefuseReopeningForm(RejectForm):
    """Why the result stands, and where to turn to."""

    def offer(self) -> None:
        """The agencies in use; none is chosen."""
        super().offer()
        agency = self.fields["agency"]
        agency.label, agency.initial = _("Where the citizen may still turn to"), None


class HoldForm(StepForm):
    """Why nothing of it is removed, or why that is over."""

    words = "reason"
    reason = paragraphs(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))


FORMS: dict[Verb, type[StepForm]] = {
    Verb.CORRECT_TYPE: CorrectTypeForm,
    Verb.CORRECT_DETAILS: CorrectDetailsForm,
    Verb.CORRECT_PERSON: CorrectPersonForm,
    Verb.CORRECT_TIME: CorrectTimeForm,
    Verb.TAKE_UP: TakeUpForm,
    Verb.GRANT_REOPENING: GrantReopeningForm,
    Verb.REFUSE_REOPENING: RefuseReopeningForm,
    Verb.HOLD: HoldForm,
    Verb.LIFT_HOLD: HoldForm,
}
