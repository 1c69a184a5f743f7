"""One's own due dates as an iCalendar file (RFC 5545), for the calendar program of a member of staff.

It is fetched by a program that cannot log in, and often lies with somebody else's service: so it tells the
number and the kind of each case and the day, of a restricted kind the number alone; no person, no place, no
word. All days are dates, which have no time zone.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from cases.audit import security_log
from cases.audit.security_log import Kind
from cases.db.insert_once import put
from cases.models import ALONE, RUNNING, Case, Subtask, User
from cases.reference import shared_rows
from workflows.models import CalendarAddress
from workflows.rights.rules import in_charge, subtasks_of

BYTES = 32
# A token has 43 characters; what is longer is not even hashed.
LONGEST = 60
# Nobody has so many; a calendar program would choke on more.
MOST = 500
HOUR = datetime.timedelta(hours=1)
# How often programs that ask for it look again.
AGAIN = datetime.timedelta(hours=1)


@transaction.atomic
def make(user: User) -> str:
    """Return a new token for the person's calendar, which is kept nowhere; one from before ends."""
    token = secrets.token_urlsafe(BYTES)
    row = CalendarAddress(user=user, digest=_hashed(token), made_at=timezone.now(), last_read_at=None)
    put(row, key=["user"], update=["digest", "made_at", "last_read_at"])
    security_log.record(Kind.CALENDAR_MADE, by=user)
    return token


@transaction.atomic
def withdraw(user: User) -> bool:
    """Let the address open nothing from now on; return whether there was one."""
    gone, _rows = CalendarAddress.objects.filter(user=user).delete()
    if gone:
        security_log.record(Kind.CALENDAR_ENDED, by=user)
    return bool(gone)


def reader(token: str) -> User | None:
    """Return whose calendar the token opens, with its use noted at most once in an hour; None for none."""
    if len(token) > LONGEST:
        return None
    rows = CalendarAddress.objects.select_related("user")
    row = rows.filter(digest=_hashed(token), user__is_active=True).first()
    if row is None:
        return None
    now = timezone.now()
    if row.last_read_at is None or row.last_read_at < now - HOUR:
        CalendarAddress.objects.filter(pk=row.pk, digest=row.digest).update(last_read_at=now)
    person: User = row.user
    return person


def address(token: str) -> str:
    """Return the whole address that a calendar program is given."""
    return f"{settings.SITE_URL}{reverse('own_calendar', args=[token])}"


def file(user: User) -> bytes:
    """Return the calendar in the person's language: the cases in progress in whose charge the person is or
    stands in, and the subtasks for other departments, each with its own day."""
    with override(user.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Rap Rueang//Due dates//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Due dates of my cases"))
        calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for case, subtask in _due(user):
            calendar.add_component(_event(case, subtask))
        return bytes(calendar.to_ical())


def _due(user: User) -> list[tuple[Case, Subtask | None]]:
    """What is due of this person, by day; two statements. What waits for its citizen has no day yet."""
    running = Q(status__in=RUNNING) & ALONE
    cases = list(_read(Case.objects.visible_to(user).filter(in_charge(user) & running))[:MOST])
    subtasks = subtasks_of(user).filter(case__in=Case.objects.visible_to(user).filter(running))
    found = list(subtasks.select_related("case").order_by("due_on", "pk")[:MOST])
    shared_rows.prefetch([*cases, *(one.case for one in found)], "request_type")
    due: list[tuple[Case, Subtask | None]] = [(case, None) for case in cases]
    due += [(one.case, one) for one in found]
    return sorted(due, key=lambda pair: ((pair[1] or pair[0]).due_on, pair[0].pk))[:MOST]


def _read(cases: Any) -> Any:
    return cases.only("number", "status", "due_on", "changed_at", "request_type").order_by("due_on", "pk")


def _event(case: Case, subtask: Subtask | None) -> Event:
    event, day = Event(), (subtask or case).due_on
    mark = f"-{subtask.pk}" if subtask else ""
    event.add("uid", f"{case.number}{mark}@{urlsplit(settings.SITE_URL).hostname}")
    # The last change and not this moment: the same cases are the same file.
    event.add("dtstamp", case.changed_at.astimezone(datetime.UTC))
    event.add("last-modified", case.changed_at.astimezone(datetime.UTC))
    event.add("dtstart", day)
    # The end is the first day after it.
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", " · ".join(_words(case, subtask)))
    event.add("url", f"{settings.SITE_URL}{reverse('staff:case', args=[case.number])}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _words(case: Case, subtask: Subtask | None) -> Iterator[str]:
    yield case.number
    if not case.request_type.restricted:
        yield str(case.request_type.name)
        if subtask is not None:
            yield _("subtask")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@receiver(post_save, sender=User, dispatch_uid="workflows.inbox.own_calendar.leaves")
def person_leaves(instance: User, raw: bool = False, **kwargs: Any) -> None:
    """Whoever is switched off has no calendar, and gets none back by coming back."""
    if not raw and not instance.is_active:
        CalendarAddress.objects.filter(user=instance.pk).delete()
