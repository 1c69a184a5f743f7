"""The work plans out of a file: judged as the editor judges them, and published where they differ."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from cases.models import WorkPlan
from cases.setup.files import Row
from cases.setup.safe_yaml import UNFIT
from cases.work_plans import rows as plan_rows
from cases.work_plans import versions
from cases.work_plans.document import Plan

Wrong = Callable[[int, str, str], None]


def bring_in(rows: list[Row], wrong: Wrong) -> None:
    """Publish the stages of the file, plan by plan, where they differ from those in use. A plan that the file
    lacks keeps its version: its switch takes it out of use."""
    in_use = {row["plan"]: row["stages"] for row in plan_rows.rows()}
    seen: set[str] = set()
    for row in rows:
        code = str(row.values.get("plan"))
        if row.values.keys() != {"plan", "stages"}:
            wrong(row.line, plan_rows.NAME, _("A plan and its stages belong here, and nothing else."))
        elif code in seen:
            wrong(row.line, plan_rows.NAME, _("This row stands in the file twice."))
        else:
            _publish(row, code, in_use.get(code), wrong)
        seen.add(code)


def _publish(row: Row, code: str, in_use: object, wrong: Wrong) -> None:
    where, line = f"{plan_rows.NAME} → {code}", row.lines["stages"]
    plan = WorkPlan.objects.filter(code=code).first()
    if plan is None:
        wrong(row.line, where, _("There is no such work plan."))
        return
    try:
        # What the database refuses must not end the rest.
        with transaction.atomic():
            content = Plan.from_json({"stages": row.values["stages"]})
            if content.to_json()["stages"] != in_use:
                versions.publish_content(plan, content)
    except ValidationError as error:
        for text in error.messages:
            wrong(line, where, text)
    except (DatabaseError, *UNFIT):
        wrong(line, where, _("This value does not fit."))
