"""A case with an open step of every kind and doer, and everybody who could come near it: made once, looked at
from all sides."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from cases.access import delegations
from cases.actions import subtasks
from cases.models import Case, Department, Doer, RequestType, StepKind, Subtask, User
from tests.cases.actions.test_stages import published
from tests.cases.work_plans.plans import stage, step
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    OutsidePersonFactory,
    RequestTypeFactory,
    UserFactory,
)
from tests.workflows.random_plans.plans import OTHERS, PAIRS, PARTY, whole

OPEN, CLOSED = ("asked", "in_work"), ("done", "refused", "cancelled", "skipped", "returned")
# A head of another department that the plan names, beside the one of the department in charge.
OTHER_HEAD = "other_head"
# Each step by its kind and whose it is. A letter is written at once: nobody does it.
STEPS = {f"{kind}-{doer}": (kind, str(doer)) for kind, doer in PAIRS if kind != StepKind.INFORM} | {
    f"{kind}-other": (kind, OTHER_HEAD) for kind in (StepKind.DO, StepKind.PAPERS)
}
# The officer is in charge; the deputy, who heads a third department, decides for the head today. The stranger
# heads the other department that is asked, whose officer the helper is; the outsider works in the third.
ROLES = (
    *("officer", "colleague", "head", "deputy", "stranger", "helper", "mate", "outsider"),
    *("clerk", "executive", "administrator"),
)


class World:
    """The people, the plan and the case. One stage holds all steps, behind one that is done."""

    def __init__(self) -> None:
        here, there = DepartmentFactory(code="ENG"), DepartmentFactory(code=OTHERS[0])
        third = DepartmentFactory(code=OTHERS[1])
        HeadFactory(username="head", department=here)
        HeadFactory(username="stranger", department=there)
        HeadFactory(username="deputy", department=third)
        members = {"officer": here, "colleague": here, "helper": there, "mate": there}
        for name, department in (members | {"outsider": third}).items():
            OfficerFactory(username=name, department=department)
        UserFactory(username="clerk", group="clerk")
        UserFactory(username="executive", group="executive")
        UserFactory(username="administrator", group="administrator", is_staff=True)
        today, head = timezone.localdate(), User.objects.get(username="head")
        days: dict[str, Any] = {"since": today, "until": today, "order_number": "1/2569"}
        delegations.enter(head, deputy=User.objects.get(username="deputy"), by=head, **days)
        OutsidePersonFactory(party__code=PARTY)
        self.case = self._filed(here)
        self.rows = {one.step: one.pk for one in Subtask.objects.filter(case=self.case).exclude(step="first")}

    @property
    def people(self) -> dict[str, User]:
        """Everybody by role, as read now."""
        found = {one.username: one for one in User.objects.filter(username__in=ROLES)}
        return {role: found[role] for role in ROLES}

    def step(self, key: str) -> Subtask:
        """A step as it is now, with its case."""
        related = ("case__request_type", "case__department", "department", "officer")
        return Subtask.objects.select_related(*related).get(pk=self.rows[key])

    def steps(self) -> dict[str, Subtask]:
        """All steps, of one object of the case."""
        case = Case.objects.select_related("request_type", "department").get(pk=self.case.pk)
        case = Case.objects.prefetch_related("subtasks__department").get(pk=case.pk)
        found = {one.step: one for one in case.subtasks.all() if one.step in self.rows}
        for one in found.values():
            one.case = case
        return found

    def set_to(self, state: str, keys: Iterable[str] | None = None) -> None:
        """Let these steps, or all, stand as they would in this state; the others are not needed any more."""
        wanted = set(self.rows if keys is None else keys)
        people = self.people
        for key, pk in self.rows.items():
            doer, now = STEPS[key][1], state if key in wanted else "cancelled"
            officer = {"officer": people["officer"], "department": people["helper"]}.get(doer)
            said: dict[str, Any] = {"state": now, "result": "Because.", "ended_at": timezone.now()}
            if now in OPEN:
                said |= {"ended_at": None, "result": ""}
            said["officer"] = officer if now in ("in_work", "done") else None
            Subtask.objects.filter(pk=pk).update(**said)

    def restrict(self) -> None:
        """The kind of request is confidential from now on."""
        RequestType.objects.filter(pk=self.case.request_type_id).update(restricted=True)

    def _filed(self, here: Department) -> Case:
        """Filed and begun by the real verbs; the first stage is done by the officer in charge."""
        request_type = RequestTypeFactory(code="tree", department=here, target_working_days=300)
        planned = [self._planned(key, kind, doer) for key, (kind, doer) in STEPS.items()]
        published(request_type, stage("a", step("first")), stage("b", *planned))
        people = self.people
        case = CaseFactory(
            request_type=request_type, head=people["head"], officer=people["officer"], in_progress=True
        )
        subtasks.finish_subtask(Subtask.objects.get(case=case), by=people["officer"])
        # The question to the citizen is answered by nobody here: the case goes on beside it.
        Case.objects.filter(pk=case.pk).update(status="in_progress", days_left_at_pause=None)
        return Case.objects.get(pk=case.pk)

    @staticmethod
    def _planned(key: str, kind: StepKind, doer: str) -> dict[str, Any]:
        more: dict[str, Any] = {"may_skip": True}
        if doer == OTHER_HEAD:
            more["department"] = OTHERS[0]
        return whole(key, kind, Doer.HEAD if doer == OTHER_HEAD else Doer(doer), **more)
