"""The ways that there are: those of the case's state machine, and those through the stages of a plan."""

from collections.abc import Iterator
from functools import cache

from cases.models import Case, Status, StepKind
from cases.work_plans.document import Plan, Stage
from cases.work_plans.versions import plan_of

Way = tuple[str, str]
Graph = frozenset[Way]


@cache
def of_statuses() -> Graph:
    """From which status to which a case can go."""
    field = Case._meta.get_field("status")
    found = {(one.source, one.target) for one in field.get_all_transitions(Case)}
    begun = ("", str(Status.RECEIVED))
    return frozenset({begun, *((str(one), str(two)) for one, two in found if one != two)})


def of_version(version: int | None) -> Graph:
    """The ways of a case under this version of a plan; of one without a plan those of the statuses. At most
    one SQL statement, none where the set-up is known."""
    return of_statuses() if version is None else of_plan(plan_of(version), version)


def of_plan(plan: Plan, version: int) -> Graph:
    """The ways of a case under a plan. The work begins, or goes on after a break, at whichever stage."""
    stages = [place(version, number) for number in range(1, len(plan.stages) + 1)]
    found = {way for way in of_statuses() if Status.IN_PROGRESS not in way}
    for source, target in of_statuses() - found:
        ends = (stages if one == Status.IN_PROGRESS else [one] for one in (source, target))
        sources, targets = ends
        found |= {(one, two) for one in sources for two in targets}
    return frozenset(found | {(place(version, one), place(version, two)) for one, two in _between(plan)})


def place(version: int, number: int) -> str:
    """The place that a stage is."""
    return f"{version}.{number}"


def _between(plan: Plan) -> Iterator[tuple[int, int]]:
    """From which stage to which the work can go: on, past empty ones, and back by an approval."""
    for number, stage in enumerate(plan.stages, start=1):
        if any(step.kind == StepKind.APPROVE for step in stage.steps):
            yield from ((number, earlier) for earlier in range(1, number))
        for later in range(number + 1, len(plan.stages) + 1):
            yield number, later
            if not _may_be_empty(plan.stages[later - 1]):
                break


def _may_be_empty(stage: Stage) -> bool:
    """Whether a case can pass the stage without anybody doing anything."""
    required = (step for step in stage.steps if not step.optional)
    return all(step.when or step.kind == StepKind.INFORM for step in required)
