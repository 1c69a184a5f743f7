"""Letters to test with: written by real events, due at once or at a wished age."""

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case
from notifications import wake
from notifications.models import Notice

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
