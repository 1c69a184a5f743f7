"""What a browser keeps for a while, encrypted in its session: new passwords, and words not yet sent."""

import datetime
import json
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from cases.models import Case
from cases.secrets import InvalidToken, decrypt, encrypt

FILED, DONE, FRESH, TYPED = "filed", "done", "fresh", "typed"
SHOWN_FOR = 30 * 60
FORMS = 5


def greet(request: HttpRequest) -> None:
    """Make sure that the browser has a session before it sends a form: the second click of a double click
    can only be recognised by a cookie that was there before the first."""
    request.session.get(FILED)  # Loads it; the key of a session that is gone is forgotten here.
    if request.session.session_key is None:
        request.session.create()


def remember_filed(
    request: HttpRequest, token: str, case: Case, password: str, *, now: datetime.datetime | None = None
) -> None:
    """Store in the session, now, what the page after filing shows. Call it in filing's own transaction."""
    had_session = request.session.session_key is not None
    filed = dict(list(request.session.get(FILED, {}).items())[1 - FORMS :])
    filed[token] = _sealed({"number": case.number, "password": password, "at": _seconds(now)})
    request.session.update({FILED: filed, DONE: token})
    _save_now(request.session)
    # Saved already; only a session that is new still has to send its cookie.
    request.session.modified = not had_session


def was_filed(request: HttpRequest, token: str) -> bool:
    """Whether this browser has sent the form with this token; its page is then the one that is shown."""
    if token not in request.session.get(FILED, {}):
        return False
    if request.session.get(DONE) != token:
        request.session[DONE] = token
    return True


def was_filed_meanwhile(request: HttpRequest, token: str) -> bool:
    """The same, after a lost race: the session is read again, for the first click has just written it."""
    as_stored(request)
    return was_filed(request, token)


def as_stored(request: HttpRequest) -> None:
    """Take the session as the database has it. After a filing that was rolled back it must not go on saying
    that there is a case, or a refusal's page would store that."""
    request.session = type(request.session)(request.session.session_key)


def filed(request: HttpRequest, *, now: datetime.datetime | None = None) -> tuple[str, str]:
    """Number and password of the request filed last; no password after half an hour; two times nothing
    where nothing was filed."""
    held = _opened(request.session.get(FILED, {}).get(request.session.get(DONE, ""), ""))
    if not held:
        return "", ""
    fresh = _seconds(now) - held["at"] <= SHOWN_FOR
    return held["number"], held["password"] if fresh else ""


def remember_fresh(request: HttpRequest, case: Case, password: str) -> None:
    """Keep a new password for the page that comes next."""
    request.session[FRESH] = _sealed({"number": case.number, "password": password, "at": _seconds(None)})


def take_fresh(request: HttpRequest) -> tuple[str, str]:
    """Number and new password, once; two times nothing afterwards."""
    held = _opened(request.session.pop(FRESH, "")) if FRESH in request.session else {}
    if not held or _seconds(None) - held["at"] > SHOWN_FOR:
        return "", ""
    return held["number"], held["password"]


def keep_typed(request: HttpRequest, number: str, what: str, *, fields: dict[str, str], token: str) -> None:
    """Keep what was typed into a reply whose log-in had ended, and the token of its photos."""
    request.session[TYPED] = _sealed(
        {"number": number, "what": what, "fields": fields, "token": token, "at": _seconds(None)}
    )


def typed(request: HttpRequest) -> dict[str, Any]:
    """The reply that waits for a log-in: number, what, fields, token; empty where none does."""
    held = _opened(request.session.get(TYPED, ""))
    return held if held and _seconds(None) - held["at"] <= SHOWN_FOR else {}


def forget_typed(request: HttpRequest) -> None:
    """The words were sent."""
    if TYPED in request.session:
        del request.session[TYPED]


def _save_now(session: SessionBase) -> None:
    """In one statement: the session's own save() makes it three, with a savepoint around it."""
    assert isinstance(session, SessionStore)
    if session.session_key is None:
        session.save()
    else:
        session.create_model_instance(dict(session.items())).save()


def _sealed(thing: dict[str, Any]) -> str:
    return encrypt(json.dumps(thing))


def _opened(token: str) -> dict[str, Any]:
    try:
        return dict(json.loads(decrypt(token))) if token else {}
    except InvalidToken:
        return {}


def _seconds(now: datetime.datetime | None) -> int:
    return int((now or timezone.now()).timestamp())
