"""Delivery: claim one notice, send it, settle it, until nothing is due.

A claim is committed before anything is sent, no transaction is open while sending, and only the holder of
the lease settles. So a letter is never lost, and at most one copy goes out for each crash, and for each
connection that broke between the server's acceptance and its answer: three more at most, so it is handed over
four times in all; then it perhaps arrived.
"""

import datetime
import logging
import time
import uuid
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.db.encryption import EncryptedTextField
from notifications import channels
from notifications.channels.base import Transport
from notifications.channels.failures import Verdict, judge
from notifications.channels.smtp import AnswerLater
from notifications.delivery import channel_health, late_answers, rate_limits
from notifications.delivery.metrics import SETTLED
from notifications.delivery.schedules import AFTER_SILENCE, PATIENCE, delay, gave_up
from notifications.letters.catalogue import CATALOGUE, is_stale, priority_of
from notifications.letters.holds import quiet_hours, suppression, unconfirmed
from notifications.models import MESSAGES, DeliveryChannel, Letter, Notice, Priority, State, Suppression

log = logging.getLogger(__name__)
# One conversation has about eight answers to wait for; the lease outlives them all.
ANSWERS = 10
# The next letter of a channel, and a token of its allowance where it has a rate. A letter without a token
# stays where it is, and so do all while they are held (notifications.delivery.hold).
CLAIM = """
WITH next AS (
  SELECT id FROM notifications_notice
  WHERE state = 'pending' AND channel = %(channel)s AND priority <= %(upto)s
    AND due_at <= statement_timestamp() {awake}
    AND NOT EXISTS (SELECT FROM notifications_deliveryhold)
  ORDER BY priority, due_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
), token AS (
  UPDATE notifications_allowance SET filled_at = clock_timestamp(), tokens = least(%(burst)s,
    tokens + %(rate)s * extract(epoch FROM clock_timestamp() - filled_at)) - 1
  WHERE channel = %(channel)s AND EXISTS (SELECT FROM next)
    AND tokens + %(rate)s * extract(epoch FROM clock_timestamp() - filled_at) >= 1
  RETURNING 1
)
UPDATE notifications_notice notice SET state = 'claimed', attempts = attempts + 1, lease = %(lease)s,
  leased_until = clock_timestamp() + %(seconds)s * interval '1 second'
FROM next WHERE notice.id = next.id AND (%(rate)s::float IS NULL OR EXISTS (SELECT FROM token))
RETURNING notice.id, kind, channel, audience, event_id, case_id, follower_id, recipient_id, resent_by_id,
  subscription_id, staff_browser_id, endpoint_id, copy_of_id, address, language, subject, text, html,
  attempts, unanswered, admitted_at, lease
"""
# Another system that was silent, or has asked for a pause, keeps no other waiting.
AWAKE = """AND NOT EXISTS (
      SELECT FROM notifications_webhookhealth health
      WHERE health.endpoint_id = notifications_notice.endpoint_id
        AND health.quiet_until > statement_timestamp())
"""
CLAIMS = {
    channel: CLAIM.format(awake=AWAKE if channel == DeliveryChannel.WEBHOOK else "")
    for channel in DeliveryChannel
}
# What a settled notice no longer has.
FREE: dict[str, object] = {"lease": None, "leased_until": None}
AWAITED = Verdict("the answer is awaited")
MOOT = Verdict("no longer true", for_good=True)
HELD_BACK = Verdict(suppression.WORDS, for_good=True)
UNCONFIRMED = Verdict(unconfirmed.WORDS)


