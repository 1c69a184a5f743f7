"""How each way for letters does: when it last worked, what was last wrong, how long it is left alone."""

import datetime

from django.db.models.functions import Now

from notifications.models import Channel, Standing
from notifications.verdicts import Verdict


def asleep() -> set[str]:
    """The channels whose services have asked not to be called just now."""
    return set(Standing.objects.filter(quiet_until__gt=Now()).values_list("channel", flat=True))


def note_success(channel: Channel) -> None:
    """A letter was accepted."""
    Standing.objects.update_or_create(channel=channel, defaults={"worked_at": Now()})


def note_trouble(channel: Channel, verdict: Verdict) -> None:
    """A letter was not accepted, for a reason in words without personal data."""
    quiet = {"quiet_until": Now() + datetime.timedelta(seconds=verdict.after)} if verdict.after else {}
    values = {"failed_at": Now(), "last_error": verdict.words, **quiet}
    Standing.objects.update_or_create(channel=channel, defaults=values)
