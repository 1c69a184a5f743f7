"""Standard texts with findings: who may use which, and what is said where one is not found out."""

import pytest
from django.core.exceptions import ValidationError

from cases.models import Department, RequestType, StandardText, WorkPlan
from cases.setup import files
from cases.setup.imports import bring_in
from cases.setup.safe_yaml import Unreadable
from cases.work_plans import checks, texts, versions
from cases.work_plans.document import Plan
from tests.cases.work_plans.plans import draft_of, finding, stage, step
from tests.factories import RequestTypeFactory, StandardTextFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DEPTH = finding("depth", "number", "ลึก", "Depth")


@pytest.fixture
def kind(department: Department) -> RequestType:
    """A request type whose plan finds out `depth`."""
    plan = WorkPlan.objects.create(code="road", name_th="ถนน", name_en="Road")
    kind: RequestType = RequestTypeFactory(name_en="Road", department=department, work_plan=plan)
    versions.publish(draft_of(plan, stage("Look", step("look", findings=[DEPTH]))))
    return kind


def text(kind: RequestType | None, words: str = "ลึก {findings.depth} ซม.", **more: object) -> StandardText:
    made: StandardText = StandardTextFactory(
        **{"step": "resolve", "kind": kind, "text_th": words, "name_en": "Hole", **more}
    )
    return made


def test_a_text_uses_what_the_plan_of_each_of_its_kinds_finds_out(kind: RequestType) -> None:
    """For one kind; for a category or everything where a kind has no such plan, it is named; out of use, a
    text may say anything."""
    fine = text(kind)
    fine.full_clean()
    texts.refuse_unfound(fine)
    texts.refuse_unfound(text(None, "{findings.width}", active=False))
    other = RequestTypeFactory(name_en="Drain", category=kind.category)
    wrong = "No step of the work plan of “Drain” finds out {findings.depth}."
    for one in (text(None), text(None, category=other.category)):
        assert list(texts.problems(one)) == [wrong]
    with pytest.raises(ValidationError, match=r"findings\.width"):
        texts.refuse_unfound(text(kind, "{findings.width}"))


def test_a_text_is_not_used_before_the_plan_begins(kind: RequestType) -> None:
    with pytest.raises(ValidationError, match=r"\{findings.depth\} does not exist yet"):
        texts.refuse_unfound(text(kind, step="assign"))


def test_a_plan_without_the_finding_of_a_text_is_not_published(kind: RequestType) -> None:
    text(kind)
    assert kind.work_plan
    draft = draft_of(kind.work_plan, stage("Look", step("look")))
    said = "The standard text “Hole”: No step of the work plan of “Road” finds out {findings.depth}."
    assert [one.text for one in checks.problems(Plan.from_json(draft.content), kind.work_plan)] == [said]
    with pytest.raises(ValidationError, match="Hole"):
        versions.publish(draft)
    assert not checks.unfinishable()


def test_a_file_brings_plan_and_text_together_or_neither(kind: RequestType) -> None:
    """A new short name in both is taken; in the plan alone it is refused at the text."""
    text(kind, code="hole")
    written = files.written()
    with pytest.raises(Unreadable) as refused:
        bring_in(written.replace("key: depth", "key: deepness"), by=None)
    assert [one.where for one in refused.value.problems] == ["cases.standardtext → hole"]
    changed = written.replace("key: depth", "key: deepness").replace("findings.depth", "findings.deepness")
    bring_in(changed, by=None)
    assert StandardText.objects.get(code="hole").findings == ["deepness"]
