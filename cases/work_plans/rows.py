"""The work plans as plain values, for the set-up file: what new cases are begun under, no drafts, nothing of
earlier versions."""

from typing import Any

from cases.models import PlanVersion
from cases.work_plans.document import Plan

NAME = "cases.planversion"


def rows() -> list[dict[str, Any]]:
    """Each plan with a version in use, by its code, with the stages."""
    current = PlanVersion.objects.filter(published_at__isnull=False, replaced_at__isnull=True)
    ordered = current.select_related("plan").order_by("plan__position", "plan__code")
    return [{"plan": one.plan.code, **Plan.from_json(one.content).to_json()} for one in ordered]
