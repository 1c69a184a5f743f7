"""All letters are held after a restore, or by the keeper's word: until a person lets them go, or drops those
that may have gone out before."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least, Now
from django.utils.translation import gettext_noop

from cases.db.insert_once import leave
from notifications.models import DeliveryHold, Notice, State

# The last error of a letter that was dropped.
WORDS = gettext_noop("dropped after a restore")


@dataclass(frozen=True)
class Held:
    """Since when everything is held, how many letters wait from before then, and how many have come since."""

    since: datetime
    before: int
    after: int


def hold() -> None:
    """Let no letter go from now on; a hold that stands stays as it is."""
    leave(DeliveryHold(pk=1))


def held() -> Held | None:
    """What is held; None where letters go."""
    found = DeliveryHold.objects.first()
    if found is None:
        return None
    waiting = Notice.objects.filter(state__in=[State.PENDING, State.CLAIMED, State.HELD])
    before = waiting.filter(created__lt=found.since).count()
    return Held(found.since, before, waiting.count() - before)


@transaction.atomic
def release() -> int:
    """Let all go again, the old ones as if they had been written now; return how many."""
    _free_claimed()
    waiting = Notice.objects.filter(state=State.PENDING)
    count = waiting.update(due_at=Least(F("due_at"), Now()), released_at=Now(), woken_at=None)
    DeliveryHold.objects.all().delete()
    return count


@transaction.atomic
def drop() -> int:
    """Cancel what has waited since before the hold, wipe its passwords, and let the rest go; return how many
    were dropped."""
    found = DeliveryHold.objects.select_for_update(no_key=True).first()
    if found is None:
        return 0
    _free_claimed()
    old = Notice.objects.filter(state__in=[State.PENDING, State.HELD], created__lt=found.since)
    count = old.update(state=State.CANCELLED, secret="", last_error=WORDS)
    release()
    return count


def _free_claimed() -> None:
    """While all is held nobody sends: what was claimed when the backup was made waits like the others."""
    claimed = Notice.objects.filter(state=State.CLAIMED, leased_until__lt=Now())
    claimed.update(state=State.PENDING, lease=None, leased_until=None)
