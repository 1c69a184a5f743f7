"""The flow's names are stored in rows, and its tasks belong to the right people."""

import pytest
from viewflow.workflow.models import Task

from cases import actions
from cases.models import Membership
from tests.factories import CaseFactory, HeadFactory
from workflows import engine
from workflows.flows import CaseFlow

NODES = {"start", "decide", "assign", "work", "approve", "wait", "follow", "route", "end"}


def test_flow_module_and_node_names_are_frozen():
    """A rename needs a data migration: rows name them."""
    assert (CaseFlow.__module__, CaseFlow.__name__) == ("workflows.flows", "CaseFlow")
    assert {node.name for node in CaseFlow.instance.nodes()} == NODES


@pytest.mark.django_db
def test_what_the_rows_say_is_frozen(case):
    stored = Task.objects.get(pk=engine.open_task(case).pk)
    assert str(stored.flow_task) == str(CaseFlow.assign)
    assert stored.process.flow_class is CaseFlow
    assert stored.owner_permission == f"workflows.head_of_{case.department_id}"


@pytest.mark.django_db
def test_a_process_and_its_case_know_each_other(case):
    process = engine.open_task(case).process
    assert (process.pk, process.artifact) == (case.process_id, case)


@pytest.mark.django_db
class TestATask:
    def test_of_the_head_is_every_heads(self, case, head):
        task, other = engine.open_task(case), HeadFactory(department=case.department)
        assert task.flow_task.can_execute(head, task)
        assert task.flow_task.can_execute(other, task)

    def test_of_the_head_is_no_officers(self, case, officer):
        task = engine.open_task(case)
        assert not task.flow_task.can_execute(officer, task)

    def test_of_the_officer_is_the_officers_and_the_heads(
        self, head, officer, department, colleague, stranger
    ):
        case = CaseFactory(request_type__department=department, head=head, officer=officer, assigned=True)
        task = engine.open_task(case)
        may = [
            person
            for person in (head, officer, colleague, stranger)
            if task.flow_task.can_execute(person, task)
        ]
        assert (task.owner, may) == (officer, [head, officer])

    def test_is_no_strangers(self, case, stranger):
        task = engine.open_task(case)
        assert not task.flow_task.can_execute(stranger, task)

    def test_without_a_permission_is_nobodys(self, case, head):
        task = engine.open_task(case)
        task.owner_permission = None
        assert not task.flow_task.can_execute(head, task)

    def test_of_a_head_who_has_left_is_not_hers(self, case, head):
        head.is_active = False
        task = engine.open_task(case)
        assert not task.flow_task.can_execute(head, task)

    def test_goes_to_the_new_department_with_the_case(self, case, head, stranger):
        there = Membership.objects.get(user=stranger).department
        case = actions.transfer(case, to=there, by=head, reason="อยู่ในความรับผิดชอบของท่าน")
        task = engine.open_task(case)
        assert task.flow_task.can_execute(stranger, task)
        assert not task.flow_task.can_execute(head, task)

    def test_stays_with_the_department_when_the_citizen_says_it_is_not_fixed(self, department, head, officer):
        case = CaseFactory(request_type__department=department, head=head, officer=officer, resolved=True)
        task = engine.open_task(actions.reopen(case, reason="ยังเป็นหลุมอยู่"))
        assert (task.flow_task.name, task.flow_task.can_execute(head, task)) == ("assign", True)
