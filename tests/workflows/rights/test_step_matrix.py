"""Whose a step of a work plan is: the table kind × doer × state × role, and the same answer by SQL."""

import random
from typing import Any

import pytest
from django.utils import timezone

from cases.actions.stages import plan
from cases.models import Case, Department, Membership, RequestType, StepKind, Subtask, User
from tests.cases.actions.test_stages import published, stage, step
from tests.factories import CaseFactory, OfficerFactory, OutsidePersonFactory, RequestTypeFactory
from workflows.rights import subtask_rights
from workflows.rights.own_steps import decided_by, own_steps

pytestmark = pytest.mark.django_db
ROLES = ("head", "officer", "colleague", "stranger", "helper", "mate", "clerk", "executive")
OPEN, CLOSED = ("asked", "in_work"), ("done", "skipped", "returned", "cancelled")
# Who does a step, by its doer; the stranger heads the other department, whose officer the helper is.
DOERS = {
    "officer": {"officer"},
    "head": {"head"},
    "clerk": {"clerk"},
    "executive": {"executive"},
    "citizen": set(),
    "outside": set(),
}
KINDS = {
    "do": ("officer", "head", "department", "clerk", "executive", "outside"),
    "inspect": ("officer", "head", "department", "clerk", "executive", "outside"),
    "papers": ("officer", "head", "department", "clerk", "executive"),
    "approve": ("head", "clerk", "executive"),
    "ask": ("citizen",),
}
CELLS = [(kind, doer) for kind, doers in KINDS.items() for doer in doers]


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="tree", department=department)


@pytest.fixture
def there(stranger: User) -> Department:
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def people(
    head: User,
    officer: User,
    colleague: User,
    stranger: User,
    clerk: User,
    executive: User,
    there: Department,
) -> dict[str, int]:
    """Everybody by role: the mate is another officer of the helping department."""
    OfficerFactory(username="helper", department=there)
    OfficerFactory(username="mate", department=there)
    return {name: User.objects.get(username=name).pk for name in ROLES}


def set_to(row: Subtask, state: str, officer: User | None) -> Subtask:
    """The row as it would stand in this state."""
    ended = None if state in OPEN else timezone.now()
    said = {"state": state, "ended_at": ended, "officer": officer, "result": "Because."}
    Subtask.objects.filter(pk=row.pk).update(**said)
    return Subtask.objects.select_related("case__request_type", "department").get(pk=row.pk)


def does(doer: str, state: str) -> set[str]:
    """Who can do it: of another department, its head names an officer, and either of them reports it."""
    if doer == "department":
        return {"stranger", "helper"} if state == "in_work" else set()
    takes_at_once = doer in ("head", "clerk", "executive")
    return DOERS[doer] if state == "in_work" or (takes_at_once and state == "asked") else set()


def expected(kind: str, doer: str, state: str, role: str) -> set[str]:
    """The table, in other words than the product's."""
    found = set()
    if role in does(doer, state):
        found.add("finish")
    worker = does(doer, state) | (DOERS.get(doer) or {"stranger"}) if state in OPEN else set()
    worker |= {"helper"} if doer == "department" and state == "in_work" else set()
    if kind == "papers" and role in worker:
        found.add("ask_papers")
    if kind == "approve" and state == "asked" and role in DOERS[doer]:
        found.add("return")
    if doer == "department" and state in OPEN and role == "stranger":
        found |= {"assign", "refuse"}
    if doer == "outside" and state in OPEN and role in ("head", "officer"):
        found |= {"finish", "answer", "refuse", "send_links", "shut_links"}
    if state in (*OPEN, "refused") and role in ("head", "officer"):
        found.add("skip")
    if state == "refused" and role == "head":
        found.add("repeat")
    return found


@pytest.mark.parametrize(("kind", "doer"), CELLS)
def test_each_kind_and_doer(
    kind: str, doer: str, request_type: RequestType, there: Department, people: dict[str, int]
) -> None:
    """In each state each person can do what the table says, and the step is of those who do it."""
    said: dict[str, Any] = {"kind": kind, "doer": doer, "may_skip": True}
    said |= {"department": there.code} if doer == "department" else {}
    said |= {"party": OutsidePersonFactory().party.code} if doer == "outside" else {}
    said |= {"told_th": "ถาม"} if kind == "ask" else {}
    said |= (
        {"findings": [{"key": "p", "kind": "paper", "text_th": "ก", "text_en": "A"}]}
        if kind == "papers"
        else {}
    )
    before = [] if kind != "approve" else [step("first")]
    version = published(request_type, stage("a", *before, step("one", **said)))
    users = {name: User.objects.get(pk=key) for name, key in people.items()}
    case = CaseFactory(
        request_type=request_type, head=users["head"], officer=users["officer"], in_progress=True
    )
    assert case.plan_version_id == version.pk
    row = Subtask.objects.get(case=case, step="one")
    refused = ("refused",) if doer in ("department", "outside") else ()
    for state in (*OPEN, *CLOSED, *refused):
        officer = {"officer": users["officer"], "department": users["helper"]}.get(doer)
        subject = set_to(row, state, officer if state in ("in_work", "done") else None)
        for role, user in users.items():
            offered = {str(one) for one in subtask_rights.offered(user, subject, subject.case)}
            assert (state, role, offered) == (state, role, expected(kind, doer, state, role))
            own = subtask_rights.is_own(user, subject, subject.case)
            assert own_steps(user).filter(pk=row.pk).exists() == own, (state, role)
            assert not own or state in OPEN


def test_the_database_gives_the_same_answer_on_random_rows(
    request_type: RequestType, there: Department, people: dict[str, int], department: Department
) -> None:
    """Of cases of both departments, restricted ones too, with rows of every doer, in random states."""
    secret = RequestTypeFactory(code="secret", department=department, restricted=True)
    theirs = RequestTypeFactory(code="theirs", department=there)
    users = [User.objects.get(pk=key) for key in people.values()]
    draw = random.Random(14)
    for kind in (request_type, secret, theirs):
        for _number in range(6):
            case = CaseFactory(request_type=kind)
            Case.objects.filter(pk=case.pk).update(officer=draw.choice([None, *users[1:3], users[4]]))
            _rows(case, draw, users, [department, there])
    wrong = []
    for user in users:
        rows = Subtask.objects.select_related("case__request_type", "department")
        by_rule = {one.pk for one in rows if subtask_rights.is_own(user, one, one.case)}
        by_sql = set(own_steps(user).values_list("pk", flat=True))
        decided = set(decided_by(user).values_list("pk", flat=True))
        wrong += [(user.username, one) for one in by_rule ^ by_sql]
        doers = rows.in_bulk(decided).values()
        assert all(one.doer in ("head", "clerk", "executive") for one in doers)
    assert not wrong


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


def test_a_case_without_a_plan_has_no_step(request_type: RequestType) -> None:
    assert plan(CaseFactory(request_type=request_type)) is None
