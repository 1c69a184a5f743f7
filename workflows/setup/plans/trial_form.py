"""A made-up case with which a plan is tried out: only what a condition of the plan asks is offered."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.conditions import Facts
from cases.fields.text import Line
from cases.models import Question, Urgency, WorkPlan
from cases.questionnaires.types import type_of
from cases.work_plans import asked
from cases.work_plans.document import Plan
from cases.work_plans.trial import Trial


class TrialForm(forms.Form):
    """The answers, findings and urgency of the case."""

    use_required_attribute = False

    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=Urgency.choices, required=False)
    community = Line(label=gettext_lazy("Community"), required=False, max_length=100)

    def __init__(self, data: Any = None, *, plan: Plan, work_plan: WorkPlan) -> None:
        super().__init__(data, label_suffix="", auto_id="try_%s")
        self.plan = plan
        self.asked = asked.by_all(asked.request_types(work_plan))
        wanted = {step.when.question for step in plan.steps}
        self.of_form = [one for one in self.asked.values() if one.key in wanted]
        self.of_steps = [one for step in plan.steps for one in step.questions if one.key in wanted]
        for one in (*self.of_form, *self.of_steps):
            self._offer(one)
        for name in ("urgency", "community"):
            if not any(getattr(step.when, name) for step in plan.steps):
                del self.fields[name]

    def trial(self) -> Trial:
        """The case as it was typed, received now."""
        data, now = self.cleaned_data, timezone.localtime()
        facts = Facts(
            request_type=0,
            category=None,
            at=now,
            urgency=data.get("urgency") or Urgency.NORMAL,
            community=data.get("community", ""),
            answers={one.key: frozenset({data[one.field_name]}) for one in self.of_form},
        )
        found = {one.key: data[one.field_name] for one in self.of_steps}
        return Trial(self.plan, facts, found, self.asked, now.date())

    def _offer(self, question: Question) -> None:
        choices = [("", "–"), *type_of(question).options]
        self.fields[question.field_name] = forms.ChoiceField(
            label=question.text, choices=choices, required=False
        )
