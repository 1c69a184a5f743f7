"""What happens by the clock: reminders, recounted deadlines, the close after silence, the purge of drafts.

Each job takes one case after the other in a transaction of its own, leaves out what another process does at
the moment or has done, and may be run at any time, any number of times, also at once.
"""

import datetime
import logging
from collections.abc import Callable
from functools import partial
from itertools import islice
from uuid import UUID

from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases import actions
from cases.access import staff_sessions
from cases.actions import (
    areas,
    delay_explanations,
    offboarding,
    party_reminders,
    recalculation,
    received_mail,
    reminders,
    reopening,
    web_push,
)
from cases.audit import personal_data_access, security_log
from cases.deadlines import holiday_changes
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.files import image_hash, orphaned_files, virus_scan
from cases.lib.lost_races import tried_again
from cases.lib.request_cache import one_request
from cases.models import Attachment, Case, Draft, EscalationRule, RateCounter, ReceivedMail
from cases.views import idempotency
from workflows.inbox import search_index
from workflows.steps import presence

log = logging.getLogger(__name__)
DRAFTS_KEPT = datetime.timedelta(hours=24)
INDEXED_AT_ONCE = 2000
READ_AT_ONCE = 100
# Somebody else has the case, or was faster.
PASSED_OVER = (Refused, TransitionNotAllowed, ConcurrentTransition)


def escalate(*, now: datetime.datetime | None = None) -> int:
    """Tell of cases, and of the steps of outside parties, as the administrator's table says; return of how
    many. Only once the office has opened on a working day: nobody is reminded at night."""
    now, calendar = now or timezone.now(), WorkCalendar.load()
    if not calendar.has_opened(now):
        return 0
    of_cases = sum(_escalated(rule, calendar, now) for rule in reminders.in_use())
    return of_cases + sum(_told_of_party(rule, calendar, now) for rule in party_reminders.in_use())


def remind_of_delays(*, now: datetime.datetime | None = None) -> int:
    """Ask for an explanation of each late licence every seven days; return how many."""
    now = now or timezone.now()
    if not WorkCalendar.load().has_opened(now):
        return 0
    cases = delay_explanations.candidates(timezone.localdate(now))
    return each(cases, lambda case: delay_explanations.remind(case, now=now))


def recount_due_dates(*, now: datetime.datetime | None = None) -> int:
    """Move the due dates of open cases where days off were added or removed; return how many. A change is
    settled when no case was passed over; until then, later changes wait."""
    now = now or timezone.now()
    holiday_changes.note(now=now)
    moved = 0
    for change, calendar in recalculation.pending():
        verb = partial(recalculation.recount, change=change, calendar=calendar, now=now)
        outcomes = _outcomes(recalculation.candidates(change), verb)
        moved += outcomes.count(True)
        if None in outcomes:
            break
        recalculation.settle(change, now=now)
    return moved


def close_resolved(*, now: datetime.datetime | None = None) -> int:
    """Close resolved cases whose citizen has been silent for 14 days; return how many."""
    now = now or timezone.now()
    return each(Case.objects.to_close(now), lambda case: actions.close(case, now=now))


def open_unanswered(*, now: datetime.datetime | None = None) -> int:
    """Open cases whose citizen says that it is not fixed and whose head was silent too long; return how
    many."""
    now = now or timezone.now()
    return each(reopening.unanswered(now), lambda case: reopening.open_unanswered(case, now=now))


def return_left(*, now: datetime.datetime | None = None) -> int:
    """Take back open cases and subtasks still in the name of somebody who left: from before this was done at
    once, or given in that very moment; return how many."""
    now = now or timezone.now()

    def take(case: Case) -> Case | None:
        return offboarding.take_from(case, leaver=case.officer, now=now) if case.officer else None

    helping = Case.objects.filter(pk__in=offboarding.subtasks_behind_leavers().order_by().values("case"))
    subtasks = each(helping, lambda case: offboarding.take_subtasks(case, now=now))
    return each(offboarding.behind_leavers(), take) + subtasks


