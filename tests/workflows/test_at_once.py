"""Two people do the same step at once: one succeeds, the other is told, one set of letters goes out."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django_fsm import TransitionNotAllowed

from cases import actions
from cases.errors import AlreadyDone, Refused
from cases.models import Case, User
from notifications.models import Notice
from tests.factories import CaseFactory, DepartmentFactory, HeadFactory, RequestTypeFactory, ResultCodeFactory
from workflows import engine
from workflows.consistency import disagreements
from workflows.rights.catalogue import Verb
from workflows.steps import execution

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*steps: Callable[[], Any]) -> list[str]:
    """Run the steps in as many threads and connections, which start together; what became of each."""
    barrier, outcomes = threading.Barrier(len(steps)), []

    def run(step: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            step()
            outcomes.append("done")
        except (Refused, TransitionNotAllowed, PermissionDenied) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def _step(verb: Verb, case: Case, by: User, **data: Any) -> Callable[[], Any]:
    task = engine.open_task(execution.task_holder(verb, case)).pk
    return lambda: execution.perform(verb, case, task=task, by=by, **data)


def _letters(case: Case, kind: str) -> int:
    return Notice.objects.filter(event__case=case, event__kind=kind).count()


def test_a_second_click_on_assign_is_already_done(case, head, officer):
    outcomes = _at_once(*[_step(Verb.ASSIGN, case, head, to=officer)] * 2)
    assert outcomes == ["AlreadyDone", "done"]
    # One to the citizen, one to the officer.
    assert (case.events.filter(kind="assigned").count(), _letters(case, "assigned")) == (1, 2)
    assert not list(disagreements())


def test_two_heads_who_assign_to_two_officers_do_not_both_succeed(case, head, officer, colleague):
    to_one, to_other = (_step(Verb.ASSIGN, case, head, to=person) for person in (officer, colleague))
    assert _at_once(to_one, to_other) == ["AlreadyDone", "done"]
    assert case.events.filter(kind="assigned").count() == 1


@pytest.mark.parametrize(
    ("verb", "state", "letters"),
    [(Verb.RESOLVE, "in_progress", 1), (Verb.ASK, "in_progress", 1)],
)
def test_head_and_officer_who_tell_the_citizen_tell_once(verb, state, letters, head, officer, department):
    case = CaseFactory(request_type__department=department, head=head, officer=officer, **{state: True})
    data = {"question": "ที่ไหน"} if verb == Verb.ASK else {"result": ResultCodeFactory(), "details": "เรียบร้อย"}
    outcomes = _at_once(*(_step(verb, case, by, **data) for by in (head, officer)))
    event = "asked" if verb == Verb.ASK else "resolved"
    assert outcomes == ["AlreadyDone", "done"]
    assert (case.events.filter(kind=event).count(), _letters(case, event)) == (1, letters)
    assert not list(disagreements())


def test_two_heads_who_approve_and_return_do_not_both_succeed(department, head, officer):
    case = CaseFactory(request_type__department=department, head=head, officer=officer, proposed=True)
    approve = _step(Verb.APPROVE, case, head)
    returned = _step(Verb.RETURN_RESULT, case, HeadFactory(department=department), reason="-")
    assert _at_once(approve, returned) == ["AlreadyDone", "done"]
    assert case.proposals.exclude(state="open").count() == 1
    assert not list(disagreements())


def test_a_case_is_sent_to_one_department_only(department, head, officer, stranger):
    case = CaseFactory(request_type__department=department, head=head, officer=officer, in_progress=True)
    there, elsewhere = DepartmentFactory(code="PHE"), DepartmentFactory(code="CLK")
    steps = [_step(Verb.TRANSFER, case, head, to=to, reason="-") for to in (there, elsewhere)]
    outcomes = _at_once(*steps)
    # The loser heads no department of the case any more.
    assert outcomes == ["PermissionDenied", "done"]
    assert case.events.filter(kind="transferred").count() == 1
    assert not list(disagreements())


def test_an_officer_begins_once(department, head, officer):
    case = CaseFactory(request_type__department=department, head=head, officer=officer, assigned=True)
    assert _at_once(*[_step(Verb.START, case, officer)] * 2) == ["AlreadyDone", "done"]


def test_the_citizen_answers_once(department, head, officer):
    case = CaseFactory(request_type__department=department, head=head, officer=officer, waiting=True)
    outcomes = _at_once(*[lambda: actions.answer(case, text="หน้าบ้าน")] * 2)
    assert (outcomes, _letters(case, "answered")) == (["TransitionNotAllowed", "done"], 1)


def test_a_withdrawal_and_a_result_do_not_both_happen(department, head, officer):
    case = CaseFactory(request_type__department=department, head=head, officer=officer, in_progress=True)
    resolve = _step(Verb.RESOLVE, case, officer, result=ResultCodeFactory(), details="เรียบร้อย")
    outcomes = _at_once(resolve, lambda: actions.withdraw(case))
    assert outcomes.count("done") == 1
    assert not list(disagreements())


def test_a_finished_task_is_already_done_a_second_later(case, head, officer):
    step = _step(Verb.ASSIGN, case, head, to=officer)
    step()
    with pytest.raises(AlreadyDone):
        step()


def test_two_different_cases_do_not_wait_for_each_other(department, head, officer):
    cases = [CaseFactory(request_type__department=department, head=head, officer=officer) for _ in range(2)]
    assert _at_once(*(_step(Verb.ASSIGN, case, head, to=officer) for case in cases)) == ["done", "done"]


def test_two_last_heads_do_not_leave_at_once(head):
    """Each is the one on whom the other relies."""
    department = head.memberships.get().department
    other = HeadFactory(username="other", department=department)
    CaseFactory(request_type=RequestTypeFactory(department=department))
    assert _at_once(_leaves(head), _leaves(other)) == ["Refused", "done"]
    assert User.objects.filter(pk__in=[head.pk, other.pk], is_active=True).count() == 1


def _leaves(person: User) -> Callable[[], Any]:
    """Switch somebody off, as an administrator's page does."""

    @transaction.atomic
    def leave() -> None:
        found = User.objects.get(pk=person.pk)
        found.is_active = False
        found.save()

    return leave
