"""How another system does: each attempt is written down, it is left alone while it is silent or asks for a
pause, and switched off when it is gone or nothing has got through for long."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from cases.db.insert_once import put
from notifications.letters.webhooks import tell_administrators
from notifications.models import Notice, WebhookAttempt, WebhookEndpoint, WebhookHealth

Off = WebhookEndpoint.Off
# In seconds, after each attempt in turn; after the last one there is none.
SCHEDULE = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
ATTEMPTS = len(SCHEDULE) + 1
# Nothing has got through in so long, and a message was tried as often as any is.
FAILED_FOR = datetime.timedelta(days=3)
# Silence is the system's, not the message's: the others wait as long as that one, but no longer than this.
LONGEST_QUIET = 5 * 60
KEPT, AT_ONCE = datetime.timedelta(days=30), 5000


def note_success(endpoint: WebhookEndpoint) -> None:
    """A message was taken."""
    _put(endpoint, worked_at=Now(), failing_since=None, quiet_until=None)


def note_failure(endpoint: WebhookEndpoint, notice: Notice, *, quiet: float = 0.0) -> None:
    """A message was not taken. Send nothing for `quiet` seconds; after its last attempt, where none else has
    got through for FAILED_FOR, switch the endpoint off and tell the administrators."""
    pause = {"quiet_until": Now() + datetime.timedelta(seconds=quiet)} if quiet else {}
    _put(endpoint, failing_since=Now(), **pause)
    since = WebhookHealth.objects.values_list("failing_since", flat=True).get(endpoint=endpoint)
    too_long = since is not None and since < timezone.now() - FAILED_FOR
    if too_long and notice.attempts >= ATTEMPTS:
        switch_off(endpoint, because=Off.FAILING)


@transaction.atomic
def switch_off(endpoint: WebhookEndpoint, *, because: WebhookEndpoint.Off) -> bool:
    """Send nothing more; False where it was off. The administrators hear of what they have not done."""
    now = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    if not now.active:
        return False
    now.active, now.off_because = False, because
    now.save(update_fields=["active", "off_because"])
    if because != Off.BY_HAND:
        tell_administrators(now)
    return True


def pause_after(attempts: int) -> float:
    """Seconds until the next attempt, by the schedule."""
    return float(SCHEDULE[min(max(attempts, 1), len(SCHEDULE)) - 1])


def quiet_after(attempts: int) -> float:
    """Seconds for which a system that was silent is left alone."""
    return min(pause_after(attempts), float(LONGEST_QUIET))


def note_attempt(
    endpoint: WebhookEndpoint, notice: Notice, *, status: int | None, error: str, seconds: float
) -> None:
    """Write down what came of one try, without anything that was sent or answered but the status."""
    WebhookAttempt.objects.create(
        endpoint=endpoint,
        notice=None if notice._state.adding else notice,
        status=status,
        error=error[:300],
        milliseconds=round(seconds * 1000),
    )


def forget_attempts(*, now: datetime.datetime | None = None) -> int:
    """Forget attempts that are older than KEPT; return how many."""
    old = WebhookAttempt.objects.filter(at__lt=(now or timezone.now()) - KEPT).order_by("at")
    found = 0
    while some := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        found += WebhookAttempt.objects.filter(pk__in=some).delete()[0]
    return found


def _put(endpoint: WebhookEndpoint, **values: Any) -> None:
    """Write how it does. The first failure after a success stays the one that is known."""
    known = WebhookHealth.objects.filter(endpoint=endpoint)
    kept = dict(values)
    if values.get("failing_since") is not None:
        kept["failing_since"] = Coalesce(F("failing_since"), Now())
    if not known.update(**kept):
        put(WebhookHealth(endpoint=endpoint, **values), key=["endpoint"], update=list(values))
