"""How long who asks is known: removed some years after the end of a case, unless the case is held.

The years are those of the kind of request at that moment; nothing is worked out when a case ends, so nothing
of this can keep one from ending. What was asked and done stays, and so does the subdistrict, by which figures
count.
"""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.step import lock_for_step
from cases.audit.security_log import JOB
from cases.errors import Refused
from cases.events import Actor, Kind
from cases.models import (
    Answer,
    Case,
    CaseEvent,
    Contact,
    Follower,
    PartnerCase,
    PushSubscription,
    QuestionKind,
    ReceivedMail,
    User,
)
from cases.signals import contact_removed

AT_ONCE = 500
# Nothing comes back. So nothing goes before the municipality had time to set the years and to hold cases.
GRACE = datetime.timedelta(days=30)
CAME = "SELECT max(applied) FROM django_migrations WHERE app = 'cases' AND name LIKE '%contact_data_leave'"
# In the order of the keys, so that a run reads each case once; whoever is at work on one is not held up. A
# case that was opened again takes a contact anew, and gives it back after its next end.
DUE = """
SELECT c.id FROM cases_case c JOIN cases_requesttype kind ON kind.id = c.request_type_id
WHERE c.id > %s AND c.status IN ('closed', 'rejected', 'withdrawn') AND NOT c.on_hold
  AND (c.contact_removed_at IS NULL OR c.contact_removed_at < c.ended_at)
  AND c.ended_at <= %s::timestamptz - make_interval(years => kind.contact_years)
ORDER BY c.id LIMIT %s FOR NO KEY UPDATE OF c SKIP LOCKED
"""
EMPTY = """
UPDATE cases_case SET title_id = NULL, title_other = '', first_name = '', last_name = '', national_id = '',
  phone = '', email = '', line_id = '', house_no = '', moo = '', soi = '', road = '', community = '',
  postal_code = '', contact_removed_at = %s
WHERE id = ANY (%s)
"""
# They tell how somebody was known, and from which address to which.
UNSAID = (
    "UPDATE cases_caseevent SET message = '' WHERE case_id = ANY (%s) AND kind = ANY (%s) AND message <> ''"
)
TELL = """
INSERT INTO cases_caseevent (case_id, kind, at, actor, department_id, officer_id, from_status, to_status,
                             message, letter_words, data, routed)
SELECT id, %s, %s, %s, department_id, officer_id, status, status, '', '', '{}', '{}'
FROM cases_case WHERE id = ANY (%s)
"""


@transaction.atomic
def hold(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """Let nothing of an ended case be removed, however old it is, until the hold is lifted; `reason` is for
    the staff alone. Raises Refused for one that is open, or held."""
    case, step = lock_for_step(case, now)
    if case.is_open:
        raise Refused(_("Only a case that has ended can be held: nothing of an open one is removed."))
    if case.on_hold:
        raise Refused(_("This case is held already."))
    case.on_hold = True
    return step.commit(Kind.HELD, by=by, message=reason)


@transaction.atomic
def lift_hold(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """Let the case have its time like any other. Raises Refused for one that is not held."""
    case, step = lock_for_step(case, now)
    if not case.on_hold:
        raise Refused(_("This case is not held."))
    case.on_hold = False
    return step.commit(Kind.HOLD_LIFTED, by=by, message=reason)


def remove_contacts(*, now: datetime.datetime | None = None) -> int:
    """Remove who asks from the cases whose time is over, some hundreds in each transaction; return of how
    many. Those that somebody works on at the moment wait for the next run; none goes before `begins`."""
    now, last, removed = now or timezone.now(), 0, 0
    if now < begins():
        return 0
    while keys := _batch(last, now):
        last, removed = keys[-1], removed + len(keys)
    return removed


def begins() -> datetime.datetime:
    """When the first contact data may go: GRACE after this installation got to know of it."""
    with connection.cursor() as cursor:
        cursor.execute(CAME)
        came: datetime.datetime = cursor.fetchone()[0]
    return came + GRACE


@transaction.atomic
def _batch(last: int, now: datetime.datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, [last, now, AT_ONCE])
        keys = [key for (key,) in cursor.fetchall()]
        if keys:
            cursor.execute(JOB, ["remove contact data"])
            cursor.execute(EMPTY, [now, keys])
            cursor.execute(UNSAID, [keys, [str(kind) for kind in CaseEvent.ABOUT_PERSON]])
            cursor.execute(TELL, [Kind.CONTACT_REMOVED, now, Actor.SYSTEM, keys])
            _forget(keys, now)
            # The trigger lets nothing else of this transaction by.
            cursor.execute(JOB, [""])
    return keys


def _forget(keys: Sequence[int], now: datetime.datetime) -> None:
    """Remove what stands beside the cases: the ways of telling, who follows, telephone numbers that were
    asked for."""
    contact_removed.send(sender=Case, keys=keys)
    Contact.objects.filter(case__in=keys).delete()
    Follower.objects.filter(case__in=keys).delete()
    PartnerCase.objects.filter(case__in=keys).delete()
    ReceivedMail.objects.filter(case__in=keys).delete()
    PushSubscription.objects.filter(case__in=keys, ended_at=None).end(now)
    Answer.objects.filter(case__in=keys, question__kind=QuestionKind.PHONE).delete()
