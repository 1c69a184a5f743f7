"""Messages to other systems: the frozen body, posted by https to where the system listens, and signed as
Standard Webhooks says."""

import time

from django.conf import settings
from django.utils.translation import gettext as _

from cases.lib.http_client import Answer, Unanswered, call_at
from cases.lib.inner_network import Inside, NameUnknown, judged_addresses
from notifications.channels import signatures, webhook_health
from notifications.channels.answers import NoReader, NotAccepted, judge_answer
from notifications.channels.failures import Verdict, stripped
from notifications.letters.webhooks import wanted_by
from notifications.models import DeliveryChannel, Notice, WebhookEndpoint

GONE = 410
# It has too much to do, or nobody behind it answers.
BUSY = (429, 502, 503, 504)
# It may ask for a pause as long as the longest of the schedule.
LONGEST_PAUSE = 24 * 3600.0


class Webhook:
    """One post for each message. Several systems are one way: what one of them answers holds for itself
    alone; where one is silent, the others go on with the next run."""

    channel = DeliveryChannel.WEBHOOK

    @classmethod
    def is_configured(cls) -> bool:
        """Always: each system is set up by itself."""
        return True

    def send(self, notice: Notice) -> str:
        """Post it, signed by every key that holds at this moment, and write down what came of it."""
        endpoint = _reader(notice)
        begun = time.monotonic()
        try:
            answer = _posted(notice, endpoint)
        except (Unanswered, Inside) as error:
            words, spent = f"{type(error).__name__}: {error}", time.monotonic() - begun
            webhook_health.note_attempt(endpoint, notice, status=None, error=words, seconds=spent)
            quiet = webhook_health.quiet_after(notice.attempts)
            webhook_health.note_failure(endpoint, notice, quiet=quiet)
            raise
        spent = time.monotonic() - begun
        webhook_health.note_attempt(endpoint, notice, status=answer.status, error="", seconds=spent)
        if answer.ok:
            webhook_health.note_success(endpoint)
            return ""
        if answer.status == GONE:
            webhook_health.switch_off(endpoint, because=WebhookEndpoint.Off.GONE)
        else:
            webhook_health.note_failure(endpoint, notice, quiet=_quiet(answer, notice))
        raise NotAccepted(answer)

    def judge(self, error: Exception, notice: Notice) -> Verdict:
        """What follows: 410 is for good, every other answer puts the message off by the schedule, and for as
        long as the system asks."""
        if isinstance(error, NotAccepted):
            wait = min(error.answer.retry_after, LONGEST_PAUSE)
            return Verdict(str(error.answer.status), for_good=error.answer.status == GONE, after=wait)
        if isinstance(error, Inside | NameUnknown):
            return Verdict(stripped(f"{type(error).__name__}: {error}", ""))
        return judge_answer(error, address="")

    def close(self) -> None:
        """Nothing stays open."""


def _reader(notice: Notice) -> WebhookEndpoint:
    """The system that the message goes to, as long as it may have it."""
    assert notice.endpoint_id is not None
    endpoint = WebhookEndpoint.objects.get(pk=notice.endpoint_id)
    if notice.case is None:
        return endpoint  # a test message
    if not endpoint.active:
        raise NoReader(_("The webhook is switched off."))
    if notice.case.request_type.restricted and not wanted_by(endpoint).may_hear(notice.case):
        raise NoReader(_("The kind of request has become restricted."))
    return endpoint


def _posted(notice: Notice, endpoint: WebhookEndpoint) -> Answer:
    addresses = judged_addresses(endpoint.address, also=settings.WEBHOOK_NETWORKS)
    sent = notice.text.encode()
    signed = signatures.headers(
        endpoint.secrets.valid(),
        # A copy is the same message: its reader tells by it that it is the second time.
        message=str(notice.copy_of_id or notice.pk),
        timestamp=int(time.time()),
        body=sent,
    )
    return call_at(
        addresses,
        endpoint.address,
        seconds=settings.WEBHOOK_TIMEOUT,
        headers={"Content-Type": "application/json", "User-Agent": "Rap-Rueang", **signed},
        body=sent,
    )


def _quiet(answer: Answer, notice: Notice) -> float:
    """For how long the system is left alone: as it asks, or where it is busy as after a silence."""
    busy = webhook_health.quiet_after(notice.attempts) if answer.status in BUSY else 0.0
    return max(busy, min(answer.retry_after, LONGEST_PAUSE))
