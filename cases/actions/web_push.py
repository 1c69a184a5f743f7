"""Telling a browser that there is news of a case: switching it on for one, and off."""

import datetime
import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions.step import lock_for_step
from cases.db.encryption import Unreadable
from cases.errors import Refused
from cases.lib.push_services import Browser, host_of
from cases.models import Case, Municipality, PushSubscription
from cases.models.case.web_push import PushSubscriptionQuerySet

# So many browsers are told of one case at once.
MOST = 5
# After its end a case is told of no more; the citizen may have it opened again within the first days.
KEPT = datetime.timedelta(days=90)


def is_on() -> bool:
    """Whether the municipality has switched notifications on."""
    return Municipality.current().web_push


def is_offered(case: Case) -> bool:
    """Whether a browser can be told of this case: there will be news."""
    return case.is_open and is_on()


def told(case: Case) -> PushSubscriptionQuerySet:
    """The browsers that are told of a case, the oldest first."""
    return PushSubscription.objects.filter(case=case).active()


@transaction.atomic
def subscribe(
    case: Case, browser: Browser, *, language: str, now: datetime.datetime | None = None
) -> PushSubscription:
    """Tell this browser of the case from now on; the same browser again changes its keys alone. Raises
    Refused where it is not offered, or enough are told, and NoPushService for an address elsewhere."""
    case, step = lock_for_step(case, now)
    if not is_offered(case):
        raise Refused(_("Notifications are not offered for this request."))
    service = host_of(browser.endpoint)
    known = told(case).filter(endpoint_hash__in=hashes(browser.endpoint)).first()
    if known is None and told(case).count() >= MOST:
        text = ngettext(
            "At most %(count)d telephone or browser can be told of one request. Switch one off first.",
            "At most %(count)d telephones or browsers can be told of one request. Switch one off first.",
            MOST,
        )
        raise Refused(text % {"count": MOST})
    row = known or PushSubscription(case=case, since=step.now)
    row.endpoint, row.p256dh, row.auth = browser.endpoint, browser.p256dh, browser.auth
    row.endpoint_hash, row.service, row.language = hashes(browser.endpoint)[0], service, language
    row.save()
    return row


@transaction.atomic
def stop(case: Case, pk: int, *, now: datetime.datetime | None = None) -> bool:
    """Tell one browser of the case no more, and forget it; False where it was not told."""
    case, step = lock_for_step(case, now)
    return bool(PushSubscription.objects.filter(case=case, pk=pk).end(step.now))


def end(subscription: PushSubscription, *, now: datetime.datetime | None = None) -> None:
    """Forget a browser that has taken its subscription back, as its push service says."""
    PushSubscription.objects.filter(pk=subscription.pk).end(now or timezone.now())


def forget_ended(*, now: datetime.datetime | None = None) -> int:
    """Forget the browsers of cases that ended KEPT ago; return how many."""
    now = now or timezone.now()
    over = Case.objects.filter(ended_at__lt=now - KEPT)
    return PushSubscription.objects.filter(ended_at=None, case__in=over).end(now)


def fingerprint(endpoint: str) -> str:
    """What a browser compares with its own address, to know whether it is this one; empty where the address
    cannot be read."""
    if isinstance(endpoint, Unreadable):
        return ""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def hashes(endpoint: str) -> list[str]:
    """What an endpoint may be known by: an HMAC under each of FIELD_KEYS, the newest first."""
    return [
        salted_hmac("cases.web_push", endpoint, secret=key, algorithm="sha256").hexdigest()
        for key in settings.FIELD_KEYS
    ]
