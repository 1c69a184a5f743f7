"""Work plans of the sample municipality: what is there already is left as the administrator has it."""

from pathlib import Path
from typing import Any

import yaml

from cases.models import RequestType, WorkPlan
from cases.work_plans.document import Plan
from cases.work_plans.versions import publish_content

FILE = Path(__file__).with_name("work_plans.yaml")


def read() -> list[dict[str, Any]]:
    """The whole file."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return rows


def load() -> int:
    """Publish the plans whose code is not there yet, for request types that have none; returns how many."""
    there = set(WorkPlan.objects.values_list("code", flat=True))
    new = [(position, row) for position, row in enumerate(read()) if row["code"] not in there]
    for position, row in new:
        names = {name: row[name] for name in ("code", "name_th", "name_en")}
        plan = WorkPlan.objects.create(**names, position=position)
        RequestType.objects.filter(code__in=row["request_types"], work_plan=None).update(work_plan=plan)
        publish_content(plan, Plan.from_json({"stages": row["stages"]}))
    return len(new)
