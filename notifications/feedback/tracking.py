"""What mail services tell afterwards of a letter: it arrived, it came back, its reader has complained.

Events come late, twice and in any order. The table of states decides: what does not fit any more changes
nothing. A letter is found by its own ID, which it carries as metadata, or by the service's.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from anymail.signals import EventType, RejectReason, tracking
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django_fsm import can_proceed

from notifications.delivery.metrics import SETTLED
from notifications.letters.holds.suppression import suppress
from notifications.models import Notice, State, Suppression

Reason = Suppression.Reason
CAME_BACK = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.COMPLAINED)
# The address is no good, whatever is sent to it. Anything else may be this letter's fault, or the day's.
BAD_ADDRESS = (RejectReason.BOUNCED, RejectReason.INVALID, None)
# A full mailbox, in Brevo's and in Postmark's words: the letter is lost, the address is good.
SOFT = ("soft_bounce", "SoftBounce")


class TooEarly(Exception):
    """The service was quicker than our own record of the sending; it should tell again."""


@receiver(tracking, dispatch_uid="notifications.feedback.tracking")
def take(event: Any, **kwargs: Any) -> None:
    """Note what a service tells of a letter (an AnymailTrackingEvent whose signature was checked). Raises
    TooEarly while the letter is being sent; of unknown letters and other news nothing is noted."""
    if event.event_type == EventType.DELIVERED:
        _arrived(event)
    elif event.event_type in CAME_BACK:
        _came_back(event)


@transaction.atomic
def _arrived(event: Any) -> None:
    notice = _notice(event)
    if notice is not None and can_proceed(notice.arrive):
        notice.arrive()
        _save(notice, at=_time(event))


@transaction.atomic
def _came_back(event: Any) -> None:
    notice = _notice(event)
    if notice is None:
        return
    if can_proceed(notice.bounce):
        notice.bounce()
        # What the state does not say already.
        said = [word for word in (event.event_type, event.reject_reason) if word and word != "bounced"]
        notice.last_error = " ".join(said)[:300]
        _save(notice, at=_time(event))
    if reason := _reason(event):
        suppress(notice, reason=reason)


def _notice(event: Any) -> Notice | None:
    """The letter, locked, and counted as accepted if its worker died before it could note that."""
    notices = Notice.objects.select_for_update(of=("self",), no_key=True).defer("text", "html")
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    try:
        found = notices.filter(pk=UUID(str(metadata.get("notice")))).first()
    except ValueError:
        known = str(event.message_id or "").replace("\x00", "")[:200]
        found = notices.filter(provider_id=known).first() if known else None
    if found is not None and found.state == State.CLAIMED:
        raise TooEarly
    if found is not None and (
        found.state == State.PERHAPS or (found.state == State.PENDING and found.attempts)
    ):
        found.accept()
        found.sent_at, found.secret = _time(event), ""
        found.save(update_fields=["state", "sent_at", "secret"])
    return found


def _save(notice: Notice, *, at: datetime) -> None:
    notice.arrived_at = at
    notice.save(update_fields=["state", "arrived_at", "last_error"])
    SETTLED.labels(notice.state, notice.channel).inc()


def _reason(event: Any) -> Suppression.Reason | None:
    """Why nothing more should go to the address; None where the address may be good."""
    if event.event_type == EventType.COMPLAINED or event.reject_reason == RejectReason.SPAM:
        return Reason.COMPLAINED
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    soft = told.get("event") in SOFT or told.get("Type") in SOFT
    if event.event_type == EventType.BOUNCED and event.reject_reason in BAD_ADDRESS and not soft:
        return Reason.BOUNCED
    refused = event.event_type == EventType.REJECTED and event.reject_reason in BAD_ADDRESS[:2]
    return Reason.REFUSED if refused else None


def _time(event: Any) -> datetime:
    """When it happened, by the service's clock; never in the future."""
    now = timezone.now()
    return min(event.timestamp, now) if isinstance(event.timestamp, datetime) else now
