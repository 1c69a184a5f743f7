"""One step on many cases: each by its own, with its own right, lock and letter; refusals are told singly."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from cases.actions import extension
from cases.actions import undo as inverse
from cases.actions.proposal_state import open_proposal
from cases.actions.transfer_state import unanswered_transfer
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.lib.lost_races import tried_again
from cases.models import Case, CaseEvent, Status, User
from cases.text.numbers import whole_number
from cases.views.idempotency import NOT_SENT, Sent, SentBefore
from workflows import engine, rights
from workflows.inbox import standard_views
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import HEAD
from workflows.steps import execution, notes, refusals, undo
from workflows.steps.workload import loads

# Done with a case by the part of the form that is about it.
Step = Callable[[Case, Sent], Case]
# What ends a question that waits for its answer, on the case's own page with that question beside it.
DECIDING = (Verb.ASSIGN, Verb.TRANSFER)
NUMBER = re.compile(r"[0-9-]{1,12}")


@dataclass(frozen=True)
class Chosen:
    """A case as the page showed it: its open task, and the last event."""

    number: str
    task: int = 0
    after: int = 0

    def __str__(self) -> str:
        return f"{self.number}:{self.task}:{self.after}"

    @classmethod
    def read(cls, typed: str) -> "Chosen":
        """From what the page's form carried; noughts for what makes no sense."""
        number, *rest = [*typed.split(":"), "", ""][:3]
        numbers = [whole_number(one) or 0 for one in rest]
        return cls(number if NUMBER.fullmatch(number) else "", *numbers)


@dataclass
class Outcome:
    """What was done; what was refused, and why; who had the cases whose assignment can be taken back; which
    steps can be undone for some seconds, each by the event that it recorded."""

    done: list[Case] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    before: list[tuple[Case, int]] = field(default_factory=list)
    undoable: dict[str, int] = field(default_factory=dict)

    @property
    def undo_rows(self) -> list[str]:
        """The steps that can be undone, as a form names them."""
        return [f"{number}:{event}" for number, event in self.undoable.items()]


def verbs_for(user: User) -> list[Verb]:
    """The steps that this person can do with some cases."""
    acts, heads = bool(user.departments) or user.has_perm("cases.route_case"), standard_views.user_heads(user)
    found = [
        verb for verb, step in STEPS.items() if step.for_many and (heads if step.roles == HEAD else acts)
    ]
    # A note moves nothing: it comes last.
    return sorted(found, key=lambda verb: verb == Verb.NOTE)


def chosen(cases: Iterable[Case]) -> list[Chosen]:
    """These cases as they stand now; two statements."""
    cases = list(cases)
    tasks = dict(_tasks([case.process_id for case in cases]))
    events = CaseEvent.objects.filter(case__in=cases).order_by("case", "-pk").distinct("case")
    last = dict(events.values_list("case", "pk"))
    return [Chosen(one.number, tasks.get(one.process_id, 0), last.get(one.pk, 0)) for one in cases]


def cases_of(numbers: Iterable[str]) -> list[Case]:
    """The cases with these numbers, whoever may read them, as an outcome names them."""
    found = Case.objects.select_related("request_type").filter(number__in=list(numbers))
    return list(found)


def departments(rows: Iterable[Chosen], *, by: User) -> set[int]:
    """The departments of those of these cases that this person may read."""
    cases = Case.objects.visible_to(by).filter(number__in=[row.number for row in rows])
    return set(cases.values_list("department", flat=True))


def perform(verb: Verb, rows: Iterable[Chosen], *, by: User, sent: Sent = NOT_SENT, **data: Any) -> Outcome:
    """Do the step on one case after the other, each in a transaction of its own. What the form that was
    `sent` has done before, perhaps at this moment or before it broke off, counts as done; as refused, where
    its words were others then."""
    outcome = Outcome()
    for row in rows:
        step = _noting(outcome, verb, _verb(verb, row, by, data))
        _one(row.number, outcome, step, by=by, sent=sent)
    outcome.undoable = inverse.offered(outcome.done, by=by)
    return outcome


def assign_each(rows: Iterable[tuple[Chosen, int]], *, by: User, sent: Sent = NOT_SENT) -> Outcome:
    """Give each case to the officer who was chosen for it, by the key; who is away today gets none."""
    outcome, rows = Outcome(), list(rows)
    people = {one.person.pk: one for one in loads(departments((row for row, _officer in rows), by=by))}

    def given(row: Chosen, officer: int) -> Step:
        def step(case: Case, own: Sent) -> Case:
            to = people.get(officer)
            if to is None:
                raise Refused(_("Choose an officer."))
            if to.away_until:
                raise Refused(f"{to.person}: {to.away}")
            return _verb(Verb.ASSIGN, row, by, {"to": to.person})(case, own)

        return step

    for row, officer in rows:
        _one(row.number, outcome, given(row, officer), by=by, sent=sent)
    outcome.undoable = inverse.offered(outcome.done, by=by)
    return outcome


