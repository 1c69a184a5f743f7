"""LINE Login 2.1: who the person in front of this browser is at LINE, and nothing else about them.

OAuth 2.1 with state, nonce and PKCE (S256); LINE itself checks the ID token and tells its user ID. See
developers.line.biz: "Integrating LINE Login with your web app", "PKCE support", "Verify ID token".
"""

import base64
import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, override

from cases.lib import http_client
from cases.lib.http_client import Answer

KEY = "line_login"
# So long may a person stay at LINE; the code that comes back lives for ten minutes too.
VALID = 10 * 60
SECONDS = 10
USER_ID = re.compile(r"U[0-9a-f]{32}")


class NotLinked(Exception):
    """LINE did not tell who it is: refused, too late, a forged answer, or LINE does not answer."""


class NotAFriend(NotLinked):
    """The person has not added the office's LINE account: what we push would reach nobody."""


@dataclass(frozen=True)
class Started:
    """What this browser was sent to LINE with."""

    number: str
    language: str
    state: str
    nonce: str
    verifier: str
    at: float


def begin(request: HttpRequest, number: str) -> str:
    """The address at LINE to go to, for the case of this number; the session keeps what must come back."""
    started = Started(
        number=number,
        language=get_language() or settings.LANGUAGE_CODE,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        at=time.time(),
    )
    request.session[KEY] = dict(vars(started))
    challenge = hashlib.sha256(started.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.LINE_LOGIN_ID,
        "redirect_uri": redirect_uri(),
        "state": started.state,
        "nonce": started.nonce,
        # `profile` is what the question about friendship needs; no name or picture is asked for or kept.
        "scope": "openid profile",
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "bot_prompt": "aggressive",
        "ui_locales": started.language,
    }
    return f"{settings.LINE_ACCESS_URL}/oauth2/v2.1/authorize?{urlencode(asked)}"


def redirect_uri() -> str:
    """The one address that LINE knows us by, whatever the language of the page."""
    with override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse('cases:line_back')}"


def take(request: HttpRequest) -> Started | None:
    """What this browser was sent with, once; None where it was not, or too long ago."""
    held = request.session.pop(KEY, None)
    started = Started(**held) if held else None
    return started if started and time.time() - started.at < VALID else None


def user_id(started: Started, *, state: str, code: str) -> str:
    """The LINE user ID of the person who came back with this state and code. Raises NotLinked."""
    if not code or not constant_time_compare(started.state, state):
        raise NotLinked
    tokens = _asked(
        "/oauth2/v2.1/token",
        grant_type="authorization_code",
        code=code,
        redirect_uri=redirect_uri(),
        client_id=settings.LINE_LOGIN_ID,
        client_secret=settings.LINE_LOGIN_SECRET,
        code_verifier=started.verifier,
    )
    claims = _asked(
        "/oauth2/v2.1/verify",
        id_token=str(tokens.at("id_token")),
        client_id=settings.LINE_LOGIN_ID,
        nonce=started.nonce,
    )
    found = str(claims.at("sub"))
    mine = claims.at("aud") == settings.LINE_LOGIN_ID and claims.at("nonce") == started.nonce
    if not (mine and USER_ID.fullmatch(found)):
        raise NotLinked
    _check_friendship(str(tokens.at("access_token")))
    return found


def _check_friendship(token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    if _answer("/friendship/v1/status", method="GET", headers=headers).at("friendFlag") is not True:
        raise NotAFriend


def _asked(path: str, **form: str) -> Answer:
    return _answer(path, form=form)


def _answer(path: str, **question: object) -> Answer:
    try:
        answer = http_client.call(f"{settings.LINE_API_URL}{path}", seconds=SECONDS, **question)  # type: ignore[arg-type]
    except (OSError, ValueError) as error:
        raise NotLinked from error
    if not answer.ok:
        raise NotLinked
    return answer
