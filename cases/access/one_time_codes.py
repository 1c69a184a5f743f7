"""A code that was sent to an e-mail address confirms the request of whoever can read it there."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.access import confirmed_emails
from cases.models import OneTimeCode

VALID = datetime.timedelta(minutes=15)
TRIES = 5
DIGITS = 6


def code_hash(pk: uuid.UUID, code: str) -> str:
    """What is stored of a code: a keyed hash that belongs to one request only."""
    return salted_hmac("cases.recovery", f"{pk}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def confirm(
    pk: uuid.UUID,
    code: str,
    *,
    purpose: OneTimeCode.Purpose = OneTimeCode.Purpose.PASSWORD,
    now: datetime.datetime | None = None,
) -> OneTimeCode | None:
    """The wish, if it has this purpose and this is its code: within 15 minutes, 5 tries and once. Every try
    counts, also for a request that matched no case, so that the answers are the same. Its address is
    confirmed from then on."""
    now = now or timezone.now()
    one_time_code = OneTimeCode.objects.select_for_update(no_key=True).filter(pk=pk, purpose=purpose).first()
    right = constant_time_compare(code_hash(pk, code), one_time_code.code if one_time_code else "")
    if one_time_code is None or is_over(one_time_code, now=now):
        return None
    one_time_code.tries += 1
    one_time_code.confirmed_at = now if right else None
    one_time_code.save(update_fields=["tries", "confirmed_at"])
    if right and one_time_code.email:
        confirmed_emails.note(one_time_code.email, now=now)
    return one_time_code if right else None


def is_over(one_time_code: OneTimeCode | None, *, now: datetime.datetime) -> bool:
    """Whether no code can confirm the request any more: a new one has to be asked for."""
    if one_time_code is None or one_time_code.confirmed_at is not None or one_time_code.tries >= TRIES:
        return True
    return now > (one_time_code.expires_at or one_time_code.created + VALID)
