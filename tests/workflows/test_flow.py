"""The flow's names are stored in rows, and its tasks have the owners that the cases have."""

import pytest
from viewflow.workflow.models import Task

from cases import actions
from tests.factories import CaseFactory
from workflows import engine
from workflows.flows import CaseFlow

NODES = {"start", "decide", "assign", "work", "wait", "follow", "route", "end"}


def test_flow_module_and_node_names_are_frozen():
    """A rename needs a data migration: rows name them."""
    assert (CaseFlow.__module__, CaseFlow.__name__) == ("workflows.flows", "CaseFlow")
    assert {node.name for node in CaseFlow.instance.nodes()} == NODES


@pytest.mark.django_db
def test_what_the_rows_say_is_frozen(case):
    stored = Task.objects.get(pk=engine.open_task(case).pk)
    assert str(stored.flow_task) == str(CaseFlow.assign)
    assert stored.process.flow_class is CaseFlow


@pytest.mark.django_db
def test_a_process_and_its_case_know_each_other(case):
    process = engine.open_task(case).process
    assert (process.pk, process.artifact) == (case.process_id, case)


@pytest.mark.django_db
class TestATask:
    def test_of_the_head_has_no_owner_until_a_head_does_it(self, case, head, officer):
        task = engine.open_task(case)
        assert task.owner is None
        actions.assign(case, to=officer, by=head)
        task.refresh_from_db()
        assert task.owner == head

    def test_of_the_officer_is_the_officers(self, department, head, officer):
        case = CaseFactory(request_type__department=department, head=head, officer=officer, assigned=True)
        assert engine.open_task(case).owner == officer

    def test_is_the_heads_again_when_the_citizen_says_it_is_not_fixed(self, department, head, officer):
        case = CaseFactory(request_type__department=department, head=head, officer=officer, resolved=True)
        task = engine.open_task(actions.reopen(case, reason="ยังเป็นหลุมอยู่"))
        assert (task.flow_task.name, task.owner) == ("assign", None)

    @pytest.mark.parametrize("state", ["assigned", "in_progress", "resolved"])
    def test_holds_no_permission_beside_the_table_of_rights(self, department, head, officer, state):
        CaseFactory(request_type__department=department, head=head, officer=officer, **{state: True})
        assert not Task.objects.exclude(owner_permission=None).exists()
