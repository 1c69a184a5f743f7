"""Cases with lives to look at: with a plan and without one, in working hours of the last months."""

import datetime
import random
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from cases import actions
from cases.actions import subtasks
from cases.models import Case, Department, PlanVersion, RequestType, Status, Subtask, User, WorkPlan
from cases.work_plans import versions
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory
from tests.once import Made
from tests.once import department as department
from tests.once import executive as executive
from tests.once import head as head
from tests.once import made as made
from tests.once import officer as officer
from tests.once import others as others
from tests.once import stranger as stranger
from tests.workflows.views.conftest import desk as desk

NOW = timezone.now()
DAYS = 150


def step(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name_th": f"ขั้น {key}", "name_en": f"Step {key}", **more}


def stage(name: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name_th": f"ช่วง {name}", "name_en": f"Stage {name}", "steps": list(steps), **more}


STAGES = (
    stage("look", step("look"), step("measure", days=2)),
    stage("cut", step("cut", days=3)),
    stage("approve", step("yes", kind="approve", doer="head")),
)


def published(plan: WorkPlan, *stages: dict[str, Any]) -> PlanVersion:
    """A new version of the plan, in use from now on."""
    draft = versions.draft(plan)
    draft.content = {"stages": list(stages)}
    draft.save()
    return versions.publish(draft)


def parsed(text: str | bytes) -> ElementTree.Element:
    """What our own page wrote, as XML."""
    return ElementTree.fromstring(text)  # noqa: S314


class Kinds(NamedTuple):
    """The keys of a plan of three stages, of a request type that is worked on by it, and of one without."""

    plan: int
    tree: int
    road: int


@pytest.fixture(scope="module")
def kinds_made(made: Made, django_db_blocker: DjangoDbBlocker) -> Kinds:
    with django_db_blocker.unblock(), override("th"):
        department = Department.objects.get(pk=made.department)
        plan = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
        options = {"code": "tree", "department": department, "target_working_days": 20, "work_plan": plan}
        tree = RequestTypeFactory(**options)
        published(plan, *STAGES)
        return Kinds(plan.pk, tree.pk, RequestTypeFactory(code="road", department=department).pk)


@pytest.fixture
def plan(db: None, kinds_made: Kinds) -> WorkPlan:
    return WorkPlan.objects.get(pk=kinds_made.plan)


@pytest.fixture
def tree(db: None, kinds_made: Kinds) -> RequestType:
    """The request type with the plan."""
    return RequestType.objects.get(pk=kinds_made.tree)


@pytest.fixture
def road(db: None, kinds_made: Kinds) -> RequestType:
    """The one without."""
    return RequestType.objects.get(pk=kinds_made.road)


class Teller:
    """Tells lives: one verb after the other, each some hours or days later than the one before."""

    def __init__(self, head: User, officer: User, seed: int = 0) -> None:
        self.head, self.officer = head, officer
        self.chance = random.Random(seed)
        self.result = ResultCodeFactory(code="fixed")
        self.moment = NOW

    def life(self, request_type: RequestType, steps: int = 12) -> Case:
        """A case with a life of at most so many verbs."""
        self.moment = NOW - datetime.timedelta(days=self.chance.randrange(20, DAYS), hours=3)
        case: Case = CaseFactory(request_type=request_type, now=self.moment)
        for _turn in range(steps):
            case = Case.objects.get(pk=case.pk)
            if case.status in (Status.REJECTED, Status.WITHDRAWN, Status.CLOSED) or self._later() > NOW:
                break
            self._go_on(case)
        return Case.objects.get(pk=case.pk)

    def _later(self) -> datetime.datetime:
        self.moment += datetime.timedelta(minutes=self.chance.randrange(1, 3000))
        return self.moment

    def _go_on(self, case: Case) -> None:
        choices = {
            Status.RECEIVED: [self._assign, self._assign, self._assign, self._reject],
            Status.ASSIGNED: [self._start, self._start, self._ask],
            Status.IN_PROGRESS: [self._work, self._work, self._work, self._ask, self._hand_back],
            Status.WAITING: [self._answer, self._answer, self._withdraw],
            Status.RESOLVED: [self._reopen],
        }[Status(case.status)]
        self.chance.choice(choices)(case)

    def _assign(self, case: Case) -> None:
        actions.assign(case, to=self.officer, by=self.head, now=self.moment)

    def _start(self, case: Case) -> None:
        if case.officer is None:
            self._assign(case)
        else:
            actions.start(case, by=self.officer, now=self.moment)

    def _work(self, case: Case) -> None:
        row = Subtask.objects.open().filter(case=case).order_by("pk").first()
        if row is None:
            details = {"result": self.result, "details": "เรียบร้อย", "now": self.moment}
            actions.resolve(case, by=self.officer, **details)
        elif row.kind != "approve":
            subtasks.finish_subtask(row, by=self.officer, now=self.moment)
        elif self.chance.random() < 0.5:
            subtasks.return_step(row, to="cut", by=self.head, reason="ตัดไม่หมด", now=self.moment)
        else:
            subtasks.finish_subtask(row, by=self.head, now=self.moment)

    def _ask(self, case: Case) -> None:
        if case.officer is None:
            self._assign(case)
        else:
            actions.ask(case, by=self.officer, question="ที่ใด", now=self.moment)

    def _answer(self, case: Case) -> None:
        actions.answer(case, text="ที่นี่", now=self.moment)

    def _hand_back(self, case: Case) -> None:
        actions.hand_back(case, by=self.officer, reason="ลา", now=self.moment)

    def _reject(self, case: Case) -> None:
        actions.reject(case, by=self.head, reason="ไม่ใช่", agency=None, now=self.moment)

    def _withdraw(self, case: Case) -> None:
        actions.withdraw(case, now=self.moment)

    def _reopen(self, case: Case) -> None:
        if case.reopen_until and case.reopen_until >= self.moment:
            actions.reopen(case, reason="ยังอยู่", now=self.moment)
        else:
            actions.close(case, now=self.moment)


@pytest.fixture
def teller(head: User, officer: User) -> Teller:
    return Teller(head, officer)


@pytest.fixture(scope="module")
def lives_made(made: Made, kinds_made: Kinds, django_db_blocker: DjangoDbBlocker) -> list[int]:
    """The keys of nine lives of each request type."""
    with django_db_blocker.unblock(), override("th"):
        teller = Teller(User.objects.get(pk=made.head), User.objects.get(pk=made.officer))
        kinds = [RequestType.objects.get(pk=key) for key in kinds_made[1:]]
        return [teller.life(request_type).pk for request_type in kinds for _n in range(9)]


@pytest.fixture
def lives(db: None, lives_made: list[int]) -> list[Case]:
    return list(Case.objects.filter(pk__in=lives_made).order_by("pk"))
