"""A plan as it is drawn: stages as columns, steps as cards, with what is wrong at each of them."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Doer, WorkPlan
from cases.work_plans import asked, checks, conditions
from cases.work_plans.checks import Problem
from cases.work_plans.document import Plan, PlanStep, Stage
from cases.work_plans.office import Office


@dataclass(frozen=True)
class Card:
    """One step, in words."""

    step: PlanStep
    who: str
    days: str
    condition: str
    problems: list[str]


@dataclass(frozen=True)
class Column:
    """One stage with its steps."""

    number: int
    stage: Stage
    cards: list[Card]


class Drawing:
    """What a page shows of one plan."""

    def __init__(self, plan: Plan, work_plan: WorkPlan) -> None:
        self.plan, self.work_plan = plan, work_plan
        self.request_types = asked.request_types(work_plan)
        self.office = Office()

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, and the warnings."""
        return list(checks.Check(self.plan, self.work_plan, self.office).all())

    @property
    def errors(self) -> list[Problem]:
        """What keeps it from being published."""
        return [one for one in self.problems if not one.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        """What can be accepted."""
        return [one for one in self.problems if one.is_warning]

    @property
    def columns(self) -> list[Column]:
        """The stages in order."""
        numbered = enumerate(self.plan.stages, start=1)
        return [Column(number, stage, [*map(self._card, stage.steps)]) for number, stage in numbered]

    @property
    def days(self) -> str:
        """How long it takes, beside what is promised."""
        promised = [
            _("“%(kind)s” promises %(days)s") % {"kind": one.name, "days": one.target_working_days}
            for one in self.request_types
        ]
        return "; ".join([_days(self.plan.days), *promised])

    @property
    def seen_by_citizen(self) -> str:
        """What the citizen sees: the stages, then the result."""
        return " → ".join([*(stage.name for stage in self.plan.stages), _("Result")])

    def _card(self, step: PlanStep) -> Card:
        said = [one.text for one in self.problems if one.step == step.key]
        condition = conditions.in_words(step, self.plan, asked.by_all(self.request_types))
        return Card(step, self._who(step), _days(step.days), condition, said)

    def _who(self, step: PlanStep) -> str:
        if step.party:
            return self.office.parties.get(step.party, step.party)
        if not step.department:
            return step.doer_words
        name = self.office.departments.get(step.department, step.department)
        return name if step.doer == Doer.DEPARTMENT else f"{step.doer_words}: {name}"


def _days(number: int) -> str:
    text = ngettext("%(number)s working day", "%(number)s working days", number)
    return text % {"number": number}
