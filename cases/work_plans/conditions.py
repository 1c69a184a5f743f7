"""Whether a step of a plan is to be done for a case, and why not, in words."""

from dataclasses import replace

from django.utils.translation import gettext as _

from cases.conditions import Facts, values_of
from cases.conditions import facts_of as facts_when_filed
from cases.models import Case, Finding, Question, Urgency
from cases.questionnaires.answers import answers_of
from cases.questionnaires.types import type_of
from cases.work_plans.document import Plan, PlanStep, When


def facts_of(case: Case) -> Facts:
    """What conditions ask of a case: what was known when it was filed, and the findings of its steps, of each
    the last. Two SQL statements."""
    fields = {name: getattr(case, name) for name in ("latitude", "longitude", "community", "urgency")}
    facts = facts_when_filed(
        case.request_type,
        fields,
        subdistrict=case.subdistrict_id or "",
        answers=answers_of(case),
        at=case.received_at,
    )
    findings = Finding.objects.filter(subtask__case=case).order_by("at", "pk").values_list("key", "value")
    found = {key: values_of(value) for key, value in findings}
    return replace(facts, answers=facts.answers | found)


def holds(when: When, facts: Facts) -> bool:
    """Whether all that the condition asks holds."""
    return all(when.conditions.verdicts(facts).values())


def in_words(step: PlanStep, plan: Plan, asked: dict[str, Question]) -> str:
    """The condition of a step in the reader's language; `asked` are the questions of the form by their short
    names."""
    when, said = step.when, []
    if when.question:
        one = (asked | plan.earlier_findings(step.key)).get(when.question)
        answer = type_of(one).label_of(when.answer) if one else when.answer
        words = {"question": one.text if one else when.question, "answer": answer}
        said.append(_("“%(question)s” is answered with “%(answer)s”.") % words)
    if when.urgency:
        said.append(_("The urgency is: %(urgency)s.") % {"urgency": Urgency(when.urgency).label})
    if when.community:
        said.append(_("The community's name contains “%(text)s”.") % {"text": when.community})
    return " ".join(said)
