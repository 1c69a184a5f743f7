"""Work plans to test with, in the words of the house: `draft_of(plan, stage("Look", step("look")))`."""

from typing import Any

from cases.models import PlanVersion, WorkPlan
from cases.work_plans import versions


def step(key: str, **more: Any) -> dict[str, Any]:
    """A step as JSON."""
    return {"key": key, "name_th": f"ขั้น {key}", "name_en": f"Step {key}", **more}


def stage(name: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A stage as JSON."""
    return {"name_th": name, "name_en": name, "steps": list(steps), **more}


def finding(key: str, kind: str, thai: str, english: str, **more: Any) -> dict[str, Any]:
    """A finding as JSON."""
    return {"key": key, "kind": kind, "text_th": thai, "text_en": english, **more}


def draft_of(plan: WorkPlan, *stages: dict[str, Any]) -> PlanVersion:
    """The draft of the plan with these stages."""
    draft = versions.draft(plan)
    draft.content = {"stages": list(stages)}
    draft.save()
    return draft
