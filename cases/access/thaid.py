"""ThaID of the Department of Provincial Administration: a citizen has name and national ID filled in, and the
case says that they were proved. Nobody needs it; what it says lives in the draft and the session alone.
"""

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from cases.access.openid_connect import Issuer, Proof
from cases.access.openid_refusals import NotProved, Why
from cases.db.encryption import InvalidToken, decrypt, encrypt
from cases.text.national_id import national_id
from cases.text.normalization import cleaned

NAME = "ThaID"
KEY, PAGE = "thaid", "cases:thaid_back"
# So long may somebody go on writing before the word of ThaID is too old.
VALID = 60 * 60
DRAFTS = 5
LONGEST = 100


@dataclass(frozen=True)
class Person:
    """Who it is by the word of ThaID."""

    first_name: str
    last_name: str
    national_id: str
    title: str = ""


def issuer() -> Issuer | None:
    """ThaID, where the settings name it wholly; else None."""
    if not (settings.THAID_ISSUER and settings.THAID_CLIENT_ID and settings.THAID_CLIENT_SECRET):
        return None
    return Issuer(
        address=settings.THAID_ISSUER,
        client_id=settings.THAID_CLIENT_ID,
        client_secret=settings.THAID_CLIENT_SECRET,
        scope=settings.THAID_SCOPE,
        page=PAGE,
    )


def person_of(proof: Proof) -> Person:
    """Who it is. Raises NotProved where the signed word lacks the name or the number."""
    said = {name: proof.claims.get(name) for name in ("given_name", "family_name", "pid", "title")}
    first, last, pid, title = (" ".join(cleaned(str(one or "")).split()) for one in said.values())
    if not (first and last) or max(len(first), len(last)) > LONGEST:
        raise NotProved(Why.ANSWER)
    try:
        return Person(first, last, national_id(pid), title)
    except ValidationError as error:
        raise NotProved(Why.ANSWER) from error


def remember(request: HttpRequest, draft: uuid.UUID, person: Person, *, with_number: bool) -> None:
    """Keep, sealed and in this browser's session, who it is that writes this draft; the number only where its
    form asks for one."""
    words = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "at": time.time(),
        **({"national_id": person.national_id} if with_number else {}),
    }
    held = [item for item in request.session.get(KEY, {}).items() if item[0] != str(draft)]
    request.session[KEY] = dict([*held, (str(draft), encrypt(json.dumps(words)))][-DRAFTS:])


def is_remembered(request: HttpRequest, draft: uuid.UUID) -> bool:
    """Whether ThaID has said, not long ago, who writes this draft."""
    return bool(_said(request, draft))


def proves(request: HttpRequest, draft: uuid.UUID, typed: Mapping[str, Any]) -> bool:
    """Whether what was typed in the end is still what ThaID has said."""
    said = _said(request, draft)
    if not said or typed.get("unnamed"):
        return False
    names = ("first_name", "last_name", *(("national_id",) if "national_id" in typed else ()))
    return all(typed.get(name) == said.get(name) for name in names)


def forget(request: HttpRequest, draft: uuid.UUID) -> None:
    """Forget who wrote this draft: it is sent."""
    held = request.session.get(KEY, {})
    if held.pop(str(draft), None):
        request.session[KEY] = held


def _said(request: HttpRequest, draft: uuid.UUID) -> dict[str, Any]:
    sealed = request.session.get(KEY, {}).get(str(draft))
    if not sealed:
        return {}
    try:
        said: dict[str, Any] = json.loads(decrypt(sealed))
    except InvalidToken:
        return {}
    return said if time.time() - said["at"] <= VALID else {}
