"""Letters to test with: written by real events, due at once or at a wished age."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.events import Actor, Kind, record
from cases.models import Case
from notifications import wake
from notifications.delivery import worker
from notifications.models import Notice
from tests.peers import Peer
from tests.servers import MailServer

LINE_ID = "U" + "0123456789abcdef" * 2
PASSWORD = "1234 5678 9012"
Write = Callable[..., list[Notice]]


@pytest.fixture(autouse=True)
def awake() -> Iterator[None]:
    """No test inherits the silence after another test's dead broker."""
    wake._Broker.quiet_until = 0.0
    yield
    wake._Broker.quiet_until = 0.0


@pytest.fixture
def write(case: Case) -> Write:
    """Write so many letters with a new password to the citizen; those of before are gone."""

    def written(count: int = 1) -> list[Notice]:
        Notice.objects.all().delete()
        for _ in range(count):
            record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret=PASSWORD)
        return list(Notice.objects.order_by("created"))

    return written


@pytest.fixture
def letter(write: Write) -> Notice:
    """One letter with a new password, waiting to be sent."""
    return write()[0]


@pytest.fixture
def pass_time() -> Callable[..., None]:
    """Let so much time go by for every letter in the outbox."""

    def passed(**span: int) -> None:
        gone = datetime.timedelta(**span)
        Notice.objects.update(
            created=F("created") - gone, due_at=F("due_at") - gone, leased_until=F("leased_until") - gone
        )

    return passed


@pytest.fixture
def make_due() -> Callable[[], None]:
    """Let the next attempt of every waiting letter come now."""

    def due() -> None:
        Notice.objects.unsettled().update(due_at=Now())

    return due


@pytest.fixture
def line(settings: LazySettings) -> Iterator[Peer]:
    """LINE, set up here; by default it accepts everything."""
    with Peer() as peer:
        settings.LINE_API_URL, settings.LINE_CHANNEL_TOKEN = peer.url, "the token"
        settings.LINE_LOGIN_ID, settings.LINE_LOGIN_SECRET = "1234567890", "the secret"
        peer.answer(200, {"sentMessages": [{"id": "461230966842064897"}]})
        yield peer


@pytest.fixture
def gateway(settings: LazySettings) -> Iterator[Peer]:
    """An SMS gateway that speaks as ThaiBulkSMS does, set up here; by default it accepts everything."""
    with Peer() as peer:
        settings.SMS_GATEWAY = {
            "url": f"{peer.url}/sms",
            "auth": ["the key", "the secret"],
            "form": {"msisdn": "{national}", "message": "{text}", "sender": "City"},
            "id": "phone_number_list.0.message_id",
            "error": "error.description",
            "later": {"error.name": ["NO_CREDIT"]},
        }
        peer.answer(200, {"phone_number_list": [{"number": "66812345678", "message_id": "m-1"}]})
        yield peer


@pytest.fixture
def bounced(letter: Notice, smtp_server: MailServer) -> Notice:
    """A letter with a password that came back, whose citizen is to be telephoned."""
    smtp_server.refuse("550 5.1.1 no such user")
    worker.deliver()
    smtp_server.accept()
    return now(letter)


def case_of(notice: Notice) -> Case:
    """The case that a letter is about."""
    return Case.objects.get(notices=notice)


def now(notice: Notice) -> Notice:
    """The letter as it is now."""
    return Notice.objects.get(pk=notice.pk)


def at(name: str, *args: Any) -> str:
    """The English address of a page about letters."""
    with override("en"):
        return reverse(f"notifications:{name}", args=args)
