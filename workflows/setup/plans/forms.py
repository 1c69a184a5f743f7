"""The forms of a plan: its names and request types, one stage, one step."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import Line, Paragraphs
from cases.models import Department, Doer, OutsideParty, Question, RequestType, StepKind, Urgency, WorkPlan
from cases.models.setup.work_plans import STEP_FIELDS
from cases.placeholders import FINDINGS
from cases.questionnaires.definitions import free_key
from cases.questionnaires.types import type_of
from cases.work_plans import texts
from cases.work_plans.document import KEY, MOST_DAYS, NAME, TEXT, Plan, PlanStep, Shown, Stage, When
from workflows.setup.routing_forms import RequestTypes

ANY = [("", gettext_lazy("Any"))]


class NamesForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a plan is called, whether it is in use, and which request types it serves."""

    use_required_attribute = False

    kinds = RequestTypes(
        RequestType.objects.none(),
        label=gettext_lazy("Kinds of request that are worked on by this plan"),
        required=False,
    )

    class Meta:
        model = WorkPlan
        fields = ["name_th", "name_en", "active"]
        field_classes = {"name_th": Line, "name_en": Line}
        labels = {"active": gettext_lazy("The plan is in use: new cases are begun under it")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.fields["name_en"].required = False
        offered = self.fields["kinds"]
        offered.queryset = RequestType.objects.filter(active=True).select_related("work_plan")  # type: ignore[attr-defined]
        offered.label_from_instance = self._with_other_plan  # type: ignore[attr-defined]
        if self.instance.pk:
            offered.initial = self.instance.kinds.values_list("pk", flat=True)

    def clean_name_en(self) -> str:
        """The Thai name, where there is no English one."""
        return str(self.cleaned_data["name_en"] or self.cleaned_data.get("name_th", ""))

    def clean(self) -> dict[str, Any]:
        """The standard texts of a request type find their findings in the plan that it has from now on."""
        data = super().clean() or self.cleaned_data
        before = set(self.instance.kinds.filter(active=True)) if self.instance.pk else set()
        chosen, active = set(data.get("kinds", before)), data.get("active")
        given = chosen - before if active and self.instance.active else chosen
        for said in texts.lost(given, self.instance if active else None):
            self.add_error("kinds", said)
        for said in texts.lost(before - chosen, None):
            self.add_error("kinds", said)
        return data

    def save(self, commit: bool = True) -> Any:
        """Store the plan, and let the chosen request types have it; one that had another has this one now."""
        if not self.instance.pk:
            # `new` is an address of its own.
            codes = {"new", *WorkPlan.objects.values_list("code", flat=True)}
            self.instance.code = free_key(slugify(self.cleaned_data["name_en"])[:KEY] or "plan", codes)
        saved = super().save(commit)
        chosen = set(self.cleaned_data["kinds"])
        for one in chosen - set(saved.kinds.all()):
            _give(one, saved)
        for one in set(saved.kinds.filter(active=True)) - chosen:
            _give(one, None)
        return saved

    def _with_other_plan(self, request_type: RequestType) -> str:
        other = request_type.work_plan
        if other is None or other == self.instance:
            return request_type.name
        return _("%(kind)s (now: %(plan)s)") % {"kind": request_type.name, "plan": other.name}


def _give(request_type: RequestType, plan: WorkPlan | None) -> None:
    request_type.work_plan = plan
    # One by one, so that the change log hears of each.
    request_type.save(update_fields=["work_plan"])


class StageForm(forms.Form):
    """A stage: its names, and whether reopened cases start there."""

    use_required_attribute = False

    name_th = Line(label=gettext_lazy("Name in Thai"), max_length=NAME)
    name_en = Line(label=gettext_lazy("Name in English"), max_length=NAME, required=False)
    reopens = forms.BooleanField(label=gettext_lazy("Reopened cases start here"), required=False)

    def __init__(self, data: Any = None, *, stage: Stage) -> None:
        initial = {name: getattr(stage, name) for name in ("name_th", "name_en", "reopens")}
        super().__init__(data, label_suffix="", initial=initial)
        self.stage = stage

    def written(self) -> Stage:
        """The stage as it was typed, with its steps."""
        return replace(self.stage, **self.cleaned_data)


class StepForm(forms.Form):
    """A step without its findings. Whether it fits the rest of the plan, the checks of the plan say."""

    use_required_attribute = False

    name_th = Line(max_length=NAME)
    name_en = Line(max_length=NAME, required=False)
    kind = forms.ChoiceField(choices=StepKind.choices)
    doer = forms.ChoiceField(choices=Doer.choices)
    department = forms.ChoiceField(
        required=False,
        help_text=gettext_lazy("Of a head who is named, or of the other department."),
    )
    party = forms.ChoiceField(
        required=False,
        help_text=gettext_lazy(
            "Where an outside party does it. Its people get a letter with a link, and see nothing of the "
            "citizen."
        ),
    )
    days = forms.IntegerField(min_value=0, max_value=MOST_DAYS)
    optional = forms.BooleanField(required=False)
    may_skip = forms.BooleanField(required=False)
    of_result = forms.BooleanField(
        required=False,
        help_text=gettext_lazy(
            "For an approval in the last stage: the officer proposes the result, and the citizen hears of it "
            "after the last approval."
        ),
    )
    text_th = Paragraphs(max_length=TEXT, required=False)
    text_en = Paragraphs(max_length=TEXT, required=False)
    asked = forms.ChoiceField(
        label=gettext_lazy("This was answered, or found at an earlier stage"), required=False
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("The urgency is"), required=False, choices=[*ANY, *Urgency.choices]
    )
    community = Line(
        label=gettext_lazy("The community's name contains"),
        required=False,
        max_length=100,
    )
    shown = forms.ChoiceField(choices=Shown.choices)
    told_th = Paragraphs(
        max_length=TEXT,
        required=False,
        help_text=gettext_lazy(
            "The letter, the line in the history, or the question to the citizen. A finding is filled in "
            "where its short name stands: {findings.depth}."
        ),
    )
    told_en = Paragraphs(max_length=TEXT, required=False)

    OWN = ("kind", "doer", "department", "party", "days", "optional", "may_skip", "of_result", "shown")
    WORDS = ("name_th", "name_en", "text_th", "text_en", "told_th", "told_en")

    def __init__(self, data: Any = None, *, step: PlanStep, known: dict[str, list[Question]]) -> None:
        values = {name: getattr(step, name) for name in (*self.OWN, *self.WORDS)}
        condition = {"urgency": step.when.urgency, "community": step.when.community}
        super().__init__(data, label_suffix="", initial=values | condition)
        self.step = step
        for name, label in STEP_FIELDS.items():
            if name in self.fields:
                self.fields[name].label = label
        own, nobody = ("", _("The case's own department")), ("", _("None"))
        self.fields["department"].choices = [own, *_departments(step)]  # type: ignore[attr-defined]
        self.fields["party"].choices = [nobody, *_parties(step)]  # type: ignore[attr-defined]
        self._offer_answers(known)

    def _offer_answers(self, known: dict[str, list[Question]]) -> None:
        """The answers to choose from; one that is not known any more stays, and the checks speak of it."""
        when, field = self.step.when, self.fields["asked"]
        field.initial = f"{when.question}={when.answer}" if when.question else ""
        groups = [(name, list(_answers(questions))) for name, questions in known.items()]
        offered = {value for _name, answers in groups for value, _words in answers}
        gone = [] if field.initial in offered or not field.initial else [(field.initial, field.initial)]
        field.choices = [("", _("No condition")), *gone, *(one for one in groups if one[1])]  # type: ignore[attr-defined]

    def written(self, plan: Plan, findings: list[dict[str, Any]]) -> PlanStep:
        """The step as it was typed, with these findings; a new one gets a key. Raises ValidationError."""
        data = self.cleaned_data
        question, _equals, answer = data["asked"].partition("=")
        when = When(question, answer, data["urgency"], data["community"])
        own = {name: data[name] for name in (*self.OWN, *self.WORDS)}
        key = self.step.key or plan.free_key(data["name_en"])
        return replace(self.step, key=key, when=when, findings=tuple(findings), **own)


def known_to(plan: Plan, number: int, form: dict[str, Question]) -> dict[str, list[Question]]:
    """What a condition of a step in this stage may ask, by where it comes from: the form, and the steps of
    earlier stages."""
    before = [step for stage in plan.stages[: number - 1] for step in stage.steps]
    return {str(_("The form")): list(form.values())} | {step.name: step.questions for step in before}


def fillable(plan: Plan, number: int, step: PlanStep) -> list[tuple[str, str]]:
    """What the words for the citizen can hold, as it is written, with what it is: the findings of the stages
    before this one, and of the step itself."""
    found = [one for questions in known_to(plan, number, {}).values() for one in questions]
    own = [one for one in step.questions if one.key not in {other.key for other in found}]
    return [(f"{{{FINDINGS}{one.key}}}", one.text) for one in (*found, *own)]


def _answers(questions: list[Question]) -> Iterator[tuple[str, str]]:
    for one in questions:
        for value, label in type_of(one).options:
            yield f"{one.key}={value}", f"{one.text}: {label}"


def _departments(step: PlanStep) -> list[tuple[str, str]]:
    offered = [(one.code, one.name) for one in Department.objects.filter(active=True)]
    return _with_chosen(offered, step.department)


def _parties(step: PlanStep) -> list[tuple[str, str]]:
    return _with_chosen([(one.code, one.name) for one in OutsideParty.in_use()], step.party)


def _with_chosen(offered: list[tuple[str, str]], code: str) -> list[tuple[str, str]]:
    """What is on offer, and what was chosen before and is not any more."""
    return [*offered, (code, code)] if code and code not in dict(offered) else offered
