"""The stages of a work plan: opened one after the other, skipped, sent back, approved, and what a case waits
for."""

from typing import Any

import pytest
from django.utils import timezone

from cases.access import delegations
from cases.actions import findings, lifecycle, reopening, stages, subtasks
from cases.errors import Refused
from cases.models import Case, Department, PlanVersion, RequestType, Subtask, User, WorkPlan
from cases.work_plans import versions
from notifications.models import Notice
from tests.factories import CaseFactory, HeadFactory, RequestTypeFactory, ResultCodeFactory
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db


def step(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name_th": f"ขั้น {key}", "name_en": f"Step {key}", **more}


def stage(name: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name_th": name, "name_en": name, "steps": list(steps), **more}


def published(request_type: RequestType, *found: dict[str, Any]) -> PlanVersion:
    plan = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
    request_type.work_plan = plan
    request_type.save()
    draft = versions.draft(plan)
    draft.content = {"stages": list(found)}
    draft.save()
    return versions.publish(draft)


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="tree", department=department, target_working_days=20)


def filed(request_type: RequestType, head: User, officer: User) -> Case:
    case = CaseFactory(request_type=request_type)
    lifecycle.assign(case, to=officer, by=head)
    return lifecycle.start(Case.objects.get(pk=case.pk), by=officer)


def row(case: Case, key: str) -> Subtask:
    return Subtask.objects.filter(case=case, step=key).latest("turn")


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_stages_open_one_after_the_other(request_type: RequestType, head: User, officer: User) -> None:
    """The next stage opens when all required steps of the one before are done, in the same transaction."""
    published(request_type, stage("a", step("look"), step("measure")), stage("b", step("cut")))
    case = filed(request_type, head, officer)
    assert (now(case).stage, row(case, "look").state, row(case, "measure").officer) == (1, "in_work", officer)
    subtasks.finish_subtask(row(case, "look"), by=officer)
    assert now(case).stage == 1
    assert not Subtask.objects.filter(step="cut").exists()
    subtasks.finish_subtask(row(case, "measure"), by=officer)
    assert (now(case).stage, row(case, "cut").state) == (2, "in_work")
    assert not list(disagreements())


def test_a_result_waits_for_the_plan(request_type: RequestType, head: User, officer: User) -> None:
    """No result before all required steps are over; then it is given as ever."""
    published(request_type, stage("a", step("look")))
    case = filed(request_type, head, officer)
    result = ResultCodeFactory()
    with pytest.raises(Refused, match="look"):
        lifecycle.resolve(case, by=officer, result=result, details="Done.")
    subtasks.finish_subtask(row(case, "look"), by=officer)
    lifecycle.resolve(now(case), by=officer, result=result, details="Done.")
    assert not list(disagreements())


def test_a_step_needs_its_findings(request_type: RequestType, head: User, officer: User) -> None:
    """What is required has to be filled in; each line is kept when it is written."""
    asked = [
        {"key": "near_line", "kind": "yes_no", "text_th": "ใกล้สายไฟ", "text_en": "Near", "required": True},
        {"key": "note", "kind": "short", "text_th": "หมายเหตุ", "text_en": "Note"},
    ]
    published(
        request_type,
        stage("a", step("look", findings=asked)),
        stage("b", step("line", when={"question": "near_line", "answer": "yes"}), step("cut")),
    )
    case = filed(request_type, head, officer)
    with pytest.raises(Refused, match="ใกล้สายไฟ"):
        subtasks.finish_subtask(row(case, "look"), by=officer)
    findings.keep(row(case, "look"), {"note": "oak"}, by=officer)
    subtasks.finish_subtask(row(case, "look"), by=officer, values={"near_line": "no"})
    assert {one.key for one in row(case, "look").findings.all()} == {"near_line", "note"}
    assert (row(case, "line").state, row(case, "cut").state) == ("skipped", "in_work")
    assert not list(disagreements())


def test_nobody_approves_their_own_work(request_type: RequestType, head: User, officer: User) -> None:
    """An approval is another person's than the one who has done a step before."""
    HeadFactory(username="second_head", department=request_type.department)
    published(
        request_type,
        stage("a", step("look", doer="head")),
        stage("b", step("yes", kind="approve", doer="head")),
    )
    case = filed(request_type, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=head)
    with pytest.raises(Refused):
        subtasks.finish_subtask(row(case, "yes"), by=head)
    subtasks.finish_subtask(row(case, "yes"), by=User.objects.get(username="second_head"))
    assert now(case).stage == 3
    assert not list(disagreements())


@pytest.mark.parametrize("beside", [False, True])
def test_what_the_only_head_has_done_an_executive_approves(
    request_type: RequestType, head: User, officer: User, executive: User, beside: bool
) -> None:
    """Also where the approval was open already, beside the step that the head has done."""
    yes = step("yes", kind="approve", doer="head")
    before, with_it = ([], [yes]) if beside else ([stage("b", yes)], [])
    published(request_type, stage("a", step("look", doer="head"), *with_it), *before)
    case = filed(request_type, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=head)
    waiting = row(case, "yes")
    assert (waiting.doer, waiting.state, waiting.turn) == ("executive", "asked", 1 + beside)
    assert Notice.objects.filter(case=case, audience="executive").exists()
    with pytest.raises(Refused):
        subtasks.finish_subtask(waiting, by=head)
    subtasks.finish_subtask(waiting, by=executive)
    assert now(case).stage > len(stages.plan(now(case)).stages)  # type: ignore[union-attr]
    assert not list(disagreements())


def test_an_approval_that_nobody_can_give_waits_for_another_head(
    request_type: RequestType, head: User, officer: User
) -> None:
    """The officer in charge is the only head, and there is no executive: a second head is named, who says
    yes."""
    published(request_type, stage("a", step("look")), stage("b", step("yes", kind="approve", doer="head")))
    case = filed(request_type, head, head)
    subtasks.finish_subtask(row(case, "look"), by=head)
    assert row(case, "yes").doer == "head"
    second = HeadFactory(username="second_head", department=request_type.department)
    subtasks.finish_subtask(row(case, "yes"), by=second)
    assert not list(disagreements())


def test_a_deputy_does_not_approve_for_the_one_who_did_the_work(
    request_type: RequestType, head: User, officer: User, colleague: User
) -> None:
    """The head who has worked hands the decision to nobody: the yes would be the head's own."""
    HeadFactory(username="second_head", department=request_type.department)
    published(
        request_type,
        stage("a", step("look", doer="head")),
        stage("b", step("yes", kind="approve", doer="head")),
    )
    case = filed(request_type, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=head)
    today = timezone.localdate()
    delegations.enter(head, deputy=colleague, since=today, until=today, order_number="12/2569", by=head)
    deputy = User.objects.get(pk=colleague.pk)
    with pytest.raises(Refused):
        subtasks.finish_subtask(row(case, "yes"), by=deputy)
    assert row(case, "yes").state == "asked"


def test_an_approver_sends_back_to_an_earlier_step(
    request_type: RequestType, head: User, officer: User
) -> None:
    """The earlier step, and all stages after it, are done once more."""
    published(
        request_type,
        stage("a", step("look"), step("measure")),
        stage("b", step("cut")),
        stage("c", step("yes", kind="approve", doer="head")),
    )
    case = filed(request_type, head, officer)
    for key in ("look", "measure", "cut"):
        subtasks.finish_subtask(row(case, key), by=officer)
    subtasks.return_step(row(case, "yes"), to="measure", by=head, reason="Wrong tree.")
    assert (now(case).stage, row(case, "measure").turn, row(case, "look").turn) == (1, 2, 1)
    subtasks.finish_subtask(row(case, "measure"), by=officer)
    assert (now(case).stage, row(case, "cut").turn) == (2, 2)
    subtasks.finish_subtask(row(case, "cut"), by=officer)
    subtasks.finish_subtask(row(case, "yes"), by=head)
    assert now(case).stage == 4
    assert not list(disagreements())


def test_missing_papers_are_asked_for_once(request_type: RequestType, head: User, officer: User) -> None:
    """All that is missing stands in one question; the step goes on with the answer."""
    papers = [
        {"key": "deed", "kind": "paper", "text_th": "โฉนด", "text_en": "Title deed", "required": True},
        {"key": "plan", "kind": "paper", "text_th": "แบบแปลน", "text_en": "Plan", "required": True},
    ]
    published(request_type, stage("a", step("check", kind="papers", findings=papers)))
    case = filed(request_type, head, officer)
    findings.keep(row(case, "check"), {"deed": "missing", "plan": "missing"}, by=officer)
    with pytest.raises(Refused):
        subtasks.finish_subtask(row(case, "check"), by=officer)
    subtasks.ask_for_papers(row(case, "check"), by=officer)
    assert now(case).status == "waiting"
    assert "โฉนด" in now(case).question
    assert "แบบแปลน" in now(case).question
    lifecycle.answer(now(case), text="Here.")
    findings.keep(row(case, "check"), {"deed": "there"}, by=officer)
    with pytest.raises(Refused):
        subtasks.ask_for_papers(row(case, "check"), by=officer)
    subtasks.finish_subtask(row(case, "check"), by=officer, values={"plan": "not_needed"})
    assert now(case).stage == 2
    assert not list(disagreements())


def test_the_plan_asks_and_informs_the_citizen(request_type: RequestType, head: User, officer: User) -> None:
    """A question of the plan pauses the case; its answer is the step. A step that informs is done at once."""
    told = {"told_th": "กรุณาเลือกวัน", "told_en": "Choose a day."}
    published(
        request_type,
        stage("a", step("day", kind="ask", doer="citizen", **told)),
        stage("b", step("news", kind="inform", shown="letter", **told), step("cut")),
    )
    case = filed(request_type, head, officer)
    assert (now(case).status, now(case).question) == ("waiting", "กรุณาเลือกวัน")
    lifecycle.answer(now(case), text="Monday.")
    assert (now(case).stage, row(case, "day").state, row(case, "news").state) == (2, "done", "done")
    assert not list(disagreements())


def test_the_steps_go_with_the_case(
    request_type: RequestType, head: User, officer: User, colleague: User
) -> None:
    """Whoever has the case has its steps; nobody has them while nobody has it."""
    published(request_type, stage("a", step("look")))
    case = filed(request_type, head, officer)
    lifecycle.hand_back(now(case), by=officer, reason="Ill.")
    assert (row(case, "look").state, row(case, "look").officer) == ("asked", None)
    lifecycle.assign(now(case), to=colleague, by=head)
    assert (row(case, "look").state, row(case, "look").officer) == ("in_work", colleague)
    assert not list(disagreements())


def test_a_published_version_stays(request_type: RequestType) -> None:
    """Neither a page nor the database changes it; a change is another version."""
    version = published(request_type, stage("a", step("look")))
    version.content = {"stages": []}
    with pytest.raises(Exception, match="does not change"):
        version.save()


def test_reopened_cases_start_at_the_named_stage(
    request_type: RequestType, head: User, officer: User
) -> None:
    """The stage that the plan names; the first where it names none."""
    published(request_type, stage("a", step("look")), stage("b", step("cut"), reopens=True))
    case = filed(request_type, head, officer)
    for key in ("look", "cut"):
        subtasks.finish_subtask(row(case, key), by=officer)
    lifecycle.resolve(now(case), by=officer, result=ResultCodeFactory(), details="Cut.")
    reopening.reopen(now(case), reason="It stands.")
    assert now(case).stage == 0
    lifecycle.assign(now(case), to=officer, by=head)
    lifecycle.start(now(case), by=officer)
    assert (now(case).stage, row(case, "cut").turn, row(case, "look").turn) == (2, 2, 1)
    assert stages.waited_for(now(case))
    assert not list(disagreements())


def test_an_approval_that_comes_again_is_told_again(
    request_type: RequestType, head: User, officer: User
) -> None:
    """Each turn has its own letter, and an open step of its own."""
    published(request_type, stage("a", step("look")), stage("b", step("yes", kind="approve", doer="head")))
    case = filed(request_type, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=officer)
    subtasks.return_step(row(case, "yes"), to="look", by=head, reason="Look again.")
    subtasks.finish_subtask(row(case, "look"), by=officer)
    assert row(case, "yes").turn == 2
    assert Notice.objects.filter(kind="step_opened", recipient=head).count() == 2
    assert not list(disagreements())
