"""When what was not accepted is tried again, and when it is given up: letters for two days, more and more
seldom; messages to other systems by the schedule of Standard Webhooks."""

import datetime
import random

from django.db.models import Q
from django.db.models.functions import Now

from notifications.channels.webhook_health import ATTEMPTS, pause_after
from notifications.models import MESSAGES, DeliveryChannel

PATIENCE = datetime.timedelta(hours=48)
FIRST_DELAY, LONGEST_DELAY = 10.0, 3600.0
# After a letter that was handed over and not answered for, in seconds; then it perhaps arrived.
AFTER_SILENCE = (120.0, 900.0, 3600.0)
# The schedule ends after three days and a half; a system may ask for pauses besides.
MESSAGE_PATIENCE = datetime.timedelta(days=10)
IS_MESSAGE = Q(channel__in=MESSAGES)


def delay(attempts: int, channel: str = DeliveryChannel.EMAIL) -> float:
    """Seconds until the next attempt. A letter's are doubled each time up to an hour, and spread by a
    quarter; a message's are those of the schedule, and up to a fifth more."""
    if channel in MESSAGES:
        return pause_after(attempts) * random.uniform(1.0, 1.2)  # noqa: S311
    doubled: float = FIRST_DELAY * 2.0 ** (min(attempts, 20) - 1)
    return min(doubled, LONGEST_DELAY) * random.uniform(0.75, 1.25)  # noqa: S311


def gave_up() -> Q:
    """That it is handed over no more. A letter waited for two days, or as long after it was released, or the
    server was silent too often; a message was tried as often as the schedule says, or waited for
    MESSAGE_PATIENCE."""
    old = Q(created__lt=Now() - PATIENCE) & (Q(released_at=None) | Q(released_at__lt=Now() - PATIENCE))
    letter = ~IS_MESSAGE & (old | Q(unanswered__gt=len(AFTER_SILENCE)))
    tried = Q(attempts__gte=ATTEMPTS) | Q(created__lt=Now() - MESSAGE_PATIENCE)
    return letter | IS_MESSAGE & tried