def deliver(*, seconds: float = 60, upto: Priority = Priority.BULK) -> int:
    """Send what is due, the most urgent first and nothing less urgent than `upto`, for about so many seconds
    at most; return how many letters were accepted. Safe to run at once. The channels take turns; one whose
    service does not answer is left alone until the next sweep, the others go on."""
    release_expired()
    until, sent = time.monotonic() + seconds, 0
    asleep = channel_health.asleep() | ({DeliveryChannel.EMAIL} if late_answers.are_many() else set())
    ways = [way for way in channels.configured() if way.channel not in asleep]
    limits = {way.channel: rate_limits.prepare(way.channel) for way in ways}
    opened, worked = list(ways), set[DeliveryChannel]()
    try:
        while opened and time.monotonic() < until:
            for way in list(opened):
                notice = claim(way.channel, upto=upto, rate=limits[way.channel])
                trouble = send(notice, way) if notice else None
                if notice is not None and trouble is None:
                    sent += 1
                    worked.add(way.channel)
                if notice is None or (trouble and trouble.stop):
                    opened.remove(way)
    finally:
        for way in ways:
            way.close()
        for channel in worked:
            channel_health.note_success(channel)
    return sent


def release_expired() -> None:
    """Take back what a dead worker had claimed, give up what is too old, let codes expire."""
    expired = Notice.objects.filter(state=State.CLAIMED, leased_until__lt=Now())
    pauses = [
        When(unanswered=count, then=Now() + datetime.timedelta(seconds=pause))
        for count, pause in enumerate(AFTER_SILENCE, start=1)
    ]
    expired.update(
        state=_state_next(), secret=_secret_next(), due_at=Case(*pauses, default=F("due_at")), **FREE
    )
    waiting = Notice.objects.filter(state=State.PENDING, created__lt=Now() - PATIENCE)
    unused = waiting.exclude(channel__in=[way.channel for way in channels.WAYS if way.is_configured()])
    unused.update(state=State.FAILED, secret="", last_error=_("This way is not set up."))
    for spec in CATALOGUE.values():
        if spec.expires_after:
            over = Notice.objects.filter(kind=spec.letter, created__lt=Now() - spec.expires_after)
            over.filter(state=State.PENDING).update(state=State.EXPIRED, secret="")
    unconfirmed.expire()


def claim(
    channel: DeliveryChannel = DeliveryChannel.EMAIL,
    *,
    upto: Priority = Priority.BULK,
    rate: rate_limits.Rate = rate_limits.Rate(),  # noqa: B008  (frozen)
) -> Notice | None:
    """The most urgent notice of a channel that is due the longest, now ours for the length of the lease; None
    if nothing is due, or no more may be sent now. Its secret is not read yet."""
    is_message = channel in MESSAGES
    patience = settings.WEBHOOK_TIMEOUT if is_message else settings.EMAIL_TIMEOUT
    values = {
        "channel": channel,
        "upto": upto,
        "rate": rate.per_second,
        "burst": rate.burst,
        "lease": uuid.uuid4(),
        "seconds": ANSWERS * patience,
    }
    return next(iter(Notice.objects.raw(CLAIMS[channel], values)), None)


def send(notice: Notice, way: Transport) -> Verdict | None:
    """Send a claimed notice and settle it; return what went wrong, if anything did."""
    try:
        if is_stale(notice):
            _settle(notice, state=State.CANCELLED, secret="", last_error="")
            return MOOT
        if suppression.holds_back(notice):
            _settle(notice, state=State.CANCELLED, secret="", last_error=HELD_BACK.words)
            return HELD_BACK
        if unconfirmed.holds(notice):
            return UNCONFIRMED
        if notice.kind == Letter.LETTERS_WAIT:
            unconfirmed.count_again(notice)
        provider_id = way.send(notice)
    except AnswerLater as later:
        return _wait_aside(notice, later)
    except Exception as error:  # whatever is wrong with one letter must not stop the others
        verdict = way.judge(error, notice)
        log.warning("Notice %s was not accepted: %s", notice.pk, verdict.words)
        if verdict.unanswered:
            _count_silence(notice)
        settle_trouble(notice, verdict)
        channel_health.note_trouble(way.channel, verdict)
        return verdict
    settle_sent(notice, provider_id=provider_id)
    return None


