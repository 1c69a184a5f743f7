"""Questions to the Exchange API of Traffy Fondue: by a token that is fetched when it is needed, and never to
the last call of the month.

Calls are counted by them, and here from one answer to the next. Looking stops first, so that what the city
says of its cases still goes; the last few calls are nobody's.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cases.db.encryption import Unreadable
from cases.lib.http_client import Answer, call
from notifications.models import TraffyBridge
from notifications.models.traffy import this_month

SECONDS = 20
MOST_BYTES = 8 * 1024 * 1024
UNAUTHORISED = 401
# Parts of the month's calls that are left untouched.
FOR_SENDING, FOR_NOTHING = 0.2, 0.02
# Where nothing says how long a token is good.
GOOD_FOR = datetime.timedelta(hours=1)


class NotDone(Exception):
    """They have said no; the words hold nothing of a report."""

    def __init__(self, status: int, words: str = "") -> None:
        super().__init__(f"{status} {words}".strip())
        self.status = status


class NoCredit(Exception):
    """What is left of this month's calls is kept for something else, or for nothing."""


def ask(
    method: str,
    path: str,
    *,
    query: str = "",
    content: dict[str, Any] | None = None,
    looks: bool = False,
) -> Any:
    """Return the `results` of one call. `looks` says that nothing of the city's is sent. Raises NotDone,
    NoCredit, and Unanswered."""
    bridge = TraffyBridge.objects.get()
    answer = _asked(bridge, method, path, query, content, looks)
    if answer.status == UNAUTHORISED:
        TraffyBridge.objects.update(token="", token_until=None)
        answer = _asked(TraffyBridge.objects.get(), method, path, query, content, looks)
    results = _results(answer)
    _note_credit(answer)
    return results


def log_in() -> None:
    """Fetch a token, and learn how many calls are left. Raises NotDone, and Unanswered."""
    bridge = TraffyBridge.objects.get()
    if isinstance(bridge.password, Unreadable):
        raise NotDone(0, _("The password cannot be read: the key is missing."))
    said = {"user": bridge.user, "pass": bridge.password}
    answer = call(f"{settings.TRAFFY_URL}/get-auth/v1", seconds=SECONDS, content=said)
    results = _results(answer)
    token = results.get("token") if isinstance(results, dict) else None
    if not isinstance(token, str) or not token:
        raise NotDone(answer.status, _("no token"))
    until = _moment(results.get("expire_timestamp")) or timezone.now() + GOOD_FOR
    TraffyBridge.objects.update(token=token, token_until=until)
    _note_credit(answer)


def may_call(bridge: TraffyBridge, *, looks: bool) -> bool:
    """Whether the calls that are left this month are for this."""
    if bridge.credit is None or not bridge.quota or bridge.credit_of != this_month():
        return True
    return bridge.credit > max(1, bridge.quota * (FOR_SENDING if looks else FOR_NOTHING))


def _asked(
    bridge: TraffyBridge, method: str, path: str, query: str, content: dict[str, Any] | None, looks: bool
) -> Answer:
    ends = bridge.token_until or timezone.now()
    if not bridge.token or isinstance(bridge.token, Unreadable) or ends <= timezone.now() or _is_old(bridge):
        log_in()
        bridge = TraffyBridge.objects.get()
    if not may_call(bridge, looks=looks):
        raise NoCredit(_("The calls of this month are nearly used up."))
    TraffyBridge.objects.filter(credit__gt=0).update(credit=F("credit") - 1)
    return call(
        f"{settings.TRAFFY_URL}{path}{query}",
        seconds=SECONDS,
        method=method,
        headers={"Authorization": f"Bearer {bridge.token}"},
        content=content,
        most=MOST_BYTES,
    )


def _is_old(bridge: TraffyBridge) -> bool:
    """Whether the calls are counted anew since they were last told."""
    return bridge.credit_of is not None and bridge.credit_of != this_month()


def _results(answer: Answer) -> Any:
    results = answer.body.get("results") if isinstance(answer.body, dict) else None
    if not answer.ok or results is None:
        # Their words may quote what was sent.
        raise NotDone(answer.status)
    return results


def _note_credit(answer: Answer) -> None:
    found = {}
    for name, field in (("credit_balance", "credit"), ("quota_limit", "quota")):
        for there in (answer.at(f"results.{name}"), answer.at(name)):
            if isinstance(there, int | float) and not isinstance(there, bool):
                found[field] = max(-1, min(int(there), 2_000_000_000))
    if found:
        TraffyBridge.objects.update(**found, credit_of=this_month())


def _moment(said: Any) -> datetime.datetime | None:
    """A moment as they write it, which is Bangkok's."""
    try:
        at = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return timezone.make_aware(at) if at and timezone.is_naive(at) else at
