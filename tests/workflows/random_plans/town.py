"""A town in which anybody presses anything: two departments beside the one in charge, a clerk, executives."""

import copy
import datetime
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed
from viewflow.workflow.models import Task

from cases import actions
from cases.access import absences, delegations
from cases.actions import duplicates, plan_moves, stages
from cases.errors import Refused
from cases.intake.filing import submit
from cases.lib.request_cache import one_request
from cases.models import Case, Department, Doer, Membership, OutsideParty, RequestType, Subtask, Urgency, User
from cases.questionnaires.answers import answer
from cases.questionnaires.types import type_of
from cases.work_plans import versions
from cases.work_plans.document import PlanStep
from tests.cases.actions.test_stages import published
from tests.factories import FilingFactory
from tests.workflows.random_plans.plans import ANSWERS
from tests.workflows.random_plans.settled import Settled
from workflows import rights
from workflows.consistency import disagreements
from workflows.engine import UNFINISHED
from workflows.rights import subtask_rights
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution, notes

# What the product says to a press that does not fit; anything else is a fault.
NOT_NOW = (Refused, PermissionDenied, TransitionNotAllowed)
WORDS = "เพราะว่า"
NOWHERE = {"place": WORDS, "latitude": None, "longitude": None}
# More than any plan here needs up to the result; refusals in a row after which a case stands still.
MOST_STEPS, MOST_REFUSED = 30, 3
# How far the cases of a town have come before anything is pressed: so many steps, or up to a result that was
# reopened.
LIVES = (0, 3, 8, None)
Pick = Callable[[Any], Any]