def purge_drafts(*, now: datetime.datetime | None = None) -> int:
    """Remove forms that were never sent and their photos, old counts of tries, ended sessions, who had
    which case open, which forms were done, and what is known of browsers that are told of cases long over;
    return how many forms, photos, counts and the like."""
    now = now or timezone.now()
    mails = received_mail.purge(now=now)
    # An e-mail has its files for as long as it can become something.
    waiting = ReceivedMail.objects.filter(state__in=received_mail.OPEN).values("pk")
    drafts = Attachment.objects.filter(draft__isnull=False, created__lt=now - DRAFTS_KEPT)
    drafts = drafts.exclude(draft__in=waiting)
    photos = sum(_purged(pk) for pk in drafts.values_list("pk", flat=True).iterator())
    forms, _ = Draft.objects.filter(updated__lt=now - DRAFTS_KEPT).delete()
    tallies, _ = RateCounter.objects.filter(until__lt=now).delete()
    call_command("clearsessions")
    staff_sessions.purge()
    browsers = web_push.forget_ended(now=now)
    return photos + forms + tallies + browsers + mails + presence.purge(now=now) + idempotency.purge(now=now)


def purge_logs(*, now: datetime.datetime | None = None) -> int:
    """Remove security events of more than two years and readings of more than one; return how many."""
    return security_log.purge(now=now) + personal_data_access.purge(now=now)


def index_cases() -> int:
    """Make cases findable whose words nobody has written: those from before the search, or loaded in bulk;
    return how many."""
    missing = Case.objects.filter(search=None).order_by("pk")
    return sum(search_index.index(case) for case in list(missing[:INDEXED_AT_ONCE]))


def find_areas() -> int:
    """Give cases from before the town had its areas the one in which their point lies; return how many."""
    placed, batch = 0, areas.place()
    while batch is not None:
        placed += batch.placed
        batch = areas.place(after=batch.last)
    return placed


def remove_unnamed_files(*, now: datetime.datetime | None = None) -> int:
    """Remove stored files that no row names; return how many. Where the storage is away, the next night
    does."""
    try:
        return orphaned_files.remove_unnamed(now=now)
    except OSError as error:
        log.warning("The stored files could not be looked through: %s", type(error).__name__)
        return 0


def scan_files() -> int:
    """Ask the virus scanner about the files that wait for it; return how many have a verdict."""
    return virus_scan.scan_held()


def measure_photos() -> int:
    """Work out the fingerprints of photos from before there were any; return how many."""
    return image_hash.measure()


def _escalated(rule: EscalationRule, calendar: WorkCalendar, now: datetime.datetime) -> int:
    cases = reminders.candidates(rule, calendar=calendar, now=now)
    return each(cases, lambda case: reminders.remind(case, rule, calendar=calendar, now=now))


def _told_of_party(rule: EscalationRule, calendar: WorkCalendar, now: datetime.datetime) -> int:
    steps = party_reminders.candidates(rule, calendar=calendar, now=now).select_related("case")

    def tell(case: Case) -> bool | None:
        return party_reminders.remind_of_all(steps.filter(case=case), rule, calendar=calendar, now=now)

    return each(Case.objects.filter(pk__in=steps.order_by().values("case")), tell)


def each(cases: QuerySet[Case], verb: Callable[[Case], object]) -> int:
    """Do the verb on each case, and count those on which it did something."""
    return _outcomes(cases, verb).count(True)


def _outcomes(cases: QuerySet[Case], verb: Callable[[Case], object]) -> list[bool | None]:
    """For each case whether the verb did something; None where the case was passed over. They are read some
    at a time; each verb locks its case and looks again."""
    keys = cases.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500)
    outcomes: list[bool | None] = []
    while some := list(islice(keys, READ_AT_ONCE)):
        with one_request():
            outcomes += [_done(case, verb) for case in Case.objects.filter(pk__in=some).order_by("pk")]
    return outcomes


def _done(case: Case, verb: Callable[[Case], object]) -> bool | None:
    try:
        return tried_again(lambda: verb(case)) is not None
    except PASSED_OVER as reason:
        log.info("Case %s was passed over: %s", case.pk, type(reason).__name__)
    return None


@transaction.atomic
def _purged(pk: UUID) -> bool:
    """Remove one draft, its file first: a crash in between leaves a row that the next run finds."""
    drafts = Attachment.objects.select_for_update(skip_locked=True, no_key=True)
    photo = drafts.filter(pk=pk, draft__isnull=False).first()
    if photo is None:
        return False
    photo.file.delete(save=False)
    photo.delete()
    return True
