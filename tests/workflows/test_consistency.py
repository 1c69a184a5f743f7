"""`check_workflow` proves that flow and cases agree: each disagreement is made on purpose and found."""

import pytest
from django.core.management import CommandError, call_command
from viewflow.workflow.models import Process, Task

from cases import actions
from cases.models import Case
from tests.factories import STATES, CaseFactory
from workflows import engine, flows
from workflows.consistency import disagreements
from workflows.flows import CaseFlow
from workflows.models import CaseProcess

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STATES)
def test_flow_and_case_agree_in_every_state(state):
    CaseFactory(**{state: True})
    call_command("check_workflow", verbosity=0)


def _finish_task(case: Case) -> None:
    Task.objects.filter(pk=engine.open_task(case).pk).update(status="DONE")


def _finish_process(case: Case) -> None:
    Process.objects.filter(pk=case.process_id).update(status="DONE")


def _second_task(case: Case) -> None:
    task = engine.open_task(case)
    task.pk = None
    task.save(force_insert=True)


def _second_process(case: Case) -> None:
    CaseFlow.start.run(case=case)


def _wrong_task(case: Case) -> None:
    task = Task.objects.filter(pk=engine.open_task(case).pk)
    task.update(flow_task=CaseFlow.wait)


def _no_officer(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(officer=None)


def _ended_beside_the_flow(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(status="withdrawn", ended_at=case.received_at)


def _orphan(case: Case) -> None:
    CaseProcess.objects.create(flow_class=CaseFlow, status="NEW")


def _lost_process(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(process=None)


@pytest.mark.parametrize(
    "damage",
    [
        _finish_task,
        _finish_process,
        _second_task,
        _second_process,
        _wrong_task,
        _no_officer,
        _ended_beside_the_flow,
        _orphan,
        _lost_process,
    ],
)
def test_each_disagreement_is_found(damage):
    case = CaseFactory(assigned=True)
    assert not list(disagreements())
    damage(case)
    assert list(disagreements())
    with pytest.raises(CommandError):
        call_command("check_workflow", verbosity=0)


def test_an_ended_case_with_a_running_process_is_found():
    case = CaseFactory(resolved=True)
    Process.objects.filter(pk=case.process_id).update(status="NEW")
    assert list(disagreements())


@pytest.mark.parametrize(
    ("state", "node"),
    [("received", "assign"), ("assigned", "work"), ("in_progress", "work"), ("waiting", "wait")],
)
def test_each_open_state_has_its_open_task(state, node):
    case = CaseFactory(**{state: True})
    assert [engine.open_task(case).flow_task.name, flows.next_node(case)] == [node, node]


def test_a_reopened_case_runs_in_a_new_process():
    case = CaseFactory(resolved=True)
    first = case.process_id
    case = actions.reopen(case, reason="ยังเป็นหลุมอยู่")
    assert case.process_id != first
    assert not list(disagreements())
