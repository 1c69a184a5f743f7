"""What administrators do about a webhook: new keys, on and off, a test, what failed once more."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errors import Refused
from cases.models import User
from notifications.channels import signatures
from notifications.channels.failures import Verdict
from notifications.channels.webhook import Webhook
from notifications.channels.webhook_health import switch_off
from notifications.letters.webhooks import LANGUAGE, TEST, body
from notifications.models import (
    DeliveryChannel,
    Notice,
    State,
    WebhookEndpoint,
    WebhookHealth,
    WebhookSecret,
)
from notifications.pages.resend import resend
from notifications.wake import wake_for

# So long the keys of before hold beside new ones.
BOTH_HOLD = datetime.timedelta(hours=24)
# So many messages are sent again at once.
MOST = 10_000


@transaction.atomic
def new_keys(endpoint: WebhookEndpoint, *, by: User, now: datetime.datetime | None = None) -> WebhookSecret:
    """Sign by new keys from now on, and for a day by the ones before too; older ones end at once."""
    now = now or timezone.now()
    WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    endpoint.secrets.filter(ends_at__gt=now).update(ends_at=now)
    endpoint.secrets.filter(ends_at=None).update(ends_at=now + BOTH_HOLD)
    return WebhookSecret.objects.create(
        endpoint=endpoint, made_by=by, made_at=now, **signatures.make_keys()._asdict()
    )


@transaction.atomic
def switch(endpoint: WebhookEndpoint, *, on: bool) -> None:
    """Send messages from now on, or none; the same again is the same. What had failed before counts no more
    for a webhook that is switched on."""
    if not on:
        switch_off(endpoint, because=WebhookEndpoint.Off.BY_HAND)
        return
    now = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    if not now.active:
        now.active, now.off_because = True, ""
        now.save(update_fields=["active", "off_because"])
        WebhookHealth.objects.filter(endpoint=now).update(failing_since=None, quiet_until=None)


def send_test(endpoint: WebhookEndpoint) -> Verdict | None:
    """Post a test message now, whether the webhook is on or off; return what went wrong, if anything did."""
    message = uuid.uuid4()
    text = body(message, TEST, at=timezone.now(), data={})
    way = Webhook()
    notice = Notice(
        id=message,
        channel=DeliveryChannel.WEBHOOK,
        endpoint=endpoint,
        language=LANGUAGE,
        subject=TEST,
        text=text,
    )
    try:
        way.send(notice)
    except Exception as error:  # whatever is wrong is what the test is there to say
        return way.judge(error, notice)
    return None


@transaction.atomic
def replay(endpoint: WebhookEndpoint, notice: uuid.UUID, *, by: User) -> Notice:
    """Send one settled message again: the same body under the same `webhook-id`. Raises Refused as `resend`,
    and where the webhook is off."""
    _need_active(endpoint)
    return resend(endpoint.notices.get(pk=notice), by=by)


@transaction.atomic
def replay_failed(endpoint: WebhookEndpoint, *, since: datetime.datetime, by: User) -> int:
    """Send again, the oldest first, every message since then that has not got through and is not on its way;
    return how many. Raises Refused where the webhook is off."""
    _need_active(endpoint)
    # Two who do so at once do not send twice.
    WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    found = list(failed(endpoint).filter(created__gte=since).order_by("created", "pk")[:MOST])
    fields = ("event_id", "case_id", "kind", "priority", "audience", "channel", "endpoint_id")
    frozen = ("language", "subject", "text", "html")
    copies = [
        Notice(copy_of=one, resent_by=by, **{name: getattr(one, name) for name in (*fields, *frozen)})
        for one in found
    ]
    Notice.objects.bulk_create(copies, batch_size=500)
    if copies:
        transaction.on_commit(lambda: wake_for(copies), robust=True)
    return len(copies)


def failed(endpoint: WebhookEndpoint) -> QuerySet[Notice]:
    """The messages that have not got through, neither they nor a copy, and of which none is on its way."""
    there = Notice.objects.filter(
        copy_of=OuterRef("pk"), state__in=[State.PENDING, State.CLAIMED, State.SENT]
    )
    return endpoint.notices.filter(~Exists(there), copy_of=None, state=State.FAILED)


def _need_active(endpoint: WebhookEndpoint) -> None:
    if not endpoint.active:
        raise Refused(_("The webhook is switched off. Switch it on first."))
