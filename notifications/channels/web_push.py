"""Letters by web push: a message that only the browser can read (RFC 8291), handed to its maker's push
service (RFC 8030) in the municipality's name (VAPID, RFC 8292)."""

import json
import time
from email.utils import parseaddr
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

from cases.access import push_keys
from cases.actions import web_push
from cases.db.encryption import readable
from cases.lib import http_client
from cases.lib.push_services import NameUnknown, NoPushService, host_of, need_public
from cases.models import Case, Municipality, PushSubscription
from notifications.channels.answers import LONGEST_PAUSE, UNAUTHORISED, NoReader, NotAccepted, judge_answer
from notifications.channels.failures import Verdict, stripped
from notifications.models import DeliveryChannel, Notice, StaffBrowser

# The browser, or its person, has taken the subscription back (RFC 8030, 7.3).
GONE = (404, 410)
# A push service keeps what a telephone that is off has not got yet for three days.
TTL = 3 * 24 * 60 * 60
# A signature holds for half a day; a whole one is the most that services take.
SIGNED_FOR = 12 * 60 * 60
WAITS = (408, 425, 429)


class WebPush:
    """One message for each browser. Several makers' services are one way: what one of them answers holds for
    its own letter alone, and its silence for the run."""

    channel = DeliveryChannel.PUSH

    @classmethod
    def is_configured(cls) -> bool:
        """Where the set-up has switched it on."""
        return web_push.is_on()

    def send(self, notice: Notice) -> str:
        """Encrypt it for the browser and hand it over. A browser that its service no longer knows is
        forgotten here too."""
        browser = _reader(notice)
        endpoint = readable(browser.endpoint)
        try:
            host_of(endpoint)
            need_public(endpoint)
        except NoPushService as error:
            raise NoReader(_("Its push service is none that the municipality sends to.")) from error
        answer = http_client.call(
            endpoint,
            seconds=settings.EMAIL_TIMEOUT,
            headers={
                **_signature(endpoint),
                "Content-Type": "application/octet-stream",
                "Content-Encoding": "aes128gcm",
                "TTL": str(TTL),
                "Urgency": "normal",
            },
            body=_encrypted(notice, browser),
        )
        if answer.status in GONE:
            _forget(browser)
            raise NoReader(_("The browser takes no more notifications."))
        if not answer.ok:
            raise NotAccepted(answer)
        return ""

    def judge(self, error: Exception, notice: Notice) -> Verdict:
        """What follows from a push service's answer: 429 and 5xx put this letter off, for as long as the
        service asks; 401 says that our signature is wrong, and stops the way."""
        if isinstance(error, NotAccepted) and error.answer.status != UNAUTHORISED:
            status, wait = error.answer.status, min(error.answer.retry_after, LONGEST_PAUSE)
            later = status in WAITS or status >= 500
            return Verdict(stripped(str(status), ""), for_good=not later, after=wait if later else 0.0)
        if isinstance(error, NameUnknown):
            return Verdict(str(error))
        return judge_answer(error, address=notice.address)

    def close(self) -> None:
        """Nothing stays open."""


def _reader(notice: Notice) -> PushSubscription | StaffBrowser:
    """The browser that is to be told. Raises NoReader where that has ended, and where a member of staff may
    not read the case any more."""
    if (citizens := notice.subscription) is not None and citizens.ended_at is None:
        return citizens
    person = notice.recipient
    if notice.staff_browser is None or person is None:
        raise NoReader(_("Notifications are switched off there."))
    if not StaffBrowser.objects.of([person.pk]).filter(pk=notice.staff_browser.pk).exists():
        raise NoReader(_("The log-in in that browser has ended."))
    if not Case.objects.visible_to(person).filter(pk=notice.case_id).exists():
        raise NoReader(_("This person may not read the case any more."))
    return notice.staff_browser


def _forget(browser: PushSubscription | StaffBrowser) -> None:
    """Tell a browser no more that has taken its subscription back."""
    if isinstance(browser, StaffBrowser):
        browser.delete()
    else:
        web_push.end(browser)


def _signature(endpoint: str) -> dict[str, str]:
    """Who sends it, for the service of this endpoint alone. Raises InvalidToken where the key cannot be
    read."""
    keys = push_keys.stored()
    if keys is None:
        raise ImproperlyConfigured("There are no keys for notifications.")
    pair = Vapid02.from_pem(readable(keys.private).encode())
    parts = urlsplit(endpoint)
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + SIGNED_FOR,
        "sub": f"mailto:{sender}",
    }
    signed: dict[str, str] = pair.sign(claims)
    return signed


def _encrypted(notice: Notice, browser: PushSubscription | StaffBrowser) -> bytes:
    """What `templates/cases/push_worker.js` shows: the frozen words, and the page to open."""
    with override(notice.language):
        page = _page(notice)
        title = Municipality.current().short_name
    news = {"title": title, "body": notice.text, "page": page, "language": notice.language}
    sealed: bytes = http_ece.encrypt(
        json.dumps(news, ensure_ascii=False).encode(),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=b64urldecode(readable(browser.p256dh).encode()),
        auth_secret=b64urldecode(readable(browser.auth).encode()),
        version="aes128gcm",
    )
    return sealed


def _page(notice: Notice) -> str:
    """What is opened by a press, in the language that is active: the staff's has read the news by it."""
    if notice.recipient_id is not None:
        return reverse("notifications:news_follow", args=[notice.copy_of_id or notice.pk])
    return reverse("cases:case", args=[notice.case.number]) if notice.case else reverse("cases:track")
