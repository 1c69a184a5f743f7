"""What the citizen is told of a step, with the findings filled in."""

from collections import defaultdict

from django.utils.translation import override

from cases import placeholders
from cases.models import Case, Finding
from cases.models.reference_data import in_reader_language
from cases.work_plans.document import FINDINGS, PlanStep

# Where a finding was not filled in, since its step was skipped or did not need it.
NOTHING = "–"


def words(step: PlanStep, case: Case) -> str:
    """The words of the step in the language of the letters; a finding is the last one of its short name. At
    most one SQL statement, none for words without findings."""
    text = step.told_in(case.language)
    return placeholders.filled(text, _values(case)) if placeholders.names_in(text) else text


def _values(case: Case) -> defaultdict[str, object]:
    findings = Finding.objects.filter(subtask__case=case).order_by("at", "pk")
    with override(case.language):
        found = {
            f"{FINDINGS}{key}": in_reader_language(thai, english)
            for key, thai, english in findings.values_list("key", "text_th", "text_en")
        }
    return defaultdict(lambda: NOTHING, found)
