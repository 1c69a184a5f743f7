"""How many letters a way may take: a bucket of tokens for each, in PostgreSQL for all workers."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cases.db.insert_once import leave
from notifications.models import Allowance

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Rate:
    """Tokens a second, and how many may be saved up (a tenth of the count, at least one)."""

    per_second: float | None = None
    burst: float = 1.0


def rate_of(channel: str) -> Rate:
    """The rate of a channel by the setting NOTICE_RATES, such as {"email": "600/h"}; without one there is no
    limit. Raises ImproperlyConfigured for anything else."""
    typed = settings.NOTICE_RATES.get(channel)
    if not typed:
        return Rate()
    count, _, unit = str(typed).partition("/")
    if not (count.isdecimal() and int(count) and unit in UNITS):
        raise ImproperlyConfigured(f"NOTICE_RATES: {typed!r} is not a rate such as '600/h'.")
    return Rate(int(count) / UNITS[unit], max(int(count) / 10, 1.0))


def prepare(channel: str) -> Rate:
    """The rate of a channel, and a full bucket where it has a rate and no bucket yet."""
    rate = rate_of(channel)
    if rate.per_second is not None:
        leave(Allowance(channel=channel, tokens=rate.burst))
    return rate
