"""Joining, separating and ending at once: nobody waits in a circle, and flow and cases agree afterwards."""

import pytest

from cases import actions
from cases.actions import duplicates
from cases.models import Case, Duplicate, Status
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory
from tests.workflows.test_at_once import _at_once, _step
from workflows.consistency import disagreements
from workflows.rights.catalogue import Verb

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def request_type(department, head, officer):
    return RequestTypeFactory(department=department)


@pytest.fixture
def cases(request_type, head, officer):
    """Three cases in work."""
    return [
        CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer) for _ in range(3)
    ]


def resolved(case: Case, by):
    result = ResultCodeFactory()
    return lambda: actions.resolve(case, by=by, result=result, details="ปะแล้ว")


def test_two_cases_are_not_joined_with_each_other(cases, head):
    first, second, _ = cases
    steps = [
        _step(Verb.MARK_DUPLICATE, first, head, of=second),
        _step(Verb.MARK_DUPLICATE, second, head, of=first),
    ]
    assert _at_once(*steps) == ["Refused", "done"]
    assert Duplicate.objects.count() == 1
    assert not list(disagreements())


def test_a_ring_of_three_is_none(cases, head):
    steps = [_step(Verb.MARK_DUPLICATE, one, head, of=cases[n - 2]) for n, one in enumerate(cases)]
    outcomes = _at_once(*steps)
    assert outcomes == ["Refused", "done", "done"]
    assert Duplicate.objects.values("main").distinct().count() == 1
    assert not list(disagreements())


@pytest.mark.parametrize("older_is_main", [True, False])
def test_a_result_and_a_new_duplicate_at_once_leave_nobody_without_a_result(
    cases, head, officer, older_is_main
):
    main, other = cases[:2] if older_is_main else cases[1::-1]
    outcomes = _at_once(_step(Verb.MARK_DUPLICATE, other, head, of=main), resolved(main, officer))
    joined = Duplicate.objects.filter(case=other).exists()
    assert outcomes == (["done", "done"] if joined else ["Refused", "done"])
    assert Case.objects.get(pk=other.pk).status == (Status.RESOLVED if joined else Status.IN_PROGRESS)
    assert not list(disagreements())


def test_a_second_click_and_a_result_at_once_do_not_wait_in_a_circle(cases, head, officer):
    other, main, _ = cases
    again = _step(Verb.MARK_DUPLICATE, other, head, of=main)
    duplicates.mark_duplicate(other, of=main, by=head)
    outcomes = _at_once(again, resolved(main, officer))
    assert "done" in outcomes
    assert Case.objects.get(pk=other.pk).status == Status.RESOLVED


def test_a_separation_and_a_result_at_once_end_in_one_of_both(cases, head, officer):
    other, main, _ = cases
    duplicates.mark_duplicate(other, of=main, by=head)
    _at_once(lambda: duplicates.unmark_duplicate(other, by=head), resolved(main, officer))
    status = Case.objects.get(pk=other.pk).status
    assert status == (Status.RESOLVED if Duplicate.objects.exists() else Status.IN_PROGRESS)
    assert not list(disagreements())


def test_main_case_and_duplicate_withdrawn_at_once(cases, head):
    heir, main, third = cases
    for one in (heir, third):
        duplicates.mark_duplicate(one, of=main, by=head)
    assert _at_once(lambda: actions.withdraw(main), lambda: actions.withdraw(heir)) == ["done", "done"]
    assert not Duplicate.objects.filter(main__status=Status.WITHDRAWN).exists()
    assert not list(disagreements())
