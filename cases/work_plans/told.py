"""What the citizen is told of a step, and what other texts say of it: findings filled in."""

from collections import defaultdict
from collections.abc import Collection

from django.utils.translation import override

from cases import placeholders
from cases.models import Case, Finding, StepKind, Subtask
from cases.models.reference_data import in_reader_language
from cases.placeholders import FINDINGS
from cases.work_plans.document import Plan, PlanStep, Shown
from cases.work_plans.versions import plan_of

# Where a finding was not filled in, since its step was skipped or did not need it.
NOTHING = "–"


def words(step: PlanStep, case: Case) -> str:
    """The words of the step in the language of the letters; a finding is the last one of its short name. At
    most one SQL statement, none for words without findings."""
    text = step.told_in(case.language)
    if not placeholders.names_in(text):
        return text
    with override(case.language):
        return placeholders.filled(text, defaultdict(lambda: NOTHING, found(case)))


def found(case: Case) -> dict[str, object]:
    """What the steps of a case have found, by the names of the placeholders, in the active language; of each
    short name the last. At most one SQL statement, none without a plan."""
    if case.plan_version_id is None:
        return {}
    rows = Finding.objects.filter(subtask__case=case).order_by("at", "pk")
    return {
        f"{FINDINGS}{key}": in_reader_language(thai, english)
        for key, thai, english in rows.values_list("key", "text_th", "text_en")
    }


def label(key: str, case: Case) -> str:
    """What a finding is called in the plan of the case, in the reader's language; its short name where the
    plan does not ask for it. At most one SQL statement."""
    plan = plan_of(case.plan_version_id) if case.plan_version_id else Plan()
    asked = (one for step in plan.steps for one in step.questions)
    return next((one.text for one in asked if one.key == key), key)


def used_when_done(step: PlanStep, plan: Plan) -> list[str]:
    """The short names of the findings that the citizen reads of as soon as the step is done: in its own
    words, and in those of the next stage that are said at once."""
    following = plan.stages[plan.stage_of.get(step.key, len(plan.stages)) :][:1]
    at_once = [one for stage in following for one in stage.steps if _is_said_at_once(one)]
    told = [one for one in (step, *at_once) if one.shown != Shown.NOTHING or one.kind == StepKind.ASK]
    return placeholders.findings_in("\n".join(f"{one.told_th}\n{one.told_en}" for one in told))


def empty(keys: Collection[str], case: Case, there: Collection[str], *, but: Subtask) -> list[str]:
    """What those of these findings are called that are neither `there` nor found by another step than this
    one. One SQL statement."""
    elsewhere = Finding.objects.filter(subtask__case=case, key__in=keys).exclude(subtask=but)
    known = {*there, *elsewhere.values_list("key", flat=True)}
    return [label(key, case) for key in keys if key not in known]


def _is_said_at_once(step: PlanStep) -> bool:
    return step.kind in (StepKind.INFORM, StepKind.ASK) and not step.optional and not step.when
