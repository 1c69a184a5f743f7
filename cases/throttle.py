"""Counted tries in the database, so that neither a dead Redis nor a second server opens the door."""

import datetime
import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.errors import TooManyTries
from cases.models import Tally

# One statement per try: a window that has passed starts anew.
HIT = """
INSERT INTO cases_tally (key, since, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN cases_tally.since <= %s THEN 1 ELSE cases_tally.count + 1 END,
  since = CASE WHEN cases_tally.since <= %s THEN excluded.since ELSE cases_tally.since END
RETURNING since, count
"""
# Locked in one order everywhere: two who succeed at once do not wait for each other.
SUCCEEDED = """
WITH mine AS (SELECT key FROM cases_tally WHERE key = ANY(%s) ORDER BY key FOR NO KEY UPDATE)
UPDATE cases_tally SET count = CASE WHEN key = %s THEN 0 ELSE GREATEST(count - 1, 0) END
WHERE key IN (SELECT key FROM mine)
"""


def hit(what: str, subject: str, *, limit: int, seconds: int, now: datetime.datetime | None = None) -> None:
    """Count one try of `what` by `subject`; raises TooManyTries from the try after `limit` until the
    window of so many seconds has passed. The subject is stored as an HMAC only."""
    now = now or timezone.now()
    window = datetime.timedelta(seconds=seconds)
    with connection.cursor() as cursor:
        cursor.execute(HIT, [_key(what, subject), now, now - window, now - window])
        since, count = cursor.fetchone()
    if count > limit:
        raise TooManyTries(max(1, int((since + window - now).total_seconds())))


def succeeded(forgiven: tuple[str, str], *given_back: tuple[str, str]) -> None:
    """After a success, in one statement: forget the tries of one (what, subject), and take one try of each of
    the others back, so that only failures count on."""
    forgotten = _key(*forgiven)
    with connection.cursor() as cursor:
        cursor.execute(SUCCEEDED, [[forgotten, *(_key(*one) for one in given_back)], forgotten])


def forgive(what: str, subject: str) -> None:
    """Forget the tries after a success."""
    Tally.objects.filter(key=_key(what, subject)).delete()


def network(request: HttpRequest) -> str:
    """The network prefix of the browser: /24 for IPv4, /56 for IPv6; proxies as TRUSTED_PROXIES says."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else address
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 56), strict=False))


def _key(what: str, subject: str) -> str:
    return salted_hmac("cases.throttle", f"{what}:{subject}", algorithm="sha256").hexdigest()
