"""Whose office an open step waits for, by rule and by SQL: the same on random rows."""

import random

import pytest
from django.utils import timezone

from cases.actions.stages import plan
from cases.models import DECIDERS, Case, Department, Membership, StepKind, Subtask, User
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory, UserFactory
from workflows.rights import subtask_rights
from workflows.rights.decided_steps import decided_by

pytestmark = pytest.mark.django_db
OPEN = ("asked", "in_work")


@pytest.fixture
def there(stranger: User) -> Department:
    return Membership.objects.get(user=stranger).department


def test_the_database_gives_the_same_answer_on_random_rows(
    there: Department,
    department: Department,
    head: User,
    officer: User,
    colleague: User,
    stranger: User,
    clerk: User,
    executive: User,
) -> None:
    """Of cases of both departments, restricted ones too, with rows of every doer, in random states."""
    people = [head, officer, colleague, stranger, OfficerFactory(department=there), clerk, executive]
    # Has every permission, and no office.
    people.append(UserFactory(username="root", is_superuser=True))
    request_type = RequestTypeFactory(code="tree", department=department)
    secret = RequestTypeFactory(code="secret", department=department, restricted=True)
    theirs = RequestTypeFactory(code="theirs", department=there)
    users = [User.objects.get(pk=one.pk) for one in people]
    draw = random.Random(14)
    for kind in (request_type, secret, theirs):
        for _number in range(6):
            case = CaseFactory(request_type=kind)
            Case.objects.filter(pk=case.pk).update(officer=draw.choice([None, *users[1:3], users[4]]))
            _rows(case, draw, users, [department, there])
    wrong = []
    for user in users:
        rows = Subtask.objects.select_related("case__request_type", "department")
        by_rule = {one.pk for one in rows if _is_decided(one, user)}
        by_sql = set(decided_by(user).values_list("pk", flat=True))
        wrong += [(user.username, one) for one in by_rule ^ by_sql]
    assert not wrong


def _is_decided(row: Subtask, user: User) -> bool:
    return row.doer in DECIDERS and row.state == "asked" and subtask_rights.is_own(user, row, row.case)


def _rows(case: Case, draw: random.Random, users: list[User], departments: list[Department]) -> None:
    for doer in ("officer", "head", "department", "clerk", "executive", "citizen"):
        state = draw.choice([*OPEN, "done"])
        Subtask.objects.bulk_create(
            [
                Subtask(
                    **{"case": case, "department": draw.choice(departments), "doer": doer, "what": "x"},
                    **{"kind": StepKind.DO, "due_on": timezone.localdate(), "asked_at": timezone.now()},
                    **{"asked_by": users[0], "state": state, "result": "x"},
                    ended_at=None if state in OPEN else timezone.now(),
                    officer=draw.choice(users) if state != "asked" else None,
                )
            ]
        )


def test_a_case_without_a_plan_has_no_step(department: Department) -> None:
    assert plan(CaseFactory(request_type=RequestTypeFactory(department=department))) is None
