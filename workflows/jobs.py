"""What happens by the clock: reminders, late notices, the close after silence, the purge of drafts.

Each job takes one case after the other in a transaction of its own, leaves out what another process does at
the moment or has done, and may be run at any time, any number of times, also at once.
"""

import datetime
import logging
from collections.abc import Callable
from uuid import UUID

from django.core.management import call_command
from django.db import OperationalError, transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from psycopg import errors

from cases import actions, leaving
from cases.calendar import WorkCalendar
from cases.errors import Refused
from cases.models import Attachment, Case, CaseEvent, Draft, Status, Tally
from workflows import search

log = logging.getLogger(__name__)
REMIND_WORKING_DAYS = 2
DRAFTS_KEPT = datetime.timedelta(hours=24)
TALLIES_KEPT = datetime.timedelta(days=2)
INDEXED_AT_ONCE = 2000
# Somebody else has the case, or was faster.
PASSED_OVER = (Refused, TransitionNotAllowed, ConcurrentTransition)
LOST_RACE = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


def remind_due(*, now: datetime.datetime | None = None) -> int:
    """Record that cases are due today or within two working days; return how many."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    last = WorkCalendar.load().shift(today, REMIND_WORKING_DAYS)
    cases = Case.objects.open().exclude(status=Status.WAITING).filter(due_on__range=(today, last))
    return _remind(cases, CaseEvent.Kind.DUE_SOON, now)


def notify_late(*, now: datetime.datetime | None = None) -> int:
    """Record that cases have become late; return how many."""
    now = now or timezone.now()
    return _remind(Case.objects.late(timezone.localdate(now)), CaseEvent.Kind.LATE, now)


def close_resolved(*, now: datetime.datetime | None = None) -> int:
    """Close resolved cases whose citizen has been silent for 14 days; return how many."""
    now = now or timezone.now()
    return _each(Case.objects.to_close(now), lambda case: actions.close(case, now=now))


def return_left(*, now: datetime.datetime | None = None) -> int:
    """Take back open cases that are still in the name of somebody who left: from before this was done at
    once, or given in that very moment; return how many."""
    now = now or timezone.now()

    def take(case: Case) -> Case | None:
        return leaving.take_from(case, leaver=case.officer, now=now) if case.officer else None

    return _each(leaving.behind_leavers(), take)


def purge_drafts(*, now: datetime.datetime | None = None) -> int:
    """Remove forms that were never sent and their photos, old counts of tries and ended sessions; return how
    many forms, photos and counts."""
    now = now or timezone.now()
    drafts = Attachment.objects.filter(draft__isnull=False, created__lt=now - DRAFTS_KEPT)
    photos = sum(_purged(pk) for pk in drafts.values_list("pk", flat=True).iterator())
    forms, _ = Draft.objects.filter(updated__lt=now - DRAFTS_KEPT).delete()
    tallies, _ = Tally.objects.filter(since__lt=now - TALLIES_KEPT).delete()
    call_command("clearsessions")
    return photos + forms + tallies


def index_cases() -> int:
    """Make cases findable whose words nobody has written: those from before the search, or loaded in bulk;
    return how many."""
    missing = Case.objects.filter(search=None).order_by("pk")
    return sum(search.index(case) for case in list(missing[:INDEXED_AT_ONCE]))


def _remind(cases: QuerySet[Case], kind: CaseEvent.Kind, now: datetime.datetime) -> int:
    """Remind of each case once for each due date; those that have it already are not even looked at."""
    told = CaseEvent.objects.filter(
        case=OuterRef("pk"), kind=kind, reference=Cast(OuterRef("due_on"), CharField())
    )
    return _each(cases.filter(~Exists(told)), lambda case: actions.remind(case, kind, now=now))


def _each(cases: QuerySet[Case], verb: Callable[[Case], object]) -> int:
    """Do the verb on each case, and count those on which it did something."""
    keys = cases.order_by("pk").values_list("pk", flat=True)
    return sum(_done(pk, verb) for pk in keys.iterator(chunk_size=500))


def _done(pk: int, verb: Callable[[Case], object]) -> bool:
    try:
        return verb(Case.objects.get(pk=pk)) is not None
    except PASSED_OVER as reason:
        log.info("Case %s was passed over: %s", pk, type(reason).__name__)
    except OperationalError as error:
        if not isinstance(error.__cause__, LOST_RACE):
            raise
    return False


@transaction.atomic
def _purged(pk: UUID) -> bool:
    """Remove one draft, its file first: a crash in between leaves a row that the next run finds."""
    drafts = Attachment.objects.select_for_update(skip_locked=True)
    photo = drafts.filter(pk=pk, draft__isnull=False).first()
    if photo is None:
        return False
    photo.file.delete(save=False)
    photo.delete()
    return True
