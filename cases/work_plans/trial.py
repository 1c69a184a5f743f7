"""What a plan would do with a made-up case: which steps open, in which order, which are skipped and why, and
by when. Nothing is stored."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cases.conditions import Facts
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Question
from cases.work_plans import conditions
from cases.work_plans.document import Plan, PlanStep, Stage


@dataclass(frozen=True)
class TriedStep:
    """A step of the walk. `due` is empty where it is not opened by the plan: `unmet` says which condition
    does not hold; without one the officer may add it."""

    step: PlanStep
    due: datetime.date | None = None
    unmet: str = ""


@dataclass(frozen=True)
class TriedStage:
    """A stage of the walk, with the days on which it begins and ends at the latest."""

    stage: Stage
    number: int
    begins: datetime.date
    ends: datetime.date
    steps: list[TriedStep]


@dataclass(frozen=True)
class Trial:
    """One made-up case: the facts of the form, what would be found at the steps, and the first day. `asked`
    are the questions of the form, for the words of the conditions."""

    plan: Plan
    facts: Facts
    found: Mapping[str, str]
    asked: Mapping[str, Question]
    begins: datetime.date

    def walk(self) -> list[TriedStage]:
        """The stages in order; each begins when the one before would end. A finding is known only if its step
        was opened."""
        facts, day, walked = self.facts, self.begins, []
        for number, stage in enumerate(self.plan.stages, start=1):
            steps = list(self._steps(stage, facts, day))
            tried = TriedStage(
                stage, number, day, max((one.due for one in steps if one.due), default=day), steps
            )
            walked.append(tried)
            facts, day = self._known(facts, tried), tried.ends
        return walked

    def _steps(self, stage: Stage, facts: Facts, day: datetime.date) -> Iterator[TriedStep]:
        """Side by side, but for the approvals of the result, which come then, one after the other."""
        latest = day
        for step in sorted(stage.steps, key=lambda step: step.of_result):
            tried = self._tried(step, facts, latest if step.of_result else day)
            latest = max(latest, tried.due or day)
            yield tried

    def _tried(self, step: PlanStep, facts: Facts, day: datetime.date) -> TriedStep:
        if step.optional:
            return TriedStep(step)
        if not conditions.holds(step.when, facts):
            return TriedStep(step, unmet=conditions.in_words(step, self.plan, dict(self.asked)))
        return TriedStep(step, due=WorkCalendar.load().shift(day, step.days))

    def _known(self, facts: Facts, stage: TriedStage) -> Facts:
        keys = (one.key for tried in stage.steps if tried.due for one in tried.step.questions)
        found = {key: frozenset({self.found[key]}) for key in keys if self.found.get(key)}
        return replace(facts, answers=facts.answers | found)
