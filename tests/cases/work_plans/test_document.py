"""A plan as JSON: out and in again it is the same; what is no plan is refused with its step."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.models import Doer, StepKind, Urgency
from cases.work_plans import editing
from cases.work_plans.document import MOST_STAGES, Plan, PlanStep, Shown, Stage, When
from cases.work_plans.editing import Way
from tests.cases.work_plans.plans import finding, stage, step

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
NEAR = finding("near", "yes_no", "ใกล้", "Near", required=True)
HEIGHT = finding("height", "number", "สูง", "Height", minimum=1, maximum=9)
WHY = finding("why", "long", "เหตุ", "Why", show_if_key="near", show_if_value="no")
FINDINGS = st.sampled_from([[], [NEAR], [HEIGHT, finding("deed", "paper", "โฉนด", "Deed")], [NEAR, WHY]])
WHENS = st.builds(
    When,
    question=st.just("near"),
    answer=st.sampled_from(["yes", "no"]),
    urgency=st.sampled_from(["", *Urgency.values]),
    community=WORDS,
) | st.just(When())
STEPS = st.builds(
    PlanStep,
    key=st.from_regex(r"[a-z]{1,10}(-[a-z0-9]{1,5}){0,2}", fullmatch=True),
    name_th=NAMES,
    name_en=WORDS,
    kind=st.sampled_from(StepKind.values),
    doer=st.sampled_from(Doer.values),
    department=st.sampled_from(["", "ENG"]),
    text_th=WORDS,
    days=st.integers(0, 365),
    optional=st.booleans(),
    may_skip=st.booleans(),
    of_result=st.booleans(),
    when=WHENS,
    shown=st.sampled_from(Shown.values),
    told_th=WORDS,
    findings=FINDINGS.map(tuple),
)
STAGES = st.builds(
    Stage,
    name_th=NAMES,
    name_en=WORDS,
    steps=st.lists(STEPS, max_size=3).map(tuple),
    reopens=st.booleans(),
)
PLANS = st.lists(STAGES, max_size=4).map(
    lambda stages: Plan(tuple(replace(one, key=f"s-{number}") for number, one in enumerate(stages)))
)


@settings(deadline=None)
@given(PLANS)
def test_out_and_in_again_it_is_the_same(plan: Plan) -> None:
    assert Plan.from_json(plan.to_json()) == plan


def test_a_stage_without_a_key_has_one_of_its_name_and_keeps_it() -> None:
    """Wherever it stands, with one of its own for each of the same name; renamed, it is still the same."""
    plan = Plan.from_json({"stages": [stage("a"), stage("b"), stage("a")]})
    again = Plan.from_json({"stages": [stage("b"), stage("a")]})
    first, second, third = (one.key for one in plan.stages)
    assert [one.key for one in again.stages] == [second, first]
    assert first != third
    moved = editing.stage_moved(plan, first, Way.RIGHT)
    renamed = editing.with_stage(moved, replace(moved.stages[1], name_th="c"))
    assert [(one.key, one.name_th) for one in renamed.stages] == [(second, "b"), (first, "c"), (third, "a")]


@settings(deadline=None)
@given(PLANS, st.data())
def test_moving_a_step_loses_none(plan: Plan, data: st.DataObject) -> None:
    """Whichever way it goes, the plan has the same steps; there and back within a stage changes nothing."""
    keys = [one.key for one in plan.steps]
    if len(set(keys)) < len(keys) or not keys:
        return
    key, way = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(Way))
    moved = editing.step_moved(plan, key, way)
    assert sorted(moved.by_key) == sorted(plan.by_key)
    assert len(moved.stages) == len(plan.stages)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([1], "Fields with their values"),
        ({"colour": 1}, "colour"),
        ({"stages": {}}, "list"),
        ({"stages": [{"name_th": ""}]}, "A stage has a Thai name."),
        ({"stages": [{"name_th": 5}]}, "name_th"),
        ({"stages": [stage("a", key="Big Key")]}, "small Latin letters"),
        ({"stages": [stage("a", key="new")]}, "small Latin letters"),
        ({"stages": [stage("a", key="x"), stage("b", key="x")]}, "Two stages have the short name “x”."),
        ({"stages": [stage("a", step("Big Key"))]}, "small Latin letters"),
        ({"stages": [stage("a", step("x", name_th=""))]}, "x: A step has a Thai name."),
        ({"stages": [stage("a", step("x", days=400))]}, "x: The working days"),
        ({"stages": [stage("a", step("x", days=True))]}, "x: The working days"),
        ({"stages": [stage("a", step("x", kind="dance"))]}, "x: This value does not fit."),
        ({"stages": [stage("a", step("x", kind=[]))]}, "x: This value does not fit."),
        ({"stages": [stage("a", step("x", optional=1))]}, "x: This value does not fit."),
        ({"stages": [stage("a", step("x", when={"question": "q"}))]}, "x: Name the earlier question"),
        ({"stages": [stage("a", step("x", when={"urgency": "never"}))]}, "x: This value does not fit."),
        ({"stages": [stage("a", step("x", findings=[{"key": "k", "kind": "one"}]))]}, "x: k:"),
        (
            {
                "stages": [
                    stage("a", step("x", findings=[finding("k", "number", "ก", "k", minimum=2, maximum=1)]))
                ]
            },
            "x: k: The largest",
        ),
        ({"stages": [stage("a", step("x", findings=5))]}, "x: A list of questions"),
        ({"stages": [stage("a", step("x", name_th="x\0"))]}, "x: “name_th”"),
        ({"stages": [stage(f"s{n}") for n in range(MOST_STAGES + 1)]}, "at most"),
    ],
)
def test_what_is_no_plan_is_refused(in_english: None, content: Any, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Plan.from_json(content)


def test_a_copy_has_names_of_its_own() -> None:
    """Its key and its findings' short names are free; a condition within the step goes with them."""
    asks = [NEAR, WHY]
    plan = Plan.from_json({"stages": [stage("a", step("look", findings=asks))]})
    copy = editing.step_copied(plan, "look").by_key["look-2"]
    assert [(one["key"], one.get("show_if_key")) for one in copy.findings] == [
        ("near_2", None),
        ("why_2", "near_2"),
    ]


@pytest.mark.parametrize("edit", [editing.without_step, editing.step_copied])
def test_a_step_that_is_not_there_is_refused(edit: Any) -> None:
    with pytest.raises(ValidationError):
        edit(Plan(), "look")
