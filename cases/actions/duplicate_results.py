"""What becomes of a main case becomes of its duplicates, in the same transaction, each by its own event: so
everybody who reported the matter gets the own letter, in the own language, to the own case.

Called with the main case locked; the duplicates follow by key (see `cases.actions.duplicates`).
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.dispatch import receiver

from cases.actions import field_changes
from cases.actions.duplicates import leave_main
from cases.actions.step import Step, locked
from cases.events import Actor, Kind
from cases.models import RUNNING, Case, CaseEvent, Duplicate, Status
from cases.signals import recorded


@receiver(recorded, dispatch_uid="cases.share")
def share(event: CaseEvent, **kwargs: Any) -> None:
    """Do with the duplicates what was done with their main case."""
    step = OUTCOMES.get(CaseEvent.Kind(event.kind))
    if step:
        step(event)


def _resolve(event: CaseEvent) -> None:
    main = event.case
    for case in _waiting_for(main):
        step = Step(case, event.at)
        case.resolve_with_main()
        _take_over(case, main)
        case.result, case.result_details, case.result_on = main.result, main.result_details, main.result_on
        case.cause = main.cause if main.request_type_id == case.request_type_id else None
        case.resolved_at = case.ended_at = main.resolved_at
        step.commit(Kind.RESOLVED, by=event.by, message=event.message)


def _reject(event: CaseEvent) -> None:
    main = event.case
    for case in _waiting_for(main):
        step = Step(case, event.at)
        field_changes.rejected(case, reason=main.result_details, agency=main.agency, now=event.at)
        _take_over(case, main)
        step.commit(Kind.REJECTED, by=event.by, message=event.message)


def _reopen(event: CaseEvent) -> None:
    """The words are another citizen's: they stay with the main case."""
    for case in _duplicates(event.case):
        if case.status in (Status.RESOLVED, event.from_status):
            step = Step(case, event.at)
            field_changes.taken_up_again(case, now=event.at)
            step.commit(Kind.REOPENED, actor=Actor.SYSTEM)


def _pass_on(event: CaseEvent) -> None:
    """The main case is withdrawn, but the matter is not: the oldest duplicate takes its place."""
    open_ones = list(_waiting_for(event.case))
    if open_ones:
        heir = open_ones[0]
        leave_main(heir)
        Duplicate.objects.filter(main=event.case).update(main=heir)
        Step(heir, event.at).commit(Kind.SEPARATED, message=event.case.number)


def _take_over(case: Case, main: Case) -> None:
    """Who answers for the result, and for what comes after it."""
    case.department, case.unit, case.officer = main.department, main.unit, main.officer


def _waiting_for(main: Case) -> Iterator[Case]:
    return (case for case in _duplicates(main) if case.status in RUNNING)


def _duplicates(main: Case) -> Iterator[Case]:
    """The duplicates, locked one after the other; one may have been separated while we waited for it."""
    for link in Duplicate.objects.filter(main=main.pk).select_related("case").order_by("case_id"):
        case = locked(link.case)
        if Duplicate.objects.filter(case=case, main=main.pk).exists():
            yield case


OUTCOMES: dict[CaseEvent.Kind, Callable[[CaseEvent], None]] = {
    Kind.RESOLVED: _resolve,
    Kind.REJECTED: _reject,
    Kind.REOPENED: _reopen,
    Kind.WITHDRAWN: _pass_on,
}
