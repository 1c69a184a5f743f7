"""E-mail addresses that somebody has shown to read, by typing a code that went there.

Only a keyed hash of the address is kept, for a year from the last code. The password of a case shows nothing
of the request type: the page after filing tells it to whoever filed, with whichever address.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from cases.limits import rate_limits
from cases.models import RateCounter
from cases.signals import address_confirmed

KNOWN_FOR = datetime.timedelta(days=365)


@transaction.atomic
def note(address: str, *, now: datetime.datetime | None = None) -> None:
    """Know the address as confirmed from now on, and tell whoever waits for it, in the same transaction."""
    now = now or timezone.now()
    row = RateCounter(key=_key(address), until=now + KNOWN_FOR, since=now, count=1)
    RateCounter.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["key"], update_fields=["until"]
    )
    address_confirmed.send(sender=None, address=address)


def is_confirmed(address: str, *, now: datetime.datetime | None = None) -> bool:
    """Return whether somebody has typed a code that went to this address, upper or lower case alike."""
    return RateCounter.objects.filter(key=_key(address), until__gt=now or timezone.now()).exists()


def _key(address: str) -> str:
    return rate_limits.key_of("confirmed", address.strip().lower())