def undo_each(rows: Iterable[tuple[str, int]], *, by: User, sent: Sent = NOT_SENT) -> Outcome:
    """Undo the steps that these events have recorded, each by the number of its case."""
    outcome = Outcome()
    for number, event in rows:
        _one(number, outcome, partial(undo.perform, event=event, by=by), by=by, sent=sent)
    return outcome


def take_back(rows: Iterable[tuple[Chosen, int]], *, by: User, sent: Sent = NOT_SENT) -> Outcome:
    """Give cases back to the officers who had them before."""
    outcome, rows = Outcome(), list(rows)
    people = User.objects.in_bulk([officer for _row, officer in rows])
    for row, officer in rows:
        if officer in people:
            _one(row.number, outcome, _verb(Verb.ASSIGN, row, by, {"to": people[officer]}), by=by, sent=sent)
    return outcome


def _verb(verb: Verb, row: Chosen, by: User, data: dict[str, Any]) -> Step:
    return lambda case, own: _step(verb, case, row, by=by, sent=own, data=data)


def _noting(outcome: Outcome, verb: Verb, step: Step) -> Step:
    """The step, after which the outcome knows who had the case before, where that can be given back: the
    status was the same, and somebody was in charge."""

    def noting(case: Case, own: Sent) -> Case:
        officer, status = case.officer_id, case.status
        moved = step(case, own)
        if verb == Verb.ASSIGN and officer and status == moved.status == Status.ASSIGNED:
            outcome.before.append((moved, officer))
        return moved

    return noting


def _one(number: str, outcome: Outcome, step: Step, *, by: User, sent: Sent) -> None:
    """One case, once for each form; it is read anew, since a step may have changed what this person may
    see."""
    own = sent.part(number)
    try:
        outcome.done.append(_once(number, step, by=by, sent=own))
    except SentBefore as before:
        _again(number, outcome, before)
    except refusals.REFUSALS as error:
        _refuse(number, outcome, own, refusals.reason(error))


def _refuse(number: str, outcome: Outcome, own: Sent, why: str) -> None:
    """Name the case with the reason, unless the reason is that the same form has just done it."""
    try:
        own.refuse_again()
    except SentBefore as before:
        _again(number, outcome, before)
    else:
        outcome.refused.append((number, why))


def _again(number: str, outcome: Outcome, before: SentBefore) -> None:
    """Name the case that the form has done before: as done, unless it was done with other words."""
    if before.same:
        outcome.done += cases_of([number])
    else:
        outcome.refused.append((number, str(refusals.DONE_OTHERWISE)))


def _once(number: str, step: Step, *, by: User, sent: Sent) -> Case:
    case = (
        Case.objects.visible_to(by)
        .select_related("request_type", "duplicate__main")
        .filter(number=number)
        .first()
    )
    if case is None:
        raise Refused(_("There is no such case that you may read."))
    return tried_again(lambda: step(case, sent))


def _step(verb: Verb, case: Case, row: Chosen, *, by: User, sent: Sent, data: dict[str, Any]) -> Case:
    if not rights.may(by, verb, case):
        raise PermissionDenied
    if verb == Verb.NOTE:
        notes.write(case, by=by, after=row.after, sent=sent, **data)
        return case
    if not rights.fits(verb, case):
        raise Refused(str(refusals.NOT_NOW))
    _refuse_to_decide(verb, case)
    if "days" in data:
        data = _dated(case, **data)
    return execution.perform(verb, case, task=row.task, by=by, after=row.after, sent=sent, **data)


def _refuse_to_decide(verb: Verb, case: Case) -> None:
    """Raise Refused where the step would answer, unread among many, what waits for somebody's decision: a
    transfer is accepted by an assignment and overridden by the next transfer, and either one ends a proposed
    result."""
    if verb not in DECIDING:
        return
    if unanswered_transfer(case):
        raise Refused(str(refusals.WAITS_FOR_ANSWER))
    if open_proposal(case):
        raise Refused(str(refusals.WAITS_FOR_APPROVAL))


def _dated(case: Case, *, days: int, **data: Any) -> dict[str, Any]:
    """So many working days more, as the day that this is for the case."""
    calendar, today = WorkCalendar.load(), timezone.localdate()
    return {**data, "to": extension.later(case, days, calendar=calendar, today=today)}


def _tasks(processes: list[int | None]) -> Any:
    tasks = Task.objects.filter(process__in=processes, status__in=engine.UNFINISHED)
    return tasks.values_list("process", "pk")
