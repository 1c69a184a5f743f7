"""The tokens of the REST API: made, shown once, found again by their hash, withdrawn.

A token is 256 random bits, so that a plain hash keeps it and nobody guesses one. It dies with its person's or
partner's being switched off, at its end, and when it is withdrawn; each request asks again.
"""

import datetime
import hashlib
import ipaddress
import secrets

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.models import AccessToken, User

# By it, whoever finds one in a file knows what it is.
PREFIX = "rr_"
BYTES = 32
# More than a token has: what is longer is not even hashed.
LONGEST = 100
# Wrong tokens from one network in ten minutes; requests of one token at once, and as many again in a minute.
WRONG, WRONG_SECONDS = 30, 600
REQUESTS, REQUESTS_SECONDS = 600, 60
STEP = datetime.timedelta(minutes=1)


def issue(token: AccessToken) -> str:
    """Store the new token, and return what its program has to show, which is kept nowhere."""
    shown = PREFIX + secrets.token_urlsafe(BYTES)
    token.digest = _hashed(shown)
    token.save()
    return shown


def withdraw(token: AccessToken) -> None:
    """Let it open nothing from now on."""
    token.withdrawn_at = timezone.now()
    token.save(update_fields=["withdrawn_at"])


def of_person(person: User) -> QuerySet[AccessToken]:
    """The good tokens that act in the name of this member of staff."""
    return AccessToken.objects.good().filter(person=person).select_related("made_by")


def found(request: HttpRequest, shown: str) -> AccessToken | None:
    """The good token that a request shows, from a network of its list, with its use noted; None for any
    other. Raises TooManyTries beyond the requests of a token, and where a network shows too many wrong
    ones."""
    token = _good(shown)
    if token is None or not _is_from(request, token):
        rate_limits.hit("api-wrong", rate_limits.network(request), limit=WRONG, seconds=WRONG_SECONDS)
        return None
    rate_limits.count([Limit("api", str(token.pk), REQUESTS, REQUESTS_SECONDS, leaks=True)])
    _note_use(token)
    return token


def _good(shown: str) -> AccessToken | None:
    if not shown.startswith(PREFIX) or len(shown) > LONGEST:
        return None
    good = AccessToken.objects.good().select_related("person", "partner__channel")
    return good.filter(digest=_hashed(shown)).first()


def _is_from(request: HttpRequest, token: AccessToken) -> bool:
    if not token.networks:
        return True
    try:
        address = ipaddress.ip_address(rate_limits.address(request))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in token.networks)


def _note_use(token: AccessToken) -> None:
    """Write down when it was used, at most once in a minute."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - STEP:
        old = Q(last_used_at=None) | Q(last_used_at__lt=now - STEP)
        AccessToken.objects.filter(old, pk=token.pk).update(last_used_at=now)


def _hashed(shown: str) -> str:
    return hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()
