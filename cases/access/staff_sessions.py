"""The log-ins of a member of staff: listed with what one recognises them by, and ended one by one or all.

A log-in is kept under the hash of its session's key, so that the list opens nothing. The session itself is
Django's; where it is gone, its row means nothing and is purged with it.
"""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db.models import CharField, Func
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from cases.audit.request_origin import browser
from cases.db.insert_once import put
from cases.limits.rate_limits import network
from cases.models import StaffSession, User


class KeyHash(Func):
    """`StaffSession.key` of a session's key, worked out by PostgreSQL."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = CharField()


@dataclass(frozen=True)
class LogIn:
    """A log-in as its person sees it; `current` is the browser that asks."""

    key: str
    since: datetime.datetime
    browser: str
    network: str
    current: bool


def log_ins(request: HttpRequest, user: User) -> list[LogIn]:
    """Where this person is logged in now, the latest first."""
    rows = list(StaffSession.objects.filter(user=user))
    alive = set(_sessions([row.key for row in rows]).values_list("hash", flat=True))
    here = _hashed(request)
    return [
        LogIn(row.key, row.since, row.browser, row.network, row.key == here)
        for row in rows
        if row.key in alive
    ]


def current(request: HttpRequest) -> StaffSession | None:
    """Return the log-in of the browser that asks; None where it has ended meanwhile."""
    return StaffSession.objects.filter(key=_hashed(request)).first()


def end(user: User, key: str) -> bool:
    """End one log-in of this person; whether it was there."""
    found, _ = StaffSession.objects.filter(user=user, key=key).delete()
    if found:
        _sessions([key]).delete()
    return bool(found)


def end_all(user: User, *, but: HttpRequest | None = None) -> None:
    """End this person's log-ins, all of them or all but the one that asks."""
    rows = StaffSession.objects.filter(user=user)
    if but is not None:
        rows = rows.exclude(key=_hashed(but))
    _sessions(list(rows.values_list("key", flat=True))).delete()
    rows.delete()


def renew(request: HttpRequest, user: User) -> None:
    """Keep this log-in under its new key, and end the others: the password or a factor has changed."""
    _keep(request, user)
    end_all(user, but=request)


def forget(request: HttpRequest) -> None:
    """Take this log-in from the list: it has ended."""
    StaffSession.objects.filter(key=_hashed(request)).delete()


def purge() -> int:
    """Forget the log-ins whose session is gone; return how many."""
    alive = Session.objects.annotate(hash=KeyHash("session_key")).values("hash")
    return StaffSession.objects.exclude(key__in=alive).delete()[0]


@receiver(user_logged_in, dispatch_uid="cases.access.staff_sessions.in")
def _logged_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _keep(request, user)


@receiver(user_logged_out, dispatch_uid="cases.access.staff_sessions.out")
def _logged_out(request: HttpRequest, **kwargs: Any) -> None:
    forget(request)


@receiver(post_save, sender=User, dispatch_uid="cases.access.staff_sessions.left")
def _switched_off(instance: User, **kwargs: Any) -> None:
    """Who is switched off is out at once, and stays out when switched on again."""
    if not instance.is_active:
        end_all(instance)


def _keep(request: HttpRequest, user: User) -> None:
    if request.session.session_key is None:
        request.session.create()
    seen = {
        "user": user,
        "since": timezone.now(),
        "browser": browser(request.META.get("HTTP_USER_AGENT", "")),
        "network": network(request),
    }
    put(StaffSession(key=_hashed(request), **seen), key=["key"], update=list(seen))


def _hashed(request: HttpRequest) -> str:
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()


def _sessions(keys: list[str]) -> Any:
    """The living sessions of these log-ins, with the hash of each."""
    sessions: Any = Session.objects.annotate(hash=KeyHash("session_key"))
    return sessions.filter(hash__in=keys, expire_date__gt=timezone.now())
