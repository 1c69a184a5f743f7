"""Which of our letters an e-mail answers, or which one it brings back."""

import uuid
from contextlib import suppress

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db.models import QuerySet

from cases.lib.mail import Received
from notifications.channels import reply_address
from notifications.feedback import tracking
from notifications.models import Notice

# The mailbox does not exist, or is switched off (RFC 3463). Anything else may be the day's.
NO_MAILBOX = ("5.1.", "5.2.1")


def answered(read: Received) -> Notice | None:
    """The letter that an e-mail answers, by its signed address before its Message-ID; None where
    there is none, or no longer."""
    keys = reply_address.answered(read.recipients)
    return _of_keys(keys) or _of_keys(_keys(read.answers)) or _of_service(read.answers)


def came_back(read: Received) -> None:
    """Note that a letter of ours came back, and send nothing more to an address that is none. Raises
    `tracking.TooEarly` while it is being sent."""
    notice = _of_keys(_keys(read.answers)) or _of_service(read.answers)
    if notice is None or read.status.startswith(("2.", "4.")):
        return
    gone = read.status.startswith(NO_MAILBOX)
    event = AnymailTrackingEvent(
        event_type=EventType.BOUNCED,
        reject_reason=RejectReason.BOUNCED if gone else RejectReason.OTHER,
        metadata={"notice": str(notice.pk)},
    )
    tracking.take(event)


def _keys(message_ids: tuple[str, ...]) -> list[uuid.UUID]:
    """The letters whose Message-IDs these are (`notifications.channels.envelope`)."""
    found = list[uuid.UUID]()
    for one in message_ids:
        with suppress(ValueError):
            found.append(uuid.UUID(one.partition("@")[0]))
    return found


def _of_keys(keys: list[uuid.UUID]) -> Notice | None:
    if not keys:
        return None
    known = {one.pk: one for one in _notices().filter(pk__in=keys)}
    return next((known[key] for key in keys if key in known), None)


def _of_service(message_ids: tuple[str, ...]) -> Notice | None:
    """A mail service may have given the letter an ID of its own."""
    if not message_ids:
        return None
    names = {name for one in message_ids for name in (one, f"<{one}>", one.partition("@")[0])}
    return _notices().filter(provider_id__in=names - {""}).first()


def _notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("case").defer("text", "html")
