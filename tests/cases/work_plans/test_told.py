"""What the citizen is told, with findings filled in."""

from decimal import Decimal

import pytest

from cases.actions import findings, lifecycle, subtasks
from cases.models import Case, CaseEvent, Department, RequestType, Subtask, User, WorkPlan
from cases.work_plans import versions
from tests.cases.work_plans.plans import draft_of, finding, stage, step
from tests.factories import CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(department: Department) -> RequestType:
    plan = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
    return RequestTypeFactory(department=department, target_working_days=20, work_plan=plan)


def test_findings_stand_in_the_citizens_words(kind: RequestType, head: User, officer: User) -> None:
    """The last finding of the short name, in the citizen's language; a dash where nothing was found."""
    fee = [
        finding("fee", "number", "ค่าธรรมเนียม", "Fee", required=True),
        finding("near", "yes_no", "ใกล้", "Near"),
    ]
    told = "ค่าธรรมเนียม {findings.fee} บาท ใกล้สายไฟ {findings.near}"
    news = step("news", kind="inform", shown="letter", told_th=told)
    assert kind.work_plan
    versions.publish(draft_of(kind.work_plan, stage("a", step("look", findings=fee)), stage("b", news)))
    case = CaseFactory(request_type=kind, language="th")
    lifecycle.assign(case, to=officer, by=head)
    lifecycle.start(Case.objects.get(pk=case.pk), by=officer)
    look = Subtask.objects.get(step="look")
    findings.keep(look, {"fee": Decimal(20)}, by=officer)
    subtasks.finish_subtask(look, by=officer, values={"fee": Decimal(40)})
    told = CaseEvent.objects.filter(case=case, kind="informed").get().message
    assert told == "ค่าธรรมเนียม 40 บาท ใกล้สายไฟ –"
