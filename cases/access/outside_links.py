"""What a person of an outside party may open without an account: one step for each personal link.

The letter carries a token, of which only a keyed hash is stored. The first visit exchanges it for a place in
the browser's session, so that it stands in no address after that; each request then asks again whether the
link is good: it was not withdrawn, its person and party are still there, and the case is not confidential.
"""

import datetime
import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.models import OutsideLink, OutsidePerson, Subtask
from cases.models.case.outside_links import VALID

KEY = "outside"
# 128 bits: nobody guesses one.
BYTES = 16
# So long a browser may come back, and to so many steps; after that the letter's link opens it again.
WHOLE, MOST = 12 * 60 * 60, 30


def issue(person: OutsidePerson, subtask: Subtask, *, now: datetime.datetime | None = None) -> str:
    """Make a link of this person to this step, and return the token that only the letter carries."""
    now, token = now or timezone.now(), secrets.token_urlsafe(BYTES)
    OutsideLink.objects.create(
        person=person, subtask=subtask, token=_hashed(token), made_at=now, expires_at=now + VALID
    )
    return token


def open_link(
    request: HttpRequest, token: str, *, now: datetime.datetime | None = None
) -> OutsideLink | None:
    """Let this browser open the step of the token; None for a token that opens nothing. The session's key
    changes."""
    link = OutsideLink.objects.good().filter(token=_hashed(token)).first()
    if link is None:
        return None
    now = now or timezone.now()
    if link.opened_at is None:
        OutsideLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
    request.session.cycle_key()
    others = [held for held in _held(request) if held["link"] != str(link.pk)]
    mine = {"link": str(link.pk), "since": int(now.timestamp())}
    request.session[KEY] = [*others, mine][-MOST:]
    return link


def link_of(request: HttpRequest, pk: uuid.UUID, *, now: datetime.datetime | None = None) -> OutsideLink:
    """Return the link that this browser has opened, with its step and case, open or ended. Raises Http404 for
    any other, and once it is not good any more."""
    moment = int((now or timezone.now()).timestamp())
    mine = [held for held in _held(request) if held["link"] == str(pk)]
    if not any(moment - held["since"] <= WHOLE for held in mine):
        raise Http404
    related = ("person__party", "subtask__party", "subtask__department", "subtask__case__request_type")
    found = OutsideLink.objects.standing().select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def withdraw(links: Q, *, now: datetime.datetime | None = None) -> int:
    """Let these links open nothing any more; return how many there were."""
    standing = OutsideLink.objects.filter(links, withdrawn_at=None)
    return standing.update(withdrawn_at=now or timezone.now())


def people_of(subtask: Subtask) -> Iterable[OutsidePerson]:
    """Who is asked: those of the party of a step who can be reached; nobody of a confidential case."""
    if subtask.party_id is None or subtask.case.request_type.restricted:
        return []
    people = OutsidePerson.objects.reachable().filter(party=subtask.party_id)
    return people.select_related("party").order_by("pk")


def _held(request: HttpRequest) -> list[dict[str, Any]]:
    return list(request.session.get(KEY, []))


def _hashed(token: str) -> str:
    return salted_hmac("cases.access.outside_links", token, algorithm="sha256").hexdigest()
