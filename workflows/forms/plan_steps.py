"""The forms of a step of a work plan: its findings, an approval, and what keeps the plan going."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import findings, stages
from cases.fields.dates import PARTS
from cases.fields.photos import Photos
from cases.forms.questions import Asked, QuestionForm
from cases.models import Finding, Question, QuestionKind, StepKind
from cases.questionnaires.answer_uploads import AnswerUploads
from cases.questionnaires.types import type_of
from cases.work_plans import told
from workflows.forms.departments import AssignSubtaskForm, RefuseSubtaskForm, SubtaskForm
from workflows.forms.steps import STAFF_ONLY, STALE, StepForm, paragraphs
from workflows.rights.subtask_rights import SubtaskVerb

SAVE = "save"
CHOOSE_STEP = {
    STALE: gettext_lazy("This step is not on offer any more. Please choose another one."),
    "required": gettext_lazy("Choose a step."),
}


@dataclass
class StepLine(Asked):
    """A finding on the page of its step, with what is kept of it."""

    finding: Finding | None = None
    seen: str = "null"

    @property
    def seen_name(self) -> str:
        """The hidden field that says what the page showed."""
        return seen_name(self.question)


def seen_name(question: Question) -> str:
    """The name of the hidden field in which a page says what it showed of a finding."""
    return f"seen_{question.field_name}"


class WorkStepForm(QuestionForm, SubtaskForm):
    """The findings of a step, line by line, and what there is to say when it is done. `changed` are the lines
    that this person has changed: those of others stay as they are."""

    takes_photos = True

    result = paragraphs(gettext_lazy("Note"), STAFF_ONLY)
    photos = Photos(
        label=gettext_lazy("Photos of the work done"),
        required=False,
        help_text=gettext_lazy(
            "Up to 5 photos: JPEG, PNG or WebP, at most 10 MB each. Only the staff see them."
        ),
    )

    with_dash = forms.BooleanField(
        label=gettext_lazy("Tell the citizen all the same, with a dash where nothing was filled in"),
        required=False,
    )

    def offer(self) -> None:
        """Ask for the findings of the step; an approval has neither findings nor photos, and a step that asks
        for a photo takes further ones. A box for words with
        an empty finding is there where the citizen is told findings."""
        planned, plan = findings.planned(self.subtask), stages.plan(self.case)
        self.told = told.used_when_done(planned, plan) if plan else []
        if not self.told:
            del self.fields["with_dash"]
        questions = planned.questions
        self.ask_these(questions, uploads=self._answer_uploads(questions))
        for question in questions:
            # Whether something is missing is asked when the step is to be done.
            self.fields[question.field_name].required = False
            if kept := self.kept.get(question.key):
                self.initial[question.field_name] = type_of(question).initial(kept.value)
        if self.subtask.kind == StepKind.APPROVE:
            del self.fields["photos"]
        elif any(one.kind == QuestionKind.FILE for one in questions):
            self.fields["photos"].label = _("Further photos")
        self.order_fields([*(one.field_name for one in questions), "result", "photos", "with_dash"])

    @cached_property
    def kept(self) -> dict[str, Finding]:
        """What is kept, by short names. One SQL statement."""
        found = Finding.objects.filter(subtask=self.subtask).select_related(
            "by", "person__party", "attachment"
        )
        return {one.key: one for one in found.defer("attachment__thumbnail")}

    def forget_kept(self) -> None:
        """Read anew what is kept: the changed lines were."""
        self.__dict__.pop("kept", None)

    @property
    def is_saved_only(self) -> bool:
        """Whether the lines are to be kept, and the step is not done yet."""
        return SAVE in self.data

    @property
    def lines(self) -> Iterator[StepLine]:
        """Each finding with its field, and what is kept of it."""
        for one in self.asked_questions():
            kept, seen = self.kept.get(one.question.key), json.dumps(self._kept_value(one.question))
            yield StepLine(**vars(one), finding=kept, seen=seen)

    def clean(self) -> dict[str, Any]:
        """Take the changed lines aside, with an error beside those that a colleague has changed as well, and
        beside those that are missing where the step is to be done."""
        data = super().clean()
        self.changed: dict[str, Any] = {}
        for question in self.questions:
            if self._is_sent(question) and not self.has_error(question.field_name):
                self._take(question)
        if not self.is_saved_only:
            self._name_missing()
            self._name_untold()
        for problem in self.uploads.problems if self.uploads and "photos" in self.fields else []:
            self.add_error("photos", problem)
        return data

    @property
    def arguments(self) -> dict[str, Any]:
        """Note and photos; the lines are kept before."""
        photos = self.uploads.photos if self.uploads and "photos" in self.fields else []
        return {"result": self.cleaned_data.get("result", ""), "photos": photos}

    def _take(self, question: Question) -> None:
        asked, value = type_of(question), self.replies.get(question.key)
        if asked.takes_photo:
            if value is not None:
                self.changed[question.key] = value
            return
        mine = None if findings.is_empty(value) else asked.stored(value)
        now, seen = self._kept_value(question), self._seen(question)
        if mine in (now, seen):
            return
        if now != seen:
            text = _("Meanwhile %(person)s has written “%(words)s” here. Save again to replace it.")
            kept = self.kept.get(question.key)
            said = {"person": kept.author if kept else "–", "words": kept.text if kept else "–"}
            self.add_error(question.field_name, text % said)
            return
        self.changed[question.key] = value

    def _name_missing(self) -> None:
        """Say beside its field what still has to be filled in."""
        there = self._after_saving()
        for question in findings.asked_now(self.subtask, there):
            if question.required and question.key not in there and not self.has_error(question.field_name):
                self.add_error(question.field_name, _("This has to be filled in."))

    def _name_untold(self) -> None:
        """Say what the citizen would read a dash for, unless that is meant."""
        if not self.told or self.errors or self.cleaned_data.get("with_dash"):
            return
        if names := told.empty(self.told, self.case, self._after_saving(), but=self.subtask):
            text = _("The citizen is told of this, and nothing was filled in: %(names)s.")
            self.add_error("with_dash", text % {"names": ", ".join(names)})

    def _after_saving(self) -> dict[str, Any]:
        there = {key: one.value for key, one in self.kept.items()}
        for question in self.questions:
            value = self.changed.get(question.key)
            if question.key in self.changed and findings.is_empty(value):
                there.pop(question.key, None)
            elif question.key in self.changed:
                there[question.key] = type_of(question).stored(value)
        return there

    def _kept_value(self, question: Question) -> Any:
        kept = self.kept.get(question.key)
        return kept.value if kept else None

    def _seen(self, question: Question) -> Any:
        """What the page showed of a line; what is kept where the page does not say so."""
        try:
            return json.loads(self.data[seen_name(question)])
        except (KeyError, ValueError):
            return self._kept_value(question)

    def _applies(self, question: Question, applies: set[str]) -> bool:
        """Where the page had no line for the earlier finding, what is kept of it decides."""
        earlier = next((one for one in self.questions if one.key == question.show_if_key), None)
        if earlier is None or self._is_sent(earlier):
            return super()._applies(question, applies)
        return question.is_met_by(self._kept_value(earlier))

    def _is_sent(self, question: Question) -> bool:
        """Whether the page that was sent had this line."""
        name = question.field_name
        names = [seen_name(question), name, *(f"{name}_{part}" for part in PARTS)]
        return type_of(question).takes_photo or any(one in self.data for one in names)

    def _answer_uploads(self, questions: list[Question]) -> Mapping[str, AnswerUploads]:
        """The photos that came for single lines."""
        if self.uploads is None:
            return {}
        request, token = self.uploads.request, self.uploads.token
        found = {one.key: AnswerUploads(request, token, one) for one in questions if type_of(one).takes_photo}
        for uploads in found.values():
            uploads.take()
        return found


class ReturnForm(SubtaskForm):
    """Which earlier step is done once more, and why."""

    to = forms.ChoiceField(
        label=gettext_lazy("Step that is done once more"),
        widget=forms.RadioSelect,
        error_messages={**CHOOSE_STEP, "invalid_choice": CHOOSE_STEP[STALE]},
    )
    reason = paragraphs(gettext_lazy("Reason"), STAFF_ONLY, missing=gettext_lazy("Write the reason."))

    def offer(self) -> None:
        """The steps that somebody has done, the last one first."""
        steps = reversed(stages.returnable(self.case))
        self.fields["to"].choices = [(one.key, one.name) for one in steps]  # type: ignore[attr-defined]


class SkipForm(SubtaskForm):
    """Why the plan goes on without it."""

    reason = paragraphs(gettext_lazy("Reason"), STAFF_ONLY, missing=gettext_lazy("Write the reason."))


class RepeatForm(SubtaskForm):
    """Nothing to type."""


class AskPapersForm(SubtaskForm):
    """Nothing to type: the papers that were found missing are asked for."""

    @property
    def papers(self) -> list[str]:
        """What the citizen is asked for, in the reader's language."""
        return findings.missing_papers(self.subtask)


class AddStepForm(StepForm):
    """One of the optional steps of the stage that is under way."""

    key = forms.ChoiceField(label=gettext_lazy("Step"), widget=forms.RadioSelect, error_messages=CHOOSE_STEP)

    def offer(self) -> None:
        """Those that are not open; the only one is chosen."""
        steps = [(one.key, one.name) for one in stages.addable(self.case)]
        self.fields["key"].choices = steps  # type: ignore[attr-defined]
        self.fields["key"].initial = steps[0][0] if len(steps) == 1 else None


PLAN_FORMS: dict[SubtaskVerb, type[SubtaskForm]] = {
    SubtaskVerb.ASSIGN: AssignSubtaskForm,
    SubtaskVerb.FINISH: WorkStepForm,
    SubtaskVerb.ASK_PAPERS: AskPapersForm,
    SubtaskVerb.RETURN: ReturnForm,
    SubtaskVerb.REFUSE: RefuseSubtaskForm,
    SubtaskVerb.REPEAT: RepeatForm,
    SubtaskVerb.SKIP: SkipForm,
}
