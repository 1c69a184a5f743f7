"""How each way for letters does: when it last worked, what was last wrong, how long it is left alone."""

import datetime

from django.db.models.functions import Now

from cases.db.insert_once import put
from notifications.channels.failures import Verdict
from notifications.models import ChannelHealth, DeliveryChannel


def asleep() -> set[str]:
    """The channels whose services have asked not to be called just now."""
    return set(ChannelHealth.objects.filter(quiet_until__gt=Now()).values_list("channel", flat=True))


def note_success(channel: DeliveryChannel) -> None:
    """A letter was accepted."""
    put(ChannelHealth(channel=channel, worked_at=Now()), key=["channel"], update=["worked_at"])


def note_trouble(channel: DeliveryChannel, verdict: Verdict) -> None:
    """A letter was not accepted, for a reason in words without personal data. A wait that does not stop the
    way is that letter's own."""
    quiet = (
        {"quiet_until": Now() + datetime.timedelta(seconds=verdict.after)}
        if verdict.after and verdict.stop
        else {}
    )
    values = {"failed_at": Now(), "last_error": verdict.words, **quiet}
    put(ChannelHealth(channel=channel, **values), key=["channel"], update=list(values))
