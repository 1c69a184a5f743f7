"""A case's life in the demo: step after step by the real verbs, until it has ended or `now` is reached."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases import actions
from cases.actions import approvals, causes, extension, findings, reminders, stages, subtasks
from cases.actions.proposal_state import open_approval, open_proposal
from cases.files import evidence
from cases.models import REOPEN_DAYS, Attachment, Case, Cause, Doer, Feedback, Status, Subtask, User
from cases.text.dates import promised
from workflows import engine
from workflows.demo.plan import PROPOSED
from workflows.demo.staff import Team
from workflows.demo.stamps import backdate
from workflows.demo.world import World
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution

# Where chance does not decide, a licence does not take its two months.
PINNED_DAYS = 15
MINUTES = datetime.timedelta(minutes=5)


class NotYet(Exception):
    """The next step would lie in the future: here the story stands today."""


class Life:
    """Drives one case; `began` is when the demo's loading began, for viewflow's stamps. With `until` chance
    does not decide: the case goes straight to that state and stays there."""

    def __init__(self, world: World, case: Case, *, began: datetime.datetime, until: str = "") -> None:
        self.world, self.case, self.began, self.until = world, case, began, until
        self.at = case.received_at
        self.request_type = case.request_type.code
        self.story = world.stories.request_types[self.request_type]
        self.slowness = 0.25 if until else world.rng.choices((1.0, 2.4, 7.0), (85, 10, 5))[0]
        backdate(case, self.at, since=began)

    def live(self) -> Case:
        """Everything that has happened to the case by now."""
        try:
            self._live()
        except NotYet:
            self._remind(self.world.clock.now)
        return self.case

    def _live(self) -> None:
        self._stop_here()
        refused = "reject" in self.story and self._chance(0.3, Status.REJECTED)
        if self._chance(0.03, Status.WITHDRAWN):
            return self._withdraw()
        if refused and self._chance(0.6, Status.REJECTED):
            return self._reject(by=self.team.head)
        if "transfer" in self.story and self._chance(0.6):
            self._transfer()
        self._assign()
        if refused:
            return self._reject(by=self.officer)
        if self._chance(0.03):
            self._hand_back()
            self._assign()
        return self._work()

    def _work(self) -> None:
        self._start()
        if self._chance(0.2):
            self._note()
        if self._chance(0.16, Status.WAITING) and not self._is_asked:
            self._ask()
        if self._chance(0.025):
            return self._withdraw()
        if self._chance(0.06) and not self._is_asked:
            self._extend()
        self._follow_plan()
        self._resolve()
        if not self.case.reopened and self._chance(0.08):
            self._reopen()
            self._assign()
            return self._work()
        if self._chance(0.35):
            self._rate()
        return self._close()

    def _chance(self, probability: float, *wanted: Status) -> bool:
        """True as often as that; where chance does not decide, only on the way to a wanted state."""
        return self.until in wanted if self.until else self.world.chance(probability)

    @property
    def _is_asked(self) -> bool:
        """Whether a question of the work plan waits for the citizen, with which a reopened case may begin."""
        return bool(Case.objects.filter(pk=self.case.pk, status=Status.WAITING).exists())

    def _stop_here(self) -> None:
        if self.until in (self.case.status, PROPOSED if open_proposal(self.case) else None):
            raise NotYet

    @property
    def team(self) -> Team:
        """The people of the department that has the case now."""
        return self.world.staff.teams[self.case.department_id]

    @property
    def officer(self) -> User:
        """The officer in charge."""
        assert self.case.officer is not None
        return self.case.officer

    def _transfer(self) -> None:
        code, reason = self.story["transfer"]
        by = self.world.staff.clerk if self.world.chance(0.4) else self.team.head
        self._office(0.2, 1.2)
        if by != self.world.staff.clerk and self.world.chance(0.3):
            self._transfer_in_error()
        self._step(Verb.TRANSFER, by=by, to=self.world.departments[code], reason=reason)
        if self.world.chance(0.4):
            self._office(0.1, 0.6)
            self._step(Verb.ACCEPT, by=self.team.head)

    def _transfer_in_error(self) -> None:
        """Sent to a department that sends it back."""
        wrong = self.world.departments["FIN"]
        self._step(
            Verb.TRANSFER, by=self.team.head, to=wrong, reason=self.world.stories.pick("sent_in_error")
        )
        self._office(0.1, 0.6)
        self._step(Verb.SEND_BACK, by=self.team.head, reason=self.world.stories.pick("sent_back"))
        self._office(0.1, 0.6)

    def _assign(self) -> None:
        self._office(0.2, 2.6)
        officers = self.team.officers
        to = self.world.rng.choices(officers, [len(officers), *[1] * (len(officers) - 1)])[0]
        self._step(Verb.ASSIGN, by=self.team.head, to=to)

    def _hand_back(self) -> None:
        self._office(0.2, 1.5)
        self._step(Verb.HAND_BACK, by=self.officer, reason=self.world.stories.pick("handed_back"))

    def _start(self) -> None:
        self._office(0.2, 3)
        self._step(Verb.START, by=self.officer)

    def _note(self) -> None:
        self._office(0.2, 1)
        text, head = self.world.stories.pick("notes"), self.team.head
        asked = [head] if self.case.running % 2 == 0 else []
        text = f"@{head.username} {text}" if asked else text
        actions.note(self.case, by=self.officer, text=text, mentioned=asked, now=self.at)

    def _ask(self) -> None:
        question, answer = self.world.stories.pick("questions")
        self._office(0.2, 2)
        self._step(Verb.ASK, by=self.officer, question=question)
        if self.world.chance(0.15):
            raise NotYet
        self._reach(self.world.clock.citizen(self.at, self.world.rng.uniform(0.1, 6)))
        photos = self.world.photos(self.request_type, 0.4)
        text = self.world.stories.filled(answer, "")
        self._citizen(actions.answer, text=text, photos=photos)

    def _extend(self) -> None:
        self._office(0.1, 1)
        calendar, today = self.world.clock.calendar, timezone.localdate(self.at)
        days = min(3, self.case.request_type.target_working_days)
        to = extension.later(self.case, days, calendar=calendar, today=today)
        self._step(Verb.EXTEND, by=self.team.head, to=to, reason=self.world.stories.pick("more_time"))

    def _follow_plan(self) -> None:
        """The steps of the work plan, stage by stage."""
        while stages.waited_for(self.case):
            for subtask in self.case.subtasks.open().exclude(step="").order_by("pk"):
                self._do_planned(subtask)
            self.case = Case.objects.select_related("request_type", "department", "officer").get(
                pk=self.case.pk
            )

    def _do_planned(self, subtask: Subtask) -> None:
        team = self.world.staff.teams[subtask.department_id]
        if subtask.doer == Doer.CITIZEN:
            self._reach(self.world.clock.citizen(self.at, self.world.rng.uniform(0.1, 2)))
            return self._citizen(actions.answer, text=self.world.stories.pick("plan_answers"))
        if subtask.party_id is not None:
            return self._outside(subtask, subtask.party_id)
        if subtask.doer == Doer.DEPARTMENT:
            self._do_subtask_step(SubtaskVerb.ASSIGN, subtask, by=team.head, to=team.officers[0])
        doers = {Doer.HEAD: team.head, Doer.DEPARTMENT: team.officers[0], Doer.OFFICER: self.officer}
        by = {Doer.EXECUTIVE: self.world.staff.executive, Doer.CLERK: self.world.staff.clerk, **doers}
        values = self.world.found_at(findings.planned(subtask), self.story, today=timezone.localdate(self.at))
        photos = [one for one in values.values() if isinstance(one, Attachment)]
        doer = by[Doer(subtask.doer)]
        return self._do_subtask_step(SubtaskVerb.FINISH, subtask, by=doer, values=values, photos=photos)

    def _outside(self, subtask: Subtask, party: int) -> None:
        """The outside party does its step, by the link that one of its people has."""
        self._office(0.3, 2.5)
        planned, today = findings.planned(subtask), timezone.localdate(self.at)
        values = self.world.found_at(planned, self.story, today=today)
        person = self.world.staff.outside[party]
        subtasks.finish_subtask(subtask, person=person, values=values, party_day=today, now=self.at)
        backdate(self.case, self.at, since=self.began)

    def _resolve(self) -> None:
        left = self.world.clock.calendar.between(timezone.localdate(self.at), self.case.due_on)
        left = max(min(left, PINNED_DAYS) if self.until else left, 1)
        self._office(0.1 * left, 0.8 * left)
        code, details = self.world.stories.outcome(self.request_type)
        result, request_type = self.world.results[code], self.case.request_type
        must = request_type.needs_after_photo and result.needs_photo
        likely = 1 if must else 0.75
        photos = self.world.photos(self.request_type, likely, mended=True) if result.needs_photo else []
        said = {"result": result, "details": details, "photos": photos, "cause": self._cause(code)}
        if not approvals.needed(self.case):
            return self._step(Verb.RESOLVE, by=self.officer, **said)
        self._step(Verb.PROPOSE, by=self.officer, **said)
        self._office(0.2, 1.5)
        if self.world.chance(0.25):
            self._step(Verb.RETURN_RESULT, by=self._approver(), reason=self.world.stories.pick("returned"))
            self._office(0.2, 1.5)
            # The same photos serve once more.
            self._step(Verb.PROPOSE, by=self.officer, **said | {"photos": evidence.left_over(self.case)})
            self._office(0.2, 1.5)
        while self.case.is_open:
            self._step(Verb.APPROVE, by=self._approver())
            self._office(0.1, 1)
        return None

    def _approver(self) -> User:
        """Whoever has the office that the open approval is asked of."""
        row = open_approval(self.case)
        assert row is not None
        by = {Doer.EXECUTIVE: self.world.staff.executive, Doer.CLERK: self.world.staff.clerk}
        return by.get(Doer(row.doer), self.world.staff.teams[row.department_id].head)

    def _cause(self, result: str) -> Cause | None:
        """A cause of the list of the request type, the first ones more often; none where there was no
        fault."""
        listed = causes.on_offer(self.case.request_type)
        if not listed or result == "no_fault":
            return None
        drawn, again = divmod(self.case.running, len(listed))
        return listed[min(drawn % len(listed), again)]

    def _reject(self, *, by: User) -> None:
        agency, reason = self.story["reject"]
        self._office(0.2, 2)
        self._step(Verb.REJECT, by=by, reason=reason, agency=self.world.agencies[agency])

    def _withdraw(self) -> None:
        self._reach(self.world.clock.citizen(self.at, self.world.rng.uniform(0.05, 3)))
        self._citizen(actions.withdraw, reason=self.world.stories.pick("withdrawals"))

    def _reopen(self) -> None:
        self._reach(self.world.clock.citizen(self.at, self.world.rng.uniform(0.5, 9)))
        photos = self.world.photos(self.request_type, 0.5)
        self._citizen(actions.reopen, reason=self.world.stories.pick("still_there"), photos=photos)

    def _rate(self) -> None:
        self._reach(self.world.clock.citizen(self.at, self.world.rng.uniform(0.2, 8)))
        stars = self.world.rng.choices((5, 4, 3, 2), (50, 30, 14, 6))[0]
        self._citizen(actions.rate, verdict=Feedback.Verdict.FIXED, rating=stars)

    def _close(self) -> None:
        done = self.case.resolved_at or self.at
        self._reach(promised(done, REOPEN_DAYS) + self.world.rng.randint(1, 12) * MINUTES)
        self._citizen(actions.close)

    def _office(self, low: float, high: float) -> None:
        self._reach(self.world.clock.office(self.at, self.world.rng.uniform(low, high) * self.slowness))

    def _reach(self, moment: datetime.datetime) -> None:
        if moment > self.world.clock.now:
            raise NotYet
        self._remind(moment)
        self.at = moment

    def _step(self, verb: Verb, *, by: User, **data: Any) -> None:
        task = engine.open_task(execution.task_holder(verb, self.case)).pk
        self.case = execution.perform(verb, self.case, task=task, by=by, now=self.at, **data)
        backdate(self.case, self.at, since=self.began)
        self._stop_here()

    def _do_subtask_step(self, verb: SubtaskVerb, subtask: Subtask, *, by: User, **data: Any) -> None:
        self._office(0.1, 0.6)
        task = engine.open_task(subtask).pk
        execution.perform_subtask(verb, subtask, task=task, by=by, now=self.at, **data)
        backdate(self.case, self.at, since=self.began)

    def _citizen(self, verb: Callable[..., Case], **data: Any) -> None:
        self.case = verb(self.case, now=self.at, **data)
        backdate(self.case, self.at, since=self.began)

    def _remind(self, until: datetime.datetime) -> None:
        """The reminders that fell due between the last step and `until`, as the jobs write them."""
        calendar = self.world.clock.calendar
        opening = calendar.counted_from(self.at + MINUTES)
        for rule in self.world.reminders:
            date = reminders.counted_from(self.case, rule, calendar)
            if date is None:
                continue
            first = reminders.first_day(rule, date, calendar=calendar)
            moment = max(self.world.clock.at(first, calendar.opens), opening)
            today = timezone.localdate(moment)
            if moment < until and reminders.holds(rule, date, calendar=calendar, today=today):
                reminders.remind(self.case, rule, calendar=calendar, now=moment)
