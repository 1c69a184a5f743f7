"""The cases of the past that were worked on by a plan, with their steps as they went."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet
from django.utils import timezone

from cases.conditions import Facts, facts_of, values_of
from cases.models import Answer, Case, Finding, RequestType, Subtask
from cases.work_plans.document import Plan
from cases.work_plans.versions import plan_of
from workflows.rehearsal.history import AT_ONCE


@dataclass
class PlannedCase:
    """A case with a result: its version, each turn of its steps, and what these have found."""

    row: Case
    plan: Plan
    turns: dict[str, list[Subtask]] = field(default_factory=lambda: defaultdict(list))
    # The key of a step → what was found at it, by short names.
    found: dict[str, dict[str, frozenset[str]]] = field(default_factory=lambda: defaultdict(dict))
    answers: list[Answer] = field(default_factory=list)

    @property
    def resolved_on(self) -> datetime.date:
        """The day of the result."""
        assert self.row.resolved_at is not None
        return timezone.localdate(self.row.resolved_at)

    def done(self, key: str) -> list[Subtask]:
        """The turns of a step that somebody has worked on until they were over; none where it was skipped."""
        over = (Subtask.State.DONE, Subtask.State.RETURNED, Subtask.State.REFUSED)
        return [one for one in self.turns.get(key, ()) if one.state in over]

    def skipped_by_hand(self, key: str) -> bool:
        """Whether somebody has skipped the step in the end, with a reason."""
        turns = self.turns.get(key)
        last = turns[-1] if turns else None
        return bool(last and last.state == Subtask.State.SKIPPED and last.ended_by_id)

    def facts(self) -> Facts:
        """What was known when it was filed; findings come with their steps."""
        fields = {name: getattr(self.row, name) for name in ("latitude", "longitude", "community", "urgency")}
        home = self.row.subdistrict_id or ""
        kind, received = self.row.request_type, self.row.received_at
        return facts_of(kind, fields, subdistrict=home, answers=self.answers, at=received)

    def knowing(self, facts: Facts, key: str) -> Facts:
        """These facts and what the step has found."""
        return replace(facts, answers=facts.answers | self.found.get(key, {}))


def finished_under(plan: int, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of the cases that have a result and were worked on by a version of the plan."""
    return cases.filter(plan_version__plan=plan, resolved_at__isnull=False)


def planned_cases(cases: QuerySet[Case]) -> Iterator[list[PlannedCase]]:
    """The cases in the order of their keys, AT_ONCE at a time: four SQL statements for each part."""
    request_types, last = {one.pk: one for one in RequestType.objects.all()}, 0
    while part := list(cases.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for row in part:
            row.request_type = request_types[row.request_type_id]
        yield _with_steps(part)
        last = part[-1].pk


def _with_steps(part: list[Case]) -> list[PlannedCase]:
    keys = [row.pk for row in part]
    found = {row.pk: PlannedCase(row, plan_of(row.plan_version_id)) for row in part if row.plan_version_id}
    for step in Subtask.objects.filter(case__in=keys).exclude(step="").order_by("turn"):
        found[step.case_id].turns[step.step].append(step)
    findings = Finding.objects.filter(subtask__case__in=keys).order_by("at", "pk")
    for case, step_key, key, value in findings.values_list("subtask__case", "subtask__step", "key", "value"):
        found[case].found[step_key][key] = values_of(value)
    for answer in Answer.objects.filter(case__in=keys).select_related("question"):
        found[answer.case_id].answers.append(answer)
    return list(found.values())