def settle_sent(notice: Notice, *, provider_id: str) -> bool:
    """Note that the mail service has accepted it; False where the lease was lost in the meantime."""
    return _settle(
        notice, state=State.SENT, sent_at=Now(), secret="", last_error="", provider_id=provider_id[:200]
    )


def settle_trouble(notice: Notice, verdict: Verdict) -> bool:
    """Fail it for good, or put it off; after two days of putting off it fails too, and after silences
    it perhaps arrived."""
    if verdict.for_good:
        return _refused(notice, verdict)
    return _settle(
        notice,
        state=_state_next(),
        secret=_secret_next(),
        due_at=Now() + _pause(notice, verdict),
        last_error=verdict.words,
    )


def _wait_aside(notice: Notice, later: AnswerLater) -> Verdict:
    """The letter is handed over: keep it for as long as the server may take to answer, and go on with others.
    It counts as unanswered until it is answered, whatever becomes of this process."""
    lasts = datetime.timedelta(seconds=settings.EMAIL_ANSWER_TIMEOUT + ANSWERS * settings.EMAIL_TIMEOUT)
    if not _count_silence(notice, leased_until=Now() + lasts):
        later.hang_up()
        return AWAITED

    def settle() -> None:
        try:
            later.wait()
        except Exception as error:
            verdict = judge(error, address=notice.address)
            log.warning("Notice %s was not accepted: %s", notice.pk, verdict.words)
            if not verdict.unanswered:
                _count_silence(notice, -1)
            settle_trouble(notice, verdict)
            channel_health.note_trouble(DeliveryChannel.EMAIL, verdict)
        else:
            settle_sent(notice, provider_id="")
            channel_health.note_success(DeliveryChannel.EMAIL)

    late_answers.wait_for(settle)
    return replace(AWAITED, stop=late_answers.are_many())


def _count_silence(notice: Notice, step: int = 1, **values: object) -> bool:
    """Note that the server was silent once more, by the lease; False where that was lost."""
    held = Notice.objects.filter(pk=notice.pk, lease=notice.lease, state=State.CLAIMED)
    notice.unanswered += step
    return bool(held.update(unanswered=notice.unanswered, **values))


@transaction.atomic
def _refused(notice: Notice, verdict: Verdict) -> bool:
    """It fails for good; an address that does not exist gets no more letters."""
    settled = _settle(notice, state=State.FAILED, secret="", last_error=verdict.words)
    if settled and verdict.no_such_address:
        suppression.suppress(notice, reason=Suppression.Reason.REFUSED)
    return settled


def _pause(notice: Notice, verdict: Verdict) -> datetime.timedelta:
    """Until the next attempt: as long as the service asks at least, and no SMS at night."""
    silence = AFTER_SILENCE[min(notice.unanswered, len(AFTER_SILENCE)) - 1] if verdict.unanswered else 0.0
    pause = datetime.timedelta(seconds=max(delay(notice.attempts, notice.channel), verdict.after, silence))
    return pause + quiet_hours.wait(notice.channel, priority_of(notice.kind), at=timezone.now() + pause)


def _settle(notice: Notice, **values: object) -> bool:
    """One statement, and only by the lease: what somebody else has claimed since is theirs."""
    held = Notice.objects.filter(pk=notice.pk, lease=notice.lease, state=State.CLAIMED)
    settled = held.update(**values, **FREE)
    if settled:
        # What was put off is told by how much is unsettled.
        state = values["state"]
        SETTLED.labels(state if isinstance(state, str) else "put off", notice.channel).inc()
    else:
        log.warning("Notice %s was settled by another worker.", notice.pk)
    return bool(settled)


def _state_next() -> Case:
    """What becomes of a letter that was not accepted."""
    return Case(
        When(gave_up() & Q(unanswered__gt=0), then=Value(State.PERHAPS)),
        When(gave_up(), then=Value(State.FAILED)),
        default=Value(State.PENDING),
    )


def _secret_next() -> Case:
    return Case(When(gave_up(), then=Value("")), default=F("secret"), output_field=EncryptedTextField())
