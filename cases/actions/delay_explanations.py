"""Explaining the delay of a licence: every seven days after the due date, in the officer's own words.

Licensing Facilitation Act B.E. 2558, s. 10: the authority tells the applicant in writing why it is late,
every seven days until it has decided, each time with a copy to the Public Sector Development Commission,
which is sent outside this system. Nothing is sent by itself: the draft is made of facts when it is looked
at, so it cannot age, and the officer writes the reason.
"""

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cases.actions.step import lock_for_step
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.events import Kind, is_recorded
from cases.models import RUNNING, Case, CaseEvent, User
from cases.models.case.event_content import DelayPeriod
from cases.text.dates import long_date

EVERY = 7
# Stands in the draft where the reason goes.
GAP = "[…]"
PROPOSED_WORKING_DAYS = 5


def may_be_explained(case: Case, today: datetime.date) -> bool:
    """Whether this is an application for a licence that is being worked on and late."""
    return case.request_type.licence and case.status in RUNNING and case.due_on < today


def period(case: Case, today: datetime.date) -> DelayPeriod:
    """The seven days that one explanation is for."""
    return DelayPeriod(case.due_on, (today - case.due_on).days // EVERY)


def is_asked_for(case: Case, events: list[CaseEvent], today: datetime.date) -> bool:
    """Whether an explanation is due now: seven days have passed, and none was sent in this period."""
    if not may_be_explained(case, today) or (today - case.due_on).days < EVERY:
        return False
    return not _holds(events, Kind.DELAY_EXPLAINED, period(case, today))


def draft(case: Case, *, calendar: WorkCalendar, today: datetime.date) -> str:
    """What the officer begins with, in the citizen's language: the facts, with GAP for the reason."""
    with override(case.language):
        days = (today - case.due_on).days
        facts = {
            "kind": case.request_type.name,
            "due": long_date(case.due_on),
            "days": days,
            "expected": long_date(calendar.shift(today, PROPOSED_WORKING_DAYS)),
            "gap": GAP,
        }
        paragraphs = (
            ngettext(
                "The result of your application “%(kind)s” was due on %(due)s. It is %(days)s day late. "
                "We are sorry.",
                "The result of your application “%(kind)s” was due on %(due)s. It is %(days)s days late. "
                "We are sorry.",
                days,
            ),
            _("The reason is: %(gap)s"),
            _("We now expect the result by %(expected)s. If it takes longer, we will write to you again."),
        )
        return "\n\n".join(paragraph % facts for paragraph in paragraphs)


@transaction.atomic
def explain(case: Case, *, by: User, text: str, now: datetime.datetime | None = None) -> Case:
    """Write to the applicant why it is late, once in seven days. Raises Refused where nothing is late or the
    reason is missing, AlreadyDone where it was sent."""
    case, step = lock_for_step(case, now)
    if not may_be_explained(case, step.today):
        raise Refused(_("Only the delay of a licence that is late is explained in this way."))
    if GAP in text or not text.strip():
        raise Refused(_("Write the reason where %(gap)s stands.") % {"gap": GAP})
    content = period(case, step.today)
    if is_recorded(case, Kind.DELAY_EXPLAINED, content):
        raise AlreadyDone
    return step.commit(Kind.DELAY_EXPLAINED, by=by, message=text, content=content)


def candidates(today: datetime.date) -> QuerySet[Case]:
    """Licences that have been late for seven days or longer, and of which nobody was reminded or wrote in the
    last seven."""
    since = timezone.make_aware(datetime.datetime.combine(today - (EVERY - 1) * DAY, datetime.time.min))
    kinds = (Kind.DELAY_DUE, Kind.DELAY_EXPLAINED)
    lately = CaseEvent.objects.filter(case=OuterRef("pk"), kind__in=kinds, at__gte=since)
    late: QuerySet[Case] = Case.objects.filter(
        status__in=RUNNING, due_on__lte=today - EVERY * DAY, request_type__licence=True
    )
    return late.filter(~Exists(lately))


@transaction.atomic
def remind(case: Case, *, now: datetime.datetime | None = None) -> CaseEvent | None:
    """Record that an explanation is due, once for each seven days; None if it is not, or was sent."""
    case, step = lock_for_step(case, now)
    events = list(case.events.filter(kind__in=[Kind.DELAY_DUE, Kind.DELAY_EXPLAINED]))
    content = period(case, step.today)
    if _holds(events, Kind.DELAY_DUE, content) or not is_asked_for(case, events, step.today):
        return None
    return step.record(Kind.DELAY_DUE, content=content)


def _holds(events: list[CaseEvent], kind: CaseEvent.Kind, content: DelayPeriod) -> bool:
    return any(event.kind == kind and event.content == content for event in events)
