"""The forms of a result: reported, or proposed to those who approve it or return it."""

import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.actions import approvals, causes, stages
from cases.actions.proposal_state import open_proposal
from cases.fields.dates import ThaiDateField
from cases.fields.photos import Photos
from cases.files import evidence
from cases.files.images import MAX_PHOTOS
from cases.models import Attachment, Cause, ResultCode
from cases.text.dates import short_date
from workflows.forms.plan_steps import CHOOSE_STEP
from workflows.forms.steps import CITIZEN_READS, STAFF_ONLY, STALE, StepForm, WithLetterForm, paragraphs
from workflows.rights.catalogue import Verb

# Of so many photos that steps took the officer chooses.
MOST_OFFERED = 20


class PhotoAgain(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Photos that are with the case already, each with a tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> Any:
        """The small photo itself, with the step that took it and the day; or that it is a paper."""
        if obj.is_pdf:
            return obj.get_kind_display()
        source, taken = reverse("cases:thumbnail", args=[obj.pk]), ""
        if obj.event.kind in evidence.STEPS:
            day = short_date(timezone.localdate(obj.event.at))
            taken = f"{stages.step_name(obj.event.subtask)}, {day}"
        picture = '<img src="{}" alt="{}" width="120" height="120" loading="lazy"> {}'
        return format_html(picture, source, _("Photo of the work done"), taken)


class ResolveForm(WithLetterForm):
    """The result: its code, its words, its day and its photos."""

    takes_photos = True
    seen_by = _("The citizen sees them.")
    words = "details"

    result = forms.ModelChoiceField(
        ResultCode.objects.none(),
        label=_("Result"),
        empty_label=_("Choose…"),
        error_messages={
            STALE: _("This result is not on offer any more. Please choose another one."),
            "required": _("Choose a result."),
        },
    )
    cause = forms.ModelChoiceField(
        Cause.objects.none(),
        label=_("Cause"),
        empty_label=_("Choose…"),
        help_text=_("For the figures of the staff; the citizen does not see it."),
        error_messages={
            STALE: _("This cause is not on offer any more. Please choose another one."),
            "required": _("Choose the cause."),
        },
    )
    details = paragraphs(_("What was done"), CITIZEN_READS, missing=_("Write what was done."))
    on = ThaiDateField(label=_("Date of the result"), initial=timezone.localdate)
    photos = Photos(
        label=_("Photos of the work done"),
        required=False,
        help_text=_("Up to 5 photos: JPEG, PNG or WebP, at most 10 MB each. The citizen sees them."),
    )
    again = PhotoAgain(
        Attachment.objects.none(),
        label=_("Photos that are with the case already"),
        required=False,
        help_text=_("Ticked photos go with the result. The citizen sees them."),
        error_messages={STALE: _("These photos are not on offer any more.")},
    )

    def offer(self) -> None:
        """The results and causes in use, the years since the case came in, and the photos of an earlier
        proposal and of the steps."""
        super().offer()
        self._offer_again()
        self._offer_causes()
        if self.case.request_type.needs_after_photo:
            self.seen_by = _("At least one photo where work was done. The citizen sees them.")
            self.fields["photos"].help_text = _(
                "At least one where work was done. Up to 5: JPEG, PNG or WebP, at most 10 MB each. "
                "The citizen sees them."
            )
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
        """What is wrong with the photos stands beside their field. The letter can be shown without them: the
        script does not send them for that."""
        for problem in self.uploads.problems if self.uploads else []:
            self.add_error("photos", problem)
        result = self.cleaned_data.get("result")
        if (
            result
            and "letter" not in self.data
            and evidence.needed(self.case, result)
            and not self.chosen_photos
        ):
            self.add_error(
                "photos", _("Add at least one photo of the work done. The result says that there is some.")
            )
        if len(self.chosen_photos) > MAX_PHOTOS:
            self.add_error("photos", _("You can send at most 5 photos. Please leave some out."))
        return self.cleaned_data

    @property
    def chosen_photos(self) -> list[Attachment]:
        """The photos that came with this form, and those that are with the case already and ticked."""
        return [*(self.uploads.photos if self.uploads else []), *self.cleaned_data.get("again", [])]

    @property
    def arguments(self) -> dict[str, Any]:
        """Result, details, day, photos, and words for the letter."""
        names = ("result", "cause", "details", "on", "letter_words")
        typed = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return typed | {"photos": self.chosen_photos}

    def _offer_causes(self) -> None:
        """Where the request type has a list; a cause is needed only where it says so."""
        request_type = self.case.request_type
        if not causes.on_offer(request_type):
            del self.fields["cause"]
            return
        self.fields["cause"].queryset = request_type.causes.filter(active=True)  # type: ignore[attr-defined]
        self.fields["cause"].required = request_type.needs_cause

    def _offer_again(self) -> None:
        """What was proposed before is ticked; where a photo is needed and none was, what the last step that
        took some has taken."""
        earlier = list(evidence.left_over(self.case)) if approvals.needed(self.case) else []
        taken: list[Attachment] = []
        if self.case.subtasks.all():
            taken = list(evidence.of_steps(self.case).select_related("event__subtask")[:MOST_OFFERED])
        if not earlier and not taken:
            del self.fields["again"]
            return
        ticked = [one for one in earlier if one.event_id == earlier[0].event_id]
        if not ticked and self.case.request_type.needs_after_photo:
            ticked = [one for one in taken if _subtask(one) == _subtask(taken[0])][:MAX_PHOTOS]
        offered = Attachment.objects.filter(pk__in=[one.pk for one in (*earlier, *taken)])
        offered = offered.select_related("event__subtask").defer("thumbnail").order_by("-event", "created")
        fields: Any = self.fields
        fields["again"].queryset = offered
        fields["again"].initial = [one.pk for one in ticked]


def _subtask(photo: Attachment) -> int | None:
    return photo.event.subtask_id if photo.event else None


class ProposeForm(ResolveForm):
    """The result as it shall be approved; what was returned before is filled in."""

    def offer(self) -> None:
        """As for a result; what is added to the letter is for the last approver to say."""
        super().offer()
        self.fields.pop("letter_words", None)
        last = self.case.proposals.order_by("at", "pk").last()
        if last:
            self.initial.update(result=last.result_id, cause=last.cause_id, details=last.details, on=last.on)


class ApproveForm(WithLetterForm):
    """The words of the proposed result, which whoever says the last yes may change."""

    words = "details"
    details = paragraphs(_("What was done"), CITIZEN_READS, missing=_("Write what was done."))

    def offer(self) -> None:
        """The officer's words; before the last approval nothing is to be typed."""
        super().offer()
        self.proposal = open_proposal(self.case)
        self.initial["details"] = self.proposal.details if self.proposal else ""
        if self.proposal and not approvals.is_last(self.case):
            self.words = ""
            self.fields.clear()

    @property
    def letter(self) -> dict[str, Any]:
        """What the letter says: the officer's result, in the head's words where they were sent."""
        assert self.proposal is not None
        details = self.cleaned_data["details"] if self.is_bound else self.proposal.details
        added = self.cleaned_data.get("letter_words", "") if self.is_bound else ""
        result = {"result": self.proposal.result, "on": self.proposal.on, "details": details}
        return result | ({"letter_words": added} if added else {})


class ReturnForm(StepForm):
    """Why the result goes back to the officer, or to which earlier step of the plan."""

    to = forms.ChoiceField(
        label=_("Where it goes back to"), widget=forms.RadioSelect, required=False, error_messages=CHOOSE_STEP
    )
    reason = paragraphs(_("Reason"), STAFF_ONLY, missing=_("Write the reason."))

    def offer(self) -> None:
        """The officer, and the steps that somebody has done, the last one first."""
        steps = [(one.key, one.name) for one in reversed(stages.returnable(self.case))]
        if steps:
            officer = _("To the officer in charge, who reports another result")
            self.fields["to"].choices = [("", officer), *steps]  # type: ignore[attr-defined]
        else:
            del self.fields["to"]


class TakeBackForm(StepForm):
    """Nothing to type."""


FORMS: dict[Verb, type[StepForm]] = {
    Verb.RESOLVE: ResolveForm,
    Verb.PROPOSE: ProposeForm,
    Verb.APPROVE: ApproveForm,
    Verb.RETURN_RESULT: ReturnForm,
    Verb.TAKE_BACK: TakeBackForm,
}
