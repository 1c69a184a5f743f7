"""A changed plan that is tried on the cases of the last months: which steps they would have had, and which of
these and of the cases would have been late.

It writes nothing. It assumes that a step would have taken the working days that it took, that one which a
case never had is done in its target, that nobody had filled in what was not asked, and that the waiting for a
citizen, which does not count, stays as it was.
"""

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from cases.conditions import Facts
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Doer, StepKind
from cases.work_plans import conditions
from cases.work_plans.document import Plan, PlanStep
from workflows.rehearsal import history
from workflows.rehearsal.changes import Changes
from workflows.rehearsal.plan_history import PlannedCase, finished_under, planned_cases
from workflows.rehearsal.report import Progress, Report

# Nobody works on these by a target.
AT_ONCE = (StepKind.INFORM, StepKind.ASK)


@dataclass
class StepSum:
    """How many cases have gone through a step, late, or had it skipped; and how many would have. `days` is
    its target in the version in use and `days_then` in the changed one; None where the plan lacks it."""

    name_th: str
    name_en: str
    days: int | None = None
    days_then: int | None = None
    done: int = 0
    done_then: int = 0
    late: int = 0
    late_then: int = 0
    skipped: int = 0
    skipped_then: int = 0


@dataclass
class PlanReport(Report):
    """What the rehearsal of a plan has found, with its steps by their keys."""

    steps: dict[str, StepSum] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON; the steps are a list, in the order of the plan."""
        steps = [{"key": key, **asdict(one)} for key, one in self.steps.items()]
        return super().to_json() | {"steps": steps}


class PlanReplay:
    """Stages that are tried on the finished cases of a plan instead of the version that each was under."""

    def __init__(self, changes: Changes, *, months: int, today: datetime.date) -> None:
        assert changes.plan is not None
        self.changed, self.present = (Plan.from_json(changes.plan[name]) for name in ("content", "instead"))
        cases = history.received_within(months, today)
        self.cases = finished_under(changes.plan["plan"], cases)
        self.calendar = WorkCalendar.load()
        self.report = PlanReport(steps=_sums(self.present, self.changed))

    def run(self, progress: Progress = lambda done, total: None) -> PlanReport:
        """Replay every case; `progress` is told how many of how many are done."""
        total = self.cases.count()
        progress(0, total)
        for part in planned_cases(self.cases):
            for one in part:
                self._replay(one)
            progress(self.report.cases, total)
        return self.report

    def finished_then(self, case: PlannedCase) -> datetime.date:
        """The day on which the case would have had its result: by as many working days earlier or later as
        the stages would have been shorter or longer."""
        was, then = (self._length(case, plan) for plan in (case.plan, self.changed))
        return case.resolved_on if was == then else self.calendar.shift(case.resolved_on, then - was)

    def run_through(self, case: PlannedCase, plan: Plan) -> dict[str, bool]:
        """Whether a case goes through each step under a plan, by key: of those that are required, and of the
        optional ones that somebody had added."""
        facts, gone = case.facts(), {}
        for stage in plan.stages:
            for step in stage.steps:
                if step.optional and not case.done(step.key):
                    continue
                gone[step.key] = _goes_through(case, step, facts)
            for step in stage.steps:
                if gone.get(step.key):
                    facts = case.knowing(facts, step.key)
        return gone

    def _replay(self, case: PlannedCase) -> None:
        self._count_steps(case)
        late = case.resolved_on > case.row.due_on
        late_then = self.finished_then(case) > case.row.due_on
        self.report.cases += 1
        self.report.count(case.row, late, late_then)

    def _count_steps(self, case: PlannedCase) -> None:
        gone = self.run_through(case, self.changed)
        for key, one in self.report.steps.items():
            turns, step = case.done(key), self.changed.by_key.get(key)
            one.done += bool(turns)
            one.late += any(_ended_on(turn) > turn.due_on for turn in turns)
            one.skipped += bool(case.turns.get(key)) and not turns
            if step is None or key not in gone:
                continue
            one.done_then += gone[key]
            one.skipped_then += not gone[key]
            one.late_then += gone[key] and self._is_late_then(case, step)

    def _is_late_then(self, case: PlannedCase, step: PlanStep) -> bool:
        """Whether it would have been done after its target, counted from when it was opened. Where the target
        is the same, the due date that it had holds."""
        own = case.plan.by_key.get(step.key)
        same = own is not None and own.days == step.days
        return any(
            _ended_on(turn) > (turn.due_on if same else self.calendar.shift(_begun_on(turn), step.days))
            for turn in case.done(step.key)
        )

    def _length(self, case: PlannedCase, plan: Plan) -> int:
        """The working days of all stages; each takes as long as its longest step."""
        gone = self.run_through(case, plan)
        stages = ([one for one in stage.steps if gone.get(one.key)] for stage in plan.stages)
        return sum(max((self._days(case, one) for one in steps), default=0) for steps in stages)

    def _days(self, case: PlannedCase, step: PlanStep) -> int:
        if step.kind in AT_ONCE or step.doer == Doer.CITIZEN:
            return 0
        turns = case.done(step.key)
        if not turns:
            return step.days
        return sum(self.calendar.between(_begun_on(one), _ended_on(one)) for one in turns)


def _sums(present: Plan, changed: Plan) -> dict[str, StepSum]:
    """A line for each step of the changed plan, and then for those that it leaves out."""
    found: dict[str, StepSum] = {}
    for plan in (changed, present):
        for step in plan.steps:
            found.setdefault(step.key, StepSum(step.name_th, step.name_en))
    for key, one in found.items():
        before, after = present.by_key.get(key), changed.by_key.get(key)
        one.days = before.days if before else None
        one.days_then = after.days if after else None
    return found


def _goes_through(case: PlannedCase, step: PlanStep, facts: Facts) -> bool:
    """Whether the case would have had the step: as it was, where its condition is the same and what it asks
    for is known."""
    own, turns = case.plan.by_key.get(step.key), case.turns.get(step.key)
    known = not step.when.question or step.when.question in facts.answers
    if turns and own and own.when == step.when and known:
        return bool(case.done(step.key))
    return conditions.holds(step.when, facts) and not case.skipped_by_hand(step.key)


def _begun_on(turn: Any) -> datetime.date:
    return timezone.localdate(turn.asked_at)


def _ended_on(turn: Any) -> datetime.date:
    return timezone.localdate(turn.ended_at)
