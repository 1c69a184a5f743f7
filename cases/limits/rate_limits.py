"""Limits, counted in the database, so that neither a dead Redis nor a second server opens the door.

A limit is a window, so many in so many seconds; or it leaks: so many at once, and then one after the other,
so that it slows down and never closes for longer than the next one takes. Limits are given narrowest first
and counted together or not at all: what one of them refuses uses up none of the others.
"""

import datetime
import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.errors import TooManyTries

DAY = 24 * 60 * 60
# `cases/sql/count_tries.sql`; it returns the seconds to wait.
COUNT = "cases_count(%s::text[], %s::float8[], %s::float8[], %s::boolean[], %s::float8[], %s::float8[], %s)"
# Locked in one order everywhere: two who succeed at once do not wait for each other.
GIVE_BACK = """
WITH mine AS (SELECT key FROM cases_ratecounter WHERE key = ANY(%s) ORDER BY key FOR NO KEY UPDATE)
UPDATE cases_ratecounter SET count = CASE WHEN key = ANY(%s) THEN 0 ELSE GREATEST(count - 1, 0) END
WHERE key IN (SELECT key FROM mine)
"""


@dataclass(frozen=True)
class Limit:
    """At most `tries` of `what` by `subject` in so many seconds, or, where it leaks, so many at once and as
    many again in so many seconds; this try counts as `weight` of them. With `newcomers`, whoever has used
    that many of the limit before it has half: the other half is kept for those who come for the first
    time."""

    what: str
    subject: str
    tries: float
    seconds: float
    leaks: bool = False
    newcomers: float = 0
    weight: float = 1

    @property
    def key(self) -> str:
        """What it is stored under: an HMAC, never an address."""
        return key_of(self.what, self.subject)


def hit(what: str, subject: str, *, limit: int, seconds: int, now: datetime.datetime | None = None) -> None:
    """Count one try of `what` by `subject`; raises TooManyTries from the try after `limit` until the window
    of so many seconds has passed."""
    count([Limit(what, subject, limit, seconds)], now=now)


def count(limits: Sequence[Limit], *, now: datetime.datetime | None = None) -> None:
    """Count one try under all of these limits, in one statement; raises TooManyTries, and then nothing is
    counted."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COUNT}", arguments(limits, now=now))
        settle(cursor.fetchone()[0])


def arguments(limits: Sequence[Limit], *, now: datetime.datetime | None = None) -> list[Any]:
    """Return what COUNT takes, for a statement that does something else as well."""
    return [
        [one.key for one in limits],
        [float(one.tries) for one in limits],
        [float(one.seconds) for one in limits],
        [one.leaks for one in limits],
        [float(one.newcomers) for one in limits],
        [float(one.weight) for one in limits],
        now or timezone.now(),
    ]


def settle(wait: float) -> None:
    """Go on where COUNT has returned 0; raises TooManyTries otherwise."""
    if wait > 0:
        raise TooManyTries(math.ceil(wait))


def give_back(limits: Sequence[Limit], *, forgotten: Sequence[Limit]) -> None:
    """After a success, in one statement: forget some limits, and take one try of each of the others back,
    so that only failures count on."""
    gone = [limit.key for limit in forgotten]
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [[*gone, *(limit.key for limit in limits)], gone])


def address(request: HttpRequest) -> str:
    """The address of the browser; proxies as TRUSTED_PROXIES says."""
    found: str = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        return hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else found
    return found


def network(request: HttpRequest) -> str:
    """The network prefix of the browser: /24 for IPv4, /56 for IPv6."""
    try:
        ip = ipaddress.ip_address(address(request))
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 56), strict=False))


def key_of(what: str, subject: str) -> str:
    """The key of a row: nobody who reads the table learns who tried, or what."""
    return salted_hmac("cases.limits.rate_limits", f"{what}:{subject}", algorithm="sha256").hexdigest()
