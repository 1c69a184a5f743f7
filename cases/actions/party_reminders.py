"""Reminders of the steps of outside parties, by the administrator's table, where they have days of their own.

An event keeps which rule it followed and for which day, so that each step is told of once for each of them.
Whom a rule names is told: the people of the party, by a link of their own, or the staff.
"""

import datetime

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from cases.actions.reminders import FROM_ABOVE
from cases.actions.step import lock_for_step
from cases.actions.subtasks import locked_subtask
from cases.deadlines.work_calendar import WorkCalendar
from cases.events import Kind
from cases.models import PARTY_RULES, CaseEvent, EscalationRule, Subtask
from cases.models.case.event_content import Reminder

When, To = EscalationRule.When, EscalationRule.To


def in_use() -> QuerySet[EscalationRule]:
    """The rules about outside parties that act, in the administrator's order."""
    return EscalationRule.objects.filter(active=True, when__in=PARTY_RULES)


def candidates(rule: EscalationRule, *, calendar: WorkCalendar, now: datetime.datetime) -> QuerySet[Subtask]:
    """The steps of which the rule has to tell now and has not told: one statement, however many there are.
    Nobody is reminded of what was asked today."""
    today = timezone.localdate(now)
    found = Subtask.objects.outside().filter(_condition(rule, calendar, today), asked_at__date__lt=today)
    if rule.to in FROM_ABOVE:
        found = found.filter(case__request_type__restricted=False)
    if rule.to == To.OFFICER:
        found = found.filter(case__officer__isnull=False)
    told = CaseEvent.objects.filter(
        subtask=OuterRef("pk"), kind=Kind.OUTSIDE_REMINDER, data=OuterRef("reminded_as")
    )
    return found.annotate(reminded_as=_content(rule)).filter(~Exists(told))


@transaction.atomic
def remind(
    subtask: Subtask, rule: EscalationRule, *, calendar: WorkCalendar, now: datetime.datetime | None = None
) -> CaseEvent | None:
    """Record what the rule says of this step, once for each day on which it is due; None if it does not hold
    any more or was told."""
    case, step = lock_for_step(subtask.case, now)
    subtask = locked_subtask(subtask, case)
    if not candidates(rule, calendar=calendar, now=step.now).filter(pk=subtask.pk).exists():
        return None
    content = Reminder(rule.when, rule.days, rule.to, subtask.due_on)
    return step.record(Kind.OUTSIDE_REMINDER, subtask=subtask, content=content)


def remind_of_all(
    steps: QuerySet[Subtask], rule: EscalationRule, *, calendar: WorkCalendar, now: datetime.datetime
) -> bool | None:
    """Remind of each of these; None where there was nothing to say."""
    told = [remind(one, rule, calendar=calendar, now=now) for one in steps.order_by("pk")]
    return any(told) or None


def _condition(rule: EscalationRule, calendar: WorkCalendar, today: datetime.date) -> Q:
    if rule.when == When.OUTSIDE_DUE:
        return Q(due_on__range=(today, calendar.shift(today, rule.days)))
    return Q(due_on__lte=calendar.passed(today, rule.days))


def _content(rule: EscalationRule) -> JSONObject:
    """`remind`'s content, in SQL."""
    date = Cast(F("due_on"), CharField())
    return JSONObject(when=Value(rule.when), days=Value(rule.days), to=Value(rule.to), date=date)
