"""Changes of a plan's stages and steps: each returns another plan, judged as a file is judged.

A step is named by its key, and so is a stage. What points to nothing raises ValidationError.
"""

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.questionnaires.definitions import free_key
from cases.work_plans.document import Plan, PlanStep, Stage

T = TypeVar("T")


class Way(StrEnum):
    """Where a step or a stage goes."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


def with_stage(plan: Plan, stage: Stage) -> Plan:
    """The plan with a stage in the place of the one with its key; a new one, which has none, at the end."""
    stages = list(plan.stages)
    if stage.key:
        stages[_at(plan, stage.key)] = stage
    else:
        stages.append(stage)
    return _judged(plan, stages)


def stage_moved(plan: Plan, key: str, way: Way) -> Plan:
    """The plan whose stage has changed places with the one before or after it; at the end it stays."""
    stages, place = list(plan.stages), _at(plan, key)
    _swap(stages, place, place + (1 if way == Way.RIGHT else -1))
    return _judged(plan, stages)


def without_stage(plan: Plan, key: str) -> Plan:
    """The plan without a stage. Raises ValidationError while the stage has steps."""
    stages = list(plan.stages)
    if stages.pop(_at(plan, key)).steps:
        raise ValidationError(_("This stage has steps. Move them to another stage or remove them first."))
    return _judged(plan, stages)


def with_step(plan: Plan, step: PlanStep, stage: str) -> Plan:
    """The plan with a step in the place of the one with its key, or at the end of a stage, named by its."""
    if step.key in plan.by_key:
        number = plan.stage_of[step.key]
        steps = [step if one.key == step.key else one for one in plan.stages[number - 1].steps]
    else:
        number = _at(plan, stage) + 1
        steps = [*plan.stages[number - 1].steps, step]
    return _with_steps(plan, {number: steps})


def without_step(plan: Plan, key: str) -> Plan:
    """The plan without a step."""
    number, steps, place = _found(plan, key)
    del steps[place]
    return _with_steps(plan, {number: steps})


def step_copied(plan: Plan, key: str) -> Plan:
    """The plan with a copy behind a step; the findings of the copy have short names of their own."""
    number, steps, place = _found(plan, key)
    taken = {one.key for step in plan.steps for one in step.questions}
    renamed: dict[str, str] = {}
    for one in steps[place].questions:
        renamed[one.key] = free_key(one.key, taken | set(renamed.values()))
    steps.insert(place + 1, _copy(plan, steps[place], renamed))
    return _with_steps(plan, {number: steps})


def step_moved(plan: Plan, key: str, way: Way) -> Plan:
    """The plan whose step went up or down in its stage, or to the end of the stage before or after; where
    there is no such place it stays."""
    number, steps, place = _found(plan, key)
    if way in (Way.UP, Way.DOWN):
        _swap(steps, place, place + (1 if way == Way.DOWN else -1))
        return _with_steps(plan, {number: steps})
    other = number + (1 if way == Way.RIGHT else -1)
    if not 1 <= other <= len(plan.stages):
        return plan
    moved = steps.pop(place)
    return _with_steps(plan, {number: steps, other: [*plan.stages[other - 1].steps, moved]})


def step_placed(plan: Plan, key: str, stage: str, place: int) -> Plan:
    """The plan whose step stands at a place of a stage, counted from 0 among the stage's other steps; beyond
    the last of them at the end."""
    number = _at(plan, stage) + 1
    was, steps, at = _found(plan, key)
    moved = steps.pop(at)
    others = steps if number == was else list(plan.stages[number - 1].steps)
    others.insert(place, moved)
    return _with_steps(plan, {was: steps, number: others})


def _copy(plan: Plan, step: PlanStep, renamed: dict[str, str]) -> PlanStep:
    findings = tuple(
        {
            name: renamed.get(value, value) if name in ("key", "show_if_key") else value
            for name, value in one.items()
        }
        for one in step.findings
    )
    return replace(step, key=plan.free_key(step.key), findings=findings)


def _found(plan: Plan, key: str) -> tuple[int, list[PlanStep], int]:
    """The stage of a step, its steps, and the step's place among them."""
    if key not in plan.by_key:
        raise ValidationError(_("This step is not there any more."))
    number = plan.stage_of[key]
    steps = list(plan.stages[number - 1].steps)
    return number, steps, [one.key for one in steps].index(key)


def _at(plan: Plan, key: str) -> int:
    if key not in plan.number_of:
        raise ValidationError(_("This stage is not there any more."))
    return plan.number_of[key] - 1


def _swap(rows: list[T], one: int, other: int) -> None:
    if 0 <= other < len(rows):
        rows[one], rows[other] = rows[other], rows[one]


def _with_steps(plan: Plan, steps: dict[int, list[PlanStep]]) -> Plan:
    numbered = enumerate(plan.stages, start=1)
    stages = [
        replace(one, steps=tuple(steps[number])) if number in steps else one for number, one in numbered
    ]
    return _judged(plan, stages)


def _judged(plan: Plan, stages: list[Stage]) -> Plan:
    return Plan.from_json(plan.with_stages(stages).to_json())