class Town:
    """One town with a plan, of which a next version is in use by now where it could be published, and whose
    people do things with its cases; `pick` chooses one of a list."""

    def __init__(
        self,
        settled: Settled,
        stages_: list[dict[str, Any]],
        next_stages: list[dict[str, Any]],
        pick: Pick,
        *,
        approved: bool,
    ) -> None:
        self.settled, self.stages, self.pick, self.days = settled, stages_, pick, 0
        request_type = RequestType.objects.get(pk=settled.request_type.pk)
        request_type.needs_approval = approved
        self.version = published(request_type, *stages_)
        self.refresh()
        # What leads up to a run is what a run does too, and looked at there.
        self.is_looked_at = False
        self.cases = [self.file() for _life in LIVES]
        for which, steps in enumerate(LIVES):
            if steps is None:
                self.go_round(which)
            for _number in range(steps or 0):
                self.go_on(self.case(which))
        self.publish(next_stages)
        for happens in (self.away, self.hand_on):
            if pick([True, False]):
                happens(pick(self.people), pick(self.people))
        self.is_looked_at = True
        found = [*disagreements(), *self.stuck()]
        assert not found, found

    def of_one(self, which: int, pick: Pick) -> "Town":
        """The same town, for what is done with one of its cases."""
        found = copy.copy(self)
        found.pick, found.cases = pick, [self.cases[which % len(self.cases)]]
        return found

    def refresh(self) -> None:
        """People and their rights are read anew: something was changed about them."""
        self.people = list(User.objects.order_by("pk"))
        self.active = [one for one in self.people if one.is_active]

    @property
    def now(self) -> datetime.datetime:
        """A moment later than all before."""
        return timezone.now() + datetime.timedelta(days=self.days)

    def file_another(self) -> None:
        """There is a second case, and no third."""
        if len(self.cases) == 1:
            self.cases.append(self.file())

    def file(self) -> int:
        """A citizen files a request; the key of the case."""
        chosen = answer(self.settled.question_set.in_order[0], self.pick(ANSWERS))
        filing = FilingFactory(
            request_type=RequestType.objects.get(pk=self.settled.request_type.pk),
            urgency=self.pick(["normal", "urgent"]),
            community=self.pick(["", "โนนสูง"]),
        )
        filing.question_set, filing.answers = self.settled.question_set, [chosen]
        return submit(filing)[0].pk

    def case(self, which: int = 0) -> Case:
        """A case as it is now."""
        related = ("request_type", "department", "officer", "duplicate")
        cases = Case.objects.select_related(*related).prefetch_related("subtasks__department")
        return cases.get(pk=self.cases[which % len(self.cases)])

    def rows(self, case: Case) -> list[Subtask]:
        """The subtasks of the case, the open ones twice: they are the more interesting ones."""
        found = list(case.subtasks.all())
        for row in found:
            row.case = case
        return found + [one for one in found if one.is_open]

    def press(self, what: Callable[[], Any]) -> bool:
        """Whether it was done. Raises AssertionError where flow and cases disagree after it, and whatever is
        no refusal of the product's."""
        with suppress(*NOT_NOW), one_request(), transaction.atomic():
            what()
            if self.is_looked_at:
                found = [*disagreements(), *self.stuck()]
                assert not found, found
            return True
        return False

    def do(self, case: Case, verb: Verb, who: User) -> bool:
        """A verb of a case."""
        data = self._said(verb, case)
        if verb == Verb.NOTE:
            return self.press(lambda: notes.write(case, by=who, after=0, **data))
        task = self.task(case)
        return self.press(lambda: execution.perform(verb, case, task=task, by=who, **data))

    def do_step(self, row: Subtask, verb: SubtaskVerb, who: User) -> bool:
        """A verb of a subtask."""
        data = self._said_of(verb, row)
        task = self.task(row)
        return self.press(lambda: execution.perform_subtask(verb, row, task=task, by=who, **data))

    def keep(self, row: Subtask, who: User) -> bool:
        """Some lines of a step are saved."""
        values = self.findings(row, missing=True) if row.is_planned else {}
        return self.press(lambda: execution.keep_findings(row, values, by=who))

    def offered(self, case: Case, *wanted: Verb) -> list[tuple[Verb, User]]:
        """What has a button on the case's page, for whom; of these verbs, or of all."""
        with one_request():
            verbs = [verb for verb in wanted or Verb if rights.fits(verb, case)]
            return [(verb, who) for verb in verbs for who in self.active if rights.may(who, verb, case)]

    def offered_of(self, row: Subtask, *wanted: SubtaskVerb) -> list[tuple[SubtaskVerb, User]]:
        """What has a button beside a subtask, for whom; of these verbs, or of all."""
        with one_request():
            verbs = [verb for verb in wanted or SubtaskVerb if subtask_rights.fits(verb, row)]
            may = subtask_rights.may
            return [(verb, who) for verb in verbs for who in self.active if may(who, verb, row, row.case)]

    def task(self, subject: Case | Subtask) -> int:
        """The task that a page would show: the open one, or one that has ended."""
        tasks = Task.objects.filter(process=subject.process_id).order_by("pk")
        open_one = tasks.filter(status__in=UNFINISHED).first() or tasks.last()
        return open_one.pk if open_one else 0

    def stuck(self) -> list[str]:
        """The open steps of cases in work that nobody can do: of the citizen, who was not asked, and those
        that are nobody's."""
        found = []
        for which in range(len(self.cases)):
            case = self.case(which)
            if case.status != "in_progress" or duplicates.main_of(case):
                continue
            for row in self.rows(case):
                # Of an outside party, whose people have links, somebody writes down what it says.
                asked = self.offered_of(row, SubtaskVerb.FINISH) if row.doer == Doer.OUTSIDE else []
                owned = any(subtask_rights.is_own(who, row, case) for who in self.active)
                if row.is_open and not owned and not asked:
                    found.append(f"{row.step or row.what} ({row.kind}, {row.doer}, {row.state})")
        return found

    def findings(self, row: Subtask, *, missing: bool = False) -> dict[str, Any]:
        """What somebody fills in; a paper may be missing."""
        found = {}
        for one in self.planned(row).questions:
            values = [value for value, _label in type_of(one).options]
            found[one.key] = self.pick(values if missing or one.kind != "paper" else values[:1])
        return found

    def planned(self, row: Subtask) -> PlanStep:
        """The step of the plan."""
        plan = stages.plan(row.case)
        return plan.by_key[row.step] if plan and row.step in plan.by_key else PlanStep(row.step, "?")

    def _said(self, verb: Verb, case: Case) -> dict[str, Any]:
        """What the form of a verb gives."""
        reason = {"reason": WORDS}
        result = {"result": self.settled.result, "details": WORDS}
        said: dict[Verb, Callable[[], dict[str, Any]]] = {
            Verb.SEND_BACK: lambda: reason,
            Verb.PLACE: lambda: self._there() | reason,
            Verb.ASSIGN: lambda: {"to": self._member(case.department_id)},
            Verb.ASK: lambda: {"question": WORDS},
            Verb.TRANSFER: lambda: self._there() | reason,
            Verb.HAND_BACK: lambda: reason,
            Verb.RESOLVE: lambda: result,
            Verb.PROPOSE: lambda: result,
            Verb.RETURN_RESULT: lambda: reason,
            Verb.REJECT: lambda: reason | {"agency": self.settled.agency},
            Verb.ASK_SUBTASK: lambda: self._there() | self._asked(),
            Verb.ASK_OUTSIDE: lambda: {"to": OutsideParty.objects.get()} | self._asked(),
            Verb.ADD_STEP: lambda: {"key": self._key(case)},
            Verb.MARK_DUPLICATE: lambda: {"of": self.case(self.pick(range(len(self.cases))))},
            Verb.NOTE: lambda: {"text": WORDS},
            Verb.EXTEND: lambda: {"to": self.settled.calendar.shift(case.due_on, 1), **reason},
            Verb.EXPLAIN: lambda: {"text": WORDS},
            Verb.CORRECT_TYPE: lambda: reason | {"to": self.settled.other_than(case.request_type)},
            Verb.CORRECT_DETAILS: lambda: reason | {"urgency": self.pick(Urgency.values), **NOWHERE},
            Verb.CORRECT_PERSON: lambda: {"changes": {"last_name": WORDS}, "checked": WORDS},
            Verb.CORRECT_TIME: lambda: reason,
            Verb.TAKE_UP: lambda: reason,
            Verb.GRANT_REOPENING: lambda: (
                reason | {"to": self.pick([None, self._member(case.department_id)])}
            ),
            Verb.REFUSE_REOPENING: lambda: reason | {"agency": self.settled.agency},
            Verb.HOLD: lambda: reason,
            Verb.LIFT_HOLD: lambda: reason,
        }
        return said[verb]() if verb in said else {}

    def _said_of(self, verb: SubtaskVerb, row: Subtask) -> dict[str, Any]:
        said: dict[SubtaskVerb, Callable[[], dict[str, Any]]] = {
            SubtaskVerb.ASSIGN: lambda: {"to": self._member(row.department_id)},
            SubtaskVerb.FINISH: lambda: {
                "result": WORDS,
                **({"values": self.findings(row)} if row.is_planned else {}),
            },
            SubtaskVerb.RETURN: lambda: {"to": self._key(row.case), "reason": WORDS},
            SubtaskVerb.ANSWER: lambda: {"text": WORDS},
            SubtaskVerb.REFUSE: lambda: {"reason": WORDS},
            SubtaskVerb.SKIP: lambda: {"reason": WORDS},
            SubtaskVerb.CANCEL: lambda: {"reason": WORDS},
        }
        return said[verb]() if verb in said else {}

    def _there(self) -> dict[str, Any]:
        return {"to": self.pick(list(Department.objects.order_by("pk")))}

    def _asked(self) -> dict[str, Any]:
        return {"what": WORDS, "due_on": self.settled.calendar.shift(timezone.localdate(), 3)}

    def _member(self, department: int) -> User:
        """Somebody of the department mostly, or anybody."""
        here = [one for one in self.people if department in one.roles]
        return self.pick([*here, *here, *self.people]) if here else self.pick(self.people)

    def _key(self, case: Case) -> str:
        """A step that could be added or done again, or any of the plan."""
        plan = stages.plan(case)
        likely = [one.key for one in (*stages.addable(case), *stages.returnable(case))]
        every = [one.key for one in plan.steps] if plan else ["none"]
        return self.pick(likely or every)

    # What happens in the town besides.

    def citizen(self, case: Case) -> bool:
        """The citizen does something."""
        verbs: list[Callable[[], Any]] = [
            lambda: actions.answer(case, text=WORDS),
            lambda: actions.answer(case, text=WORDS),
            lambda: actions.send_message(case, text=WORDS),
            lambda: actions.reopen(case, reason=WORDS),
            lambda: actions.withdraw(case),
        ]
        return self.press(self.pick(verbs))

    def close(self, case: Case) -> bool:
        """Fourteen days of silence."""
        return self.press(lambda: actions.close(case, now=self.now + datetime.timedelta(days=20)))

    def leave(self, who: User) -> bool:
        """Somebody is switched off, or comes back."""
        person = User.objects.get(pk=who.pk)
        person.is_active = not person.is_active
        done = self.press(person.save)
        self.refresh()
        return done

    def role(self, who: User) -> bool:
        """A clerk or an executive loses the office, or gets it back."""
        group = Group.objects.filter(name=who.username.rstrip("12")).first()
        if group is None:
            return False
        has = who.groups.filter(pk=group.pk).exists()
        done = self.press(lambda: who.groups.remove(group) if has else who.groups.add(group))
        self.refresh()
        return done

    def move_house(self, who: User) -> bool:
        """Somebody leaves a department for another one."""
        row = Membership.objects.filter(user=who).first()
        if row is None:
            return False
        row.department = self.pick(list(Department.objects.order_by("pk")))
        done = self.press(row.save)
        self.refresh()
        return done

    def away(self, who: User, substitute: User) -> bool:
        """Somebody is away."""
        today = timezone.localdate()
        said: dict[str, Any] = {"since": today, "until": today}
        done = self.press(lambda: absences.enter(who, substitute=substitute, by=who, **said))
        self.refresh()
        return done

    def hand_on(self, who: User, deputy: User) -> bool:
        """Somebody hands decisions on."""
        today = timezone.localdate()
        said: dict[str, Any] = {"since": today, "until": today, "order_number": "1/2569"}
        done = self.press(lambda: delegations.enter(who, deputy=deputy, by=who, **said))
        self.refresh()
        return done

    def switch(self, department: Department) -> bool:
        """A department is closed, or open again."""
        department.active = not department.active
        return self.press(department.save)

    def publish(self, stages_: list[dict[str, Any]]) -> bool:
        """Another version is published, where it can be."""

        def do() -> None:
            draft = versions.draft(self.version.plan)
            draft.content = {"stages": stages_}
            draft.save()
            self.version = versions.publish(draft)

        with suppress(ValidationError):
            return self.press(do)
        return False

    def move(self, case: Case, who: User) -> bool:
        """The case goes over to the version in use."""
        assert case.plan_version_id
        to = self.version
        assert plan_moves.obstacle(case, to) or self.press(lambda: plan_moves.move(case, to=to, by=who))
        return True

    def move_back(self, case: Case, who: User) -> bool:
        """And back."""
        return self.press(lambda: plan_moves.move_back(case, by=who))

    def go_round(self, which: int) -> bool:
        """The case comes to its result, is reopened, and work on it begins again; not where it gets stuck."""
        refused = 0
        for _number in range(MOST_STEPS):
            if self.case(which).status == "resolved" or refused == MOST_REFUSED:
                break
            refused = 0 if self.go_on(self.case(which)) else refused + 1
        if not self.press(lambda: actions.reopen(self.case(which), reason=WORDS)):
            return False
        return self.go_on(self.case(which)) and self.go_on(self.case(which))

    def go_on(self, case: Case) -> bool:
        """The next sensible thing is done with the case, if there is one."""
        if case.status == "waiting":
            return self.press(lambda: actions.answer(case, text=WORDS))
        wanted = {"received": (Verb.ASSIGN, Verb.ACCEPT, Verb.PLACE), "assigned": (Verb.START,)}
        rows = [one for one in self.rows(case) if one.is_open]
        if case.status == "in_progress" and rows:
            row = self.pick(rows)
            pairs = self.offered_of(row, SubtaskVerb.FINISH) or self.offered_of(row, SubtaskVerb.ASSIGN)
            return bool(pairs) and self.do_step(row, *self.pick(pairs))
        last = (Verb.RESOLVE, Verb.PROPOSE, Verb.APPROVE)
        found = self.offered(case, *wanted.get(str(case.status), last)) or self.offered(case, Verb.ASSIGN)
        return bool(found) and self.do(case, *self.pick(found))
