"""What a browser keeps for a while, encrypted in its session: new passwords, and words not yet sent."""

import datetime
import json
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone

from cases.db.encryption import InvalidToken, decrypt, encrypt
from cases.lib.same_origin import from_own_page
from cases.models import Case

FILED, DONE, FRESH, TYPED = "filed", "done", "fresh", "typed_replies"
# What a browser keeps for citizens, and what it keeps for the staff.
CITIZENS, STAFFS_TYPED = (FILED, DONE, FRESH, TYPED), "typed_steps"
SLIP = "slip"
SHOWN_FOR = 30 * 60
MAX_CASES = 5


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
    filed = dict(list(request.session.get(FILED, {}).items())[1 - MAX_CASES :])
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


def remember_slip(request: HttpRequest, case: Case, password: str) -> None:
    """Store in the session, now, what a second click on the counter's form is answered with. Call it in the
    transaction of the new password."""
    request.session[SLIP] = _sealed({"number": case.number, "password": password, "at": _seconds(None)})
    _save_now(request.session)


def slip(request: HttpRequest) -> tuple[str, str]:
    """Number and password of the slip made last at this log-in; two times nothing after half an hour."""
    held = _opened(request.session.get(SLIP, ""))
    if not held or _seconds(None) - held["at"] > SHOWN_FOR:
        return "", ""
    return held["number"], held["password"]


def keep_typed(
    request: HttpRequest, number: str, what: str, *, fields: dict[str, str], token: str, shelf: str = TYPED
) -> None:
    """Keep what was typed about a case whose log-in had ended, and the token of its photos; the words of
    several tabs stay side by side. What another site has made the browser send is not kept: nobody here
    typed it."""
    if not from_own_page(request):
        return
    held = {
        name: seal for name, seal in request.session.get(shelf, {}).items() if name != _name(number, what)
    }
    words = {"number": number, "what": what, "fields": fields, "token": token, "at": _seconds(None)}
    request.session[shelf] = dict([*held.items(), (_name(number, what), _sealed(words))][-MAX_CASES:])


def typed(request: HttpRequest, number: str, what: str, *, shelf: str = TYPED) -> dict[str, Any]:
    """The words about this case that wait for a log-in: number, what, fields, token; empty where none do."""
    held = _opened(request.session.get(shelf, {}).get(_name(number, what), ""))
    return held if held and _seconds(None) - held["at"] <= SHOWN_FOR else {}


def waiting(request: HttpRequest) -> list[str]:
    """The numbers of the cases about which a citizen's words wait for a log-in, the latest last."""
    names = [name.split(" ") for name in request.session.get(TYPED, {})]
    return list(dict.fromkeys(number for number, what in names if typed(request, number, what)))


def forget_typed(request: HttpRequest, number: str, what: str, *, shelf: str = TYPED) -> None:
    """The words were sent."""
    held = dict(request.session.get(shelf, {}))
    if held.pop(_name(number, what), None):
        request.session[shelf] = held


def _name(number: str, what: str) -> str:
    return f"{number} {what}"


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
