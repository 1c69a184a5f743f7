"""When a telephone may ring: an SMS or a notification that is not urgent waits for the day."""

import datetime

from django.utils import timezone

from notifications.models import DeliveryChannel, Priority

# From eight to eight, local time.
FIRST, LAST = 8, 20


def wait(channel: str, priority: int, *, at: datetime.datetime) -> datetime.timedelta:
    """How much longer a letter that could go at this moment waits: nothing but for an SMS
    or a notification at night. A code and the answer to somebody who is just filing go at any hour."""
    if channel not in (DeliveryChannel.SMS, DeliveryChannel.PUSH) or priority == Priority.URGENT:
        return datetime.timedelta()
    local = timezone.localtime(at)
    if FIRST <= local.hour < LAST:
        return datetime.timedelta()
    day = local.date() + datetime.timedelta(days=local.hour >= LAST)
    opens = datetime.datetime.combine(day, datetime.time(FIRST), tzinfo=local.tzinfo)
    return opens - local


def first_attempt(
    channel: str,
    priority: int,
    *,
    after: datetime.timedelta = datetime.timedelta(),
    not_before: datetime.datetime | None = None,
) -> dict[str, datetime.datetime]:
    """The `due_at` of a letter that is written now and waits `after` in any case, and until `not_before`;
    nothing where it may go at once."""
    due = timezone.now() + after
    if not_before:
        due = max(due, not_before)
    due += (pause := wait(channel, priority, at=due))
    return {"due_at": due} if after or pause or not_before else {}
