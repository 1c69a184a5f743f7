"""Reminders by the administrator's table: which cases a rule is about, and telling of each once.

An event keeps in its content which rule it followed and for which date, so that a new due date reminds
anew, and a rule that is removed and made again does not. Nobody is told of a case that waits or has ended,
unless its citizen says that it is not fixed; and of a restricted one only those of its department.
"""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject, TruncDate
from django.utils import timezone

from cases.actions.step import lock_for_step
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.events import Kind, is_recorded
from cases.models import OPEN, PARTY_RULES, RUNNING, Case, CaseEvent, EscalationRule, Status
from cases.models.case.event_content import Reminder

When, To = EscalationRule.When, EscalationRule.To
KINDS = {
    When.UNASSIGNED: Kind.UNASSIGNED,
    When.DUE_IN: Kind.DUE_SOON,
    When.DUE_TODAY: Kind.DUE_SOON,
    When.LATE: Kind.LATE,
    When.REPLY_LATE: Kind.REPLY_LATE,
    When.REOPEN_DUE: Kind.REOPEN_DUE,
}
# Those who look at every department, and have no part in restricted cases.
FROM_ABOVE = (To.CLERK, To.EXECUTIVE)
WITH_HEAD = (Status.RECEIVED, Status.ASSIGNED)


def in_use() -> QuerySet[EscalationRule]:
    """The rules about cases that act, in the administrator's order."""
    return EscalationRule.objects.filter(active=True).exclude(when__in=PARTY_RULES)


def candidates(rule: EscalationRule, *, calendar: WorkCalendar, now: datetime.datetime) -> QuerySet[Case]:
    """The cases of which the rule has to tell now and has not told: one statement, however many there are."""
    condition = _condition(rule, calendar, timezone.localdate(now))
    cases: QuerySet[Case] = Case.objects.filter(condition, status__in=_states(rule))
    if rule.when == When.UNASSIGNED:
        closing = calendar.last_closing(calendar.passed(timezone.localdate(now), rule.days))
        cases = cases.annotate(since=_with_head_since()).filter(since__lte=closing)
    if rule.to in FROM_ABOVE:
        cases = cases.filter(request_type__restricted=False)
    if rule.to == To.OFFICER:
        cases = cases.filter(officer__isnull=False)
    told = CaseEvent.objects.filter(
        case=OuterRef("pk"), kind=KINDS[When(rule.when)], data=OuterRef("reminded_as")
    )
    return cases.annotate(reminded_as=_content(rule)).filter(~Exists(told))


@transaction.atomic
def remind(
    case: Case, rule: EscalationRule, *, calendar: WorkCalendar, now: datetime.datetime | None = None
) -> CaseEvent | None:
    """Record what the rule says of this case, once for each date; None if it does not hold or was told."""
    case, step = lock_for_step(case, now)
    dates, kind = _dates(case, rule, calendar), KINDS[When(rule.when)]
    if dates is None or not holds(rule, dates[1], calendar=calendar, today=step.today):
        return None
    content = Reminder(rule.when, rule.days, rule.to, dates[0])
    if is_recorded(case, kind, content):
        return None
    return step.record(kind, content=content)


def counted_from(case: Case, rule: EscalationRule, calendar: WorkCalendar) -> datetime.date | None:
    """The date whose working days the rule counts; None where the case is not for this rule."""
    dates = _dates(case, rule, calendar)
    return dates[1] if dates else None


def first_day(rule: EscalationRule, date: datetime.date, *, calendar: WorkCalendar) -> datetime.date:
    """The working day from which the rule holds for this date."""
    ahead = rule.when in (When.DUE_IN, When.REOPEN_DUE)
    return calendar.shift(date, -rule.days if ahead else rule.days)


def holds(rule: EscalationRule, date: datetime.date, *, calendar: WorkCalendar, today: datetime.date) -> bool:
    """Whether the rule speaks of this date today: what is due soon only before it is due."""
    last = {When.DUE_IN: date - DAY, When.DUE_TODAY: date, When.REOPEN_DUE: date}.get(When(rule.when), today)
    return first_day(rule, date, calendar=calendar) <= today <= last


def audience_of(event: CaseEvent) -> str:
    """Whom a reminder is for, as `EscalationRule.To`; empty for other events."""
    return event.content.to if isinstance(event.content, Reminder) else ""


def _condition(rule: EscalationRule, calendar: WorkCalendar, today: datetime.date) -> Q:
    if rule.when == When.UNASSIGNED:
        return Q(status__in=WITH_HEAD, officer=None)
    if rule.when == When.DUE_IN:
        return Q(due_on__range=(today + DAY, calendar.shift(today, rule.days)))
    if rule.when == When.DUE_TODAY:
        return Q(due_on=today)
    if rule.when == When.REOPEN_DUE:
        return Q(look_again_by__range=(today, calendar.shift(today, rule.days)))
    passed = calendar.passed(today, rule.days)
    if rule.when == When.REPLY_LATE:
        return Q(status=Status.RECEIVED, first_reply_due_on__lte=passed)
    return Q(due_on__lte=passed)


def _content(rule: EscalationRule) -> JSONObject:
    """`remind`'s content, in SQL."""
    dates: dict[str, Any] = {
        When.UNASSIGNED: TruncDate("since", tzinfo=timezone.get_default_timezone()),
        When.REPLY_LATE: F("first_reply_due_on"),
        When.REOPEN_DUE: F("look_again_by"),
    }
    date = Cast(dates.get(rule.when, F("due_on")), DateField())
    return JSONObject(
        when=Value(rule.when), days=Value(rule.days), to=Value(rule.to), date=Cast(date, CharField())
    )


def _dates(
    case: Case, rule: EscalationRule, calendar: WorkCalendar
) -> tuple[datetime.date, datetime.date] | None:
    """The date that the event's content names, and the one whose working days the rule counts."""
    restricted = rule.to in FROM_ABOVE and case.request_type.restricted
    nobody = rule.to == To.OFFICER and case.officer_id is None
    if case.status not in _states(rule) or restricted or nobody:
        return None
    if rule.when == When.UNASSIGNED:
        if not _is_with_head(case):
            return None
        arrived = _arrived(case)
        return timezone.localdate(arrived), timezone.localdate(calendar.counted_from(arrived))
    date: datetime.date | None = case.due_on
    if rule.when == When.REPLY_LATE:
        date = case.first_reply_due_on if case.status == Status.RECEIVED else None
    if rule.when == When.REOPEN_DUE:
        date = case.look_again_by
    return (date, date) if date else None


def _states(rule: EscalationRule) -> tuple[str, ...]:
    return (Status.RESOLVED,) if rule.when == When.REOPEN_DUE else RUNNING


def _is_with_head(case: Case) -> bool:
    return case.officer_id is None and case.status in WITH_HEAD


def _arrived(case: Case) -> datetime.datetime:
    """Since when the case has been without an officer: the last event that moved it there."""
    return _arrivals(case.events.all()).latest("at", "pk").at


def _with_head_since() -> Subquery:
    """`_arrived`, in SQL."""
    events = _arrivals(CaseEvent.objects.filter(case=OuterRef("pk")))
    return Subquery(events.order_by("-at", "-pk").values("at")[:1])


def _arrivals(events: QuerySet[CaseEvent]) -> QuerySet[CaseEvent]:
    kinds = (Kind.SUBMITTED, Kind.TRANSFERRED, Kind.HANDED_BACK, Kind.REOPENED, Kind.IMPORTED)
    return events.filter(kind__in=kinds, to_status__in=[*OPEN])
