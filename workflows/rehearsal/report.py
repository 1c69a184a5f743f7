"""The rehearsal itself: how many cases would have been late, whose, and where they would have gone."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cases.deadlines.work_calendar import WorkCalendar
from cases.intake.routing import Rule
from cases.models import Case
from workflows.rehearsal import history, replay
from workflows.rehearsal.changes import Changes
from workflows.rehearsal.history import PastCase

# So many examples are kept: cases that were on time and would not have been, or the other way round.
EXAMPLES = 20
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What a rehearsal has found: counts by the primary keys of departments and request types."""

    cases: int = 0
    judged: int = 0
    late: int = 0
    late_then: int = 0
    # Cases whose due date the present set-up gives again; for the others the difference is laid on the date
    # that they had.
    reproduced: int = 0
    by_department: dict[int, list[int]] = field(default_factory=dict)
    by_request_type: dict[int, list[int]] = field(default_factory=dict)
    # "from to" → how many cases would have been sent to another department at first.
    moved: Counter[str] = field(default_factory=Counter)
    examples: list[list[Any]] = field(default_factory=list)

    def count(self, case: Case, late: bool, late_then: bool) -> None:
        """Count a case that was on time or late, and one with another verdict among the examples."""
        self.judged += 1
        self.late += late
        self.late_then += late_then
        _add(self.by_department, case.department_id, late, late_then)
        _add(self.by_request_type, case.request_type_id, late, late_then)
        if late != late_then and len(self.examples) < EXAMPLES:
            self.examples.append([case.pk, late_then])

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON."""
        return vars(self) | {"moved": dict(self.moved)}


class Replay:
    """Changes that are tried on the cases of the last months. It writes nothing, and assumes that the work
    itself would have taken as long as it did."""

    def __init__(self, changes: Changes, *, months: int, today: datetime.date) -> None:
        self.changes, self.months, self.today = changes, months, today
        self.present = WorkCalendar.load()
        self.calendar = changes.calendar(self.present)
        self.rules: list[Rule] = changes.rules() if changes.with_rules else []
        self.report = Report()

    def run(self, progress: Progress = lambda done, total: None) -> Report:
        """Replay every case; `progress` is told how many of how many are done."""
        cases = history.received_within(self.months, self.today)
        total = cases.count()
        progress(0, total)
        for part in history.past_cases(cases, with_answers=bool(self.rules)):
            for one in part:
                self._replay(one)
            progress(self.report.cases, total)
        return self.report

    def due_then(self, one: PastCase) -> datetime.date:
        """When the case would have been due."""
        target = one.row.request_type.target_working_days
        changed = self.changes.targets.get(one.row.request_type_id, target)
        now, then = self._due(one, target, self.present), self._due(one, changed, self.calendar)
        due_on: datetime.date = one.row.due_on
        if now == due_on:
            self.report.reproduced += 1
            return then
        # The set-up has changed since, or somebody has set the date by hand.
        return due_on if now == then else self.calendar.shift(due_on, self.calendar.between(now, then))

    def _due(self, one: PastCase, target: int, calendar: WorkCalendar) -> datetime.date:
        return replay.due(one.row.received_at, one.moments, target, calendar, given=self.present)

    def _replay(self, one: PastCase) -> None:
        self.report.cases += 1
        if self.changes.with_rules:
            self._route(one)
        if not one.is_judged:
            return
        late = one.is_late(one.row.due_on, self.today)
        late_then = one.is_late(self.due_then(one), self.today)
        self.report.count(one.row, late, late_then)

    def _route(self, one: PastCase) -> None:
        facts = one.facts()
        rule = next((rule for rule in self.rules if rule.fits(facts)), None)
        to = rule.department if rule else one.row.request_type.department_id
        if one.first_department and to != one.first_department:
            self.report.moved[f"{one.first_department} {to}"] += 1


def readable(keys: list[int], cases: Any) -> dict[int, Case]:
    """The examples that are among these cases, by their keys."""
    return {one.pk: one for one in cases.filter(pk__in=keys).select_related("request_type", "department")}


def _add(table: dict[int, list[int]], key: int, late: bool, late_then: bool) -> None:
    row = table.setdefault(key, [0, 0, 0])
    row[0] += 1
    row[1] += late
    row[2] += late_then
