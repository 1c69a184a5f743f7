"""Delivery: claim one notice, send it, settle it, until nothing is due.

A claim is committed before anything is sent, no transaction is open while sending, and only the holder of
the lease settles. So a letter is never lost, and at most one copy goes out for each crash, and for each
connection that broke between the server's acceptance and its answer.
"""

import datetime
import logging
import random
import time
import uuid
from contextlib import suppress

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Case, F, Value, When
from django.db.models.functions import Now

from cases.recovery import VALID
from cases.secrets import EncryptedTextField
from notifications.envelope import message
from notifications.models import Letter, Notice, State
from notifications.verdicts import Verdict, judge

log = logging.getLogger(__name__)
PATIENCE = datetime.timedelta(hours=72)
FIRST_DELAY, LONGEST_DELAY = 10.0, 3600.0
# One conversation has about eight answers to wait for; the lease outlives them all.
ANSWERS = 10
CLAIM = """
UPDATE notifications_notice SET state = 'claimed', attempts = attempts + 1, lease = %(lease)s,
  leased_until = clock_timestamp() + %(seconds)s * interval '1 second'
WHERE id = (
  SELECT id FROM notifications_notice WHERE state = 'pending' AND due_at <= clock_timestamp()
  ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, kind, follower_id, address, language, subject, text, html, attempts, lease
"""
# What a settled notice no longer has.
FREE: dict[str, object] = {"lease": None, "leased_until": None}


def deliver(*, seconds: float = 60) -> int:
    """Send what is due, for about so many seconds at most; return how many letters were accepted. Safe to
    run at once. A server that does not answer ends the run: the next sweep tries again."""
    release_expired()
    until, sent = time.monotonic() + seconds, 0
    office = get_connection()
    try:
        while time.monotonic() < until and (notice := claim()):
            trouble = send(notice, office)
            sent += not trouble
            if trouble and trouble.stop:
                break
    finally:
        _hang_up(office)
    return sent


def release_expired() -> None:
    """Take back what a dead worker had claimed, give up what is too old, cancel codes that no longer work."""
    gave_up = When(created__lt=Now() - PATIENCE, then=Value(State.FAILED))
    expired = Notice.objects.filter(state=State.CLAIMED, leased_until__lt=Now())
    expired.update(
        state=Case(gave_up, default=Value(State.PENDING)), secret=_kept_until_patience_ends(), **FREE
    )
    codes = Notice.objects.filter(state=State.PENDING, kind=Letter.RECOVERY_CODE)
    codes.filter(created__lt=Now() - VALID).update(state=State.CANCELLED, secret="")


def claim() -> Notice | None:
    """The notice that is due the longest, now ours for the length of the lease; None if nothing is due.
    Its secret is not read yet."""
    lease = {"lease": uuid.uuid4(), "seconds": ANSWERS * settings.EMAIL_TIMEOUT}
    return next(iter(Notice.objects.raw(CLAIM, lease)), None)


def send(notice: Notice, office: BaseEmailBackend) -> Verdict | None:
    """Send a claimed notice and settle it; return what went wrong, if anything did."""
    try:
        letter = message(notice)
        office.open()
        office.send_messages([letter])
    except Exception as error:  # whatever is wrong with one letter must not stop the others
        _hang_up(office)
        verdict = judge(error, address=notice.address)
        log.warning("Notice %s was not accepted: %s", notice.pk, verdict.words)
        settle_trouble(notice, verdict)
        return verdict
    settle_sent(notice, provider_id=getattr(letter.anymail_status, "message_id", None) or "")
    return None


def settle_sent(notice: Notice, *, provider_id: str) -> bool:
    """Note that the mail service has accepted it; False where the lease was lost in the meantime."""
    return _settle(
        notice, state=State.SENT, sent_at=Now(), secret="", last_error="", provider_id=str(provider_id)[:200]
    )


def settle_trouble(notice: Notice, verdict: Verdict) -> bool:
    """Fail it for good, or put it off; after three days of putting off it fails too."""
    if verdict.for_good:
        return _settle(notice, state=State.FAILED, secret="", last_error=verdict.words)
    gave_up = When(created__lt=Now() - PATIENCE, then=Value(State.FAILED))
    return _settle(
        notice,
        state=Case(gave_up, default=Value(State.PENDING)),
        secret=_kept_until_patience_ends(),
        due_at=Now() + datetime.timedelta(seconds=delay(notice.attempts)),
        last_error=verdict.words,
    )


def delay(attempts: int) -> float:
    """Seconds until the next attempt: doubled each time up to an hour, and spread by a quarter."""
    doubled: float = FIRST_DELAY * 2.0 ** (min(attempts, 20) - 1)
    return min(doubled, LONGEST_DELAY) * random.uniform(0.75, 1.25)  # noqa: S311


def _settle(notice: Notice, **values: object) -> bool:
    """One statement, and only by the lease: what somebody else has claimed since is theirs."""
    held = Notice.objects.filter(pk=notice.pk, lease=notice.lease, state=State.CLAIMED)
    settled = held.update(**values, **FREE)
    if not settled:
        log.warning("Notice %s was settled by another worker.", notice.pk)
    return bool(settled)


def _kept_until_patience_ends() -> Case:
    gave_up = When(created__lt=Now() - PATIENCE, then=Value(""))
    return Case(gave_up, default=F("secret"), output_field=EncryptedTextField())


def _hang_up(office: BaseEmailBackend) -> None:
    with suppress(Exception):
        office.close()
