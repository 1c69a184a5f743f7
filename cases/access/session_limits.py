"""How long a log-in of the staff lasts, and when its password or passkey was shown last; kept in the session.

It ends after so many hours whatever happens, and for those who may know citizens after so many minutes
without use. Times are of the server's clock, in whole seconds.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import user_logged_in
from django.contrib.auth.models import AnonymousUser
from django.dispatch import receiver
from django.http import HttpRequest

from cases.access import staff_sessions
from cases.access.staff_roles import knows_citizens
from cases.audit import security_log
from cases.models import User

KEY = "staff_clock"
AGE, IDLE = "age", "idle"
# The time of the last use is written at most once a minute.
GRAIN = 60


def begin(request: HttpRequest) -> None:
    """A log-in begins, with the password or more."""
    now = int(time.time())
    request.session[KEY] = {"since": now, "seen": now, "proved": now}


@receiver(user_logged_in, dispatch_uid="cases.access.session_limits.in")
def _logged_in(request: HttpRequest, **kwargs: Any) -> None:
    begin(request)


def prove(request: HttpRequest) -> None:
    """The password or a passkey was shown again."""
    request.session[KEY] = {**_clock(request), "proved": int(time.time())}


def is_proved(request: HttpRequest) -> bool:
    """Whether the password or a passkey was shown within the last minutes (PROOF_MINUTES)."""
    limit: int = settings.PROOF_MINUTES * 60
    return time.time() - _clock(request)["proved"] <= limit


def why_over(request: HttpRequest, user: User) -> str:
    """Return why this log-in has ended by the clock: AGE or IDLE; empty where it goes on."""
    now, clock = time.time(), _clock(request)
    if now - clock["since"] > settings.STAFF_SESSION_HOURS * 3600:
        return AGE
    if now - clock["seen"] > settings.STAFF_IDLE_MINUTES * 60 and knows_citizens(user):
        return IDLE
    return ""


def visit(request: HttpRequest) -> None:
    """The person has done something."""
    clock, now = _clock(request), int(time.time())
    if now - clock["seen"] > GRAIN or KEY not in request.session:
        request.session[KEY] = {**clock, "seen": now}


def end(request: HttpRequest, user: User, *, why: str) -> None:
    """End the log-in, write it down, and go on as a stranger."""
    staff_sessions.forget(request)
    request.session.flush()
    request.user = AnonymousUser()
    security_log.record(security_log.Kind.SESSION_ENDED, about=user, subject=why)


def _clock(request: HttpRequest) -> dict[str, int]:
    """The times of this log-in; one from before there were any begins now, and has proved nothing."""
    now = int(time.time())
    held: dict[str, int] = request.session.get(KEY) or {"since": now, "seen": now, "proved": 0}
    return held
