"""Who may write by Open311: the switch, and keys that are shown once and stored as a hash."""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases.db.insert_once import leave
from cases.limits.rate_limits import hit
from cases.models import Channel, Municipality, Open311Partner, User
from cases.open311.refusals import FORBIDDEN, Refusal, unknown

CHANNEL = "open311"
# 192 bits: nobody guesses one. The beginning tells a scanner for leaked secrets what it is.
BYTES, BEGINNING = 24, "o311_"
# So often an hour a network may show a wrong key.
WRONG_KEYS, HOUR = 60, 60 * 60


def is_on() -> bool:
    """Whether the municipality answers other systems."""
    return Municipality.current().open311


def ensure_channel() -> None:
    """Have the channel by which such reports come in."""
    leave(Channel(code=CHANNEL, name_th="ระบบอื่น (Open311)", name_en="Other system (Open311)", position=99))


@transaction.atomic
def make(
    name: str, *, by: User | None, expires_on: datetime.date | None = None
) -> tuple[Open311Partner, str]:
    """Let another system in, and return it with its key, which is nowhere in clear after that."""
    key = BEGINNING + secrets.token_urlsafe(BYTES)
    partner = Open311Partner.objects.create(name=name, key=_hashed(key), made_by=by, expires_on=expires_on)
    return partner, key


@transaction.atomic
def withdraw(partner: Open311Partner, *, now: datetime.datetime | None = None) -> None:
    """Let its key open nothing any more; safe to do twice."""
    if partner.withdrawn_at is None:
        partner.withdrawn_at = now or timezone.now()
        partner.save(update_fields=["withdrawn_at"])


def of_key(key: str, network: str) -> Open311Partner:
    """Return whose key this is. Raises Refusal (403) for none and for one that opens nothing, and
    TooManyTries for a network that guesses."""
    found = Open311Partner.objects.filter(key=_hashed(key)).first() if key else None
    if found is not None and found.is_good():
        return found
    if key:
        hit("open311-key", network, limit=WRONG_KEYS, seconds=HOUR)
    raise Refusal(FORBIDDEN, [_("api_key: it is missing, wrong, or no longer valid.")])


def need_jurisdiction(named: str) -> None:
    """Refuse (404) another jurisdiction than that of this installation; nothing need be named."""
    if named and named != Municipality.current().jurisdiction_id:
        raise unknown("jurisdiction_id", named)


def _hashed(key: str) -> str:
    return salted_hmac("cases.open311.partners", key, algorithm="sha256").hexdigest()
