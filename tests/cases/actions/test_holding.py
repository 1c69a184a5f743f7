"""A case that was locked once in a transaction is not locked and read again by the verb that follows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.actions.step import holding, lock_for_step, locked
from cases.models import Case, User
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db


def test_a_held_case_costs_no_statement(case: Case) -> None:
    held = locked(case)
    with holding(held), CaptureQueriesContext(connection) as queries:
        found, step = lock_for_step(case, None)
    assert (found is held, step.case is held, len(queries)) == (True, True, 0)


def test_another_case_is_locked_all_the_same(case: Case) -> None:
    other = CaseFactory()
    with holding(locked(case)), CaptureQueriesContext(connection) as queries:
        found, _step = lock_for_step(other, None)
    assert found == other
    assert sum("FOR NO KEY UPDATE" in query["sql"] for query in queries) == 2


def test_nothing_is_held_after_the_block(case: Case, head: User, officer: User) -> None:
    held = locked(case)
    with holding(held):
        assert actions.assign(case, to=officer, by=head) is held
    with pytest.raises(RuntimeError), holding(held):
        raise RuntimeError
    assert lock_for_step(case, None)[0] is not held
