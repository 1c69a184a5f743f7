"""Rehearsals of a changed plan: unchanged it finds what happened; changed, other steps and other cases are
late; nothing is written."""

import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases.actions import lifecycle, subtasks
from cases.models import Case, CaseEvent, PlanVersion, RequestType, User
from cases.work_plans import versions
from tests.cases.actions.test_stages import published, row, stage, step
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory
from workflows.models import RehearsalRun
from workflows.rehearsal import runs
from workflows.rehearsal.plan_replay import PlanReplay, PlanReport

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
# A Monday.
START = datetime.datetime(2026, 6, 1, 3, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 27)
NEAR = {"key": "near", "kind": "yes_no", "text_th": "ใกล้", "text_en": "Near"}
LOOK = step("look", days=2, findings=[NEAR])
LINE = step("line", days=3, when={"question": "near", "answer": "yes"})
CUT = step("cut", days=3)


@pytest.fixture
def plan(department: Any) -> PlanVersion:
    kind = RequestTypeFactory(code="tree", department=department, target_working_days=8)
    return published(kind, stage("Look", LOOK), stage("Cut", LINE, CUT))


def at(days: int) -> datetime.datetime:
    return START + days * DAY


def lived(head: User, officer: User, *, near: str, cut: int) -> Case:
    """A case looked at after four days (two days late) and cut after `cut` days."""
    case = CaseFactory(request_type=RequestType.objects.get(code="tree"), now=START)
    lifecycle.assign(case, to=officer, by=head, now=START)
    lifecycle.start(Case.objects.get(pk=case.pk), by=officer, now=START)
    subtasks.finish_subtask(row(case, "look"), by=officer, values={"near": near}, now=at(4))
    if near == "yes":
        subtasks.finish_subtask(row(case, "line"), by=officer, now=at(4))
    subtasks.finish_subtask(row(case, "cut"), by=officer, now=at(cut))
    said = {"result": ResultCodeFactory(), "details": "Done.", "on": at(cut).date()}
    lifecycle.resolve(Case.objects.get(pk=case.pk), by=officer, now=at(cut), **said)
    return Case.objects.get(pk=case.pk)


def rehearsed(plan: PlanVersion, *stages: dict[str, Any]) -> PlanReport:
    draft = versions.draft(plan.plan)
    draft.content = {"stages": list(stages)}
    draft.save()
    return PlanReplay(runs.of_plan(draft), months=12, today=TODAY).run()


def sums(found: PlanReport) -> dict[str, tuple[Any, ...]]:
    """Of each step: done, late and skipped, as it was and as it would have been."""
    return {
        key: (one.done, one.done_then, one.late, one.late_then, one.skipped, one.skipped_then)
        for key, one in found.steps.items()
    }


def test_the_same_plan_gives_what_happened(plan: PlanVersion, head: User, officer: User) -> None:
    """Each case late or not as it was, each step too; one that was finished on a Saturday as well."""
    lived(head, officer, near="yes", cut=5)
    late = lived(head, officer, near="no", cut=20)
    assert late.resolved_at
    assert late.resolved_at.date() > late.due_on
    found = rehearsed(plan, stage("Look", LOOK), stage("Cut", LINE, CUT))
    assert (found.cases, found.late, found.late_then, found.examples) == (2, 1, 1, [])
    assert sums(found) == {
        "look": (2, 2, 2, 2, 0, 0),
        "line": (1, 1, 0, 0, 1, 1),
        "cut": (2, 2, 1, 1, 0, 0),
    }


def test_other_targets_conditions_and_steps(plan: PlanVersion, head: User, officer: User) -> None:
    """More days make a step punctual, another condition skips it the other way round, a new step takes its
    target and makes a case late; a step that is left out makes it shorter."""
    case = lived(head, officer, near="yes", cut=9)
    assert case.resolved_at
    assert case.resolved_at.date() <= case.due_on
    look = LOOK | {"days": 4}
    line = LINE | {"when": {"question": "near", "answer": "no"}}
    found = rehearsed(plan, stage("Look", look), stage("Wait", step("wait", days=5)), stage("Cut", line, CUT))
    assert sums(found) == {
        "look": (1, 1, 1, 0, 0, 0),
        "wait": (0, 1, 0, 0, 0, 0),
        "line": (1, 0, 0, 0, 0, 1),
        "cut": (1, 1, 0, 0, 0, 0),
    }
    assert (found.late, found.late_then, found.examples) == (0, 1, [[case.pk, True]])
    assert (found.steps["wait"].days, found.steps["look"].days_then) == (None, 4)
    lived(head, officer, near="no", cut=14)
    found = rehearsed(plan, stage("Cut", CUT))
    assert (found.late, found.late_then) == (1, 0)
    assert found.steps["look"].days_then is None


def test_from_the_page_of_the_draft_and_by_the_command(
    client: Client, administrator: User, plan: PlanVersion, head: User, officer: User, capsys: Any
) -> None:
    """The button stores it as the page has shown the draft, the worker replays it, and nothing else changes;
    an old page is told so, and who may not set up gets 403."""
    lived(head, officer, near="yes", cut=9)
    with pytest.raises(CommandError, match="no draft"):
        call_command("rehearse", plan="tree")
    draft = versions.draft(plan.plan)
    draft.content = {"stages": [stage("Look", LOOK), stage("Cut", CUT, step("wait", days=9))]}
    draft.save()
    before = CaseEvent.objects.count(), list(Case.objects.values())
    client.force_login(administrator)
    address = reverse("staff:setup_plan_rehearse", args=["tree"])
    assert client.post(address, {"seen": "old"}).status_code == 409
    assert address in client.get(reverse("staff:setup_plan", args=["tree"])).content.decode()
    page = client.post(address, {"seen": versions.seal(draft)})
    RehearsalRun.objects.update(asked_at=at(178))
    assert runs.carry_out_waiting() == 1
    told = client.get(page["Location"])
    assert [one["key"] for one in told.context["steps"]] == ["look", "cut", "wait", "line"]
    assert "ขั้น wait" in told.content.decode()
    assert (CaseEvent.objects.count(), list(Case.objects.values())) == before
    call_command("rehearse", plan="tree", months=36)
    assert "wait: – → 9 working days; done 0 → 1" in capsys.readouterr().out
    with pytest.raises(CommandError, match="without any other"):
        call_command("rehearse", plan="tree", opens="09:00")
    client.force_login(head)
    assert client.post(address).status_code == 403
