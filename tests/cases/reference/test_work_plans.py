"""The ready plans: each can be published and finished by the people of the sample municipality."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from cases.models import RequestType, WorkPlan
from cases.reference import work_plans
from cases.work_plans import checks, versions
from cases.work_plans.document import Plan
from workflows.demo import staff
from workflows.demo.stories import FILE, read

pytestmark = pytest.mark.django_db


def test_all_are_in_use_and_a_second_loading_adds_nothing(sample_municipality: None) -> None:
    assert work_plans.load() == 0
    plans = WorkPlan.objects.prefetch_related("versions", "kinds")
    assert len(plans) == 8
    for plan in plans:
        assert [one.is_current for one in plan.versions.all()] == [True]
        assert len(plan.kinds.all()) == 1
        assert versions.to_begin(plan.kinds.all()[0])


def test_what_the_administrator_has_chosen_stays(sample_municipality: None) -> None:
    RequestType.objects.filter(code="tree_trim").update(work_plan=None)
    call_command("load_municipality", verbosity=0)
    assert RequestType.objects.get(code="tree_trim").work_plan is None


def test_nothing_is_wrong_with_any_of_them(sample_municipality: None, settings: object) -> None:
    """With the people of the demo: a head for each department, a clerk and an executive."""
    settings.DEMO = True  # type: ignore[attr-defined]
    staff.hire(read(FILE)["staff_names"])
    for plan in WorkPlan.objects.all():
        content = plan.versions.get().content
        with override("en"):
            assert [one.text for one in checks.problems(Plan.from_json(content), plan)] == []


def test_every_word_is_there_in_both_languages() -> None:
    for row in work_plans.read():
        for stage in Plan.from_json({"stages": row["stages"]}).stages:
            assert stage.name_en
            for step in stage.steps:
                assert step.name_en
                assert bool(step.text_th) == bool(step.text_en)
                assert bool(step.told_th) == bool(step.told_en)
                assert all(one.text_en for one in step.questions)
                assert all(choice["en"] for one in step.questions for choice in one.choices)
