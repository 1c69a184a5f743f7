"""Traffy Fondue as the tests meet it: a stand-in, the bridge switched on, and a type that is known."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.utils import timezone

from cases.models import Case, Municipality, RequestType
from notifications.delivery import worker
from notifications.models import Notice, State, TraffyBridge, TraffyKind
from notifications.traffy import filing, incoming
from tests.traffy_stand_in import ORGANISATION, StandIn, standing_in


@pytest.fixture
def there(settings: LazySettings) -> Iterator[StandIn]:
    """Traffy Fondue."""
    with standing_in(settings) as server:
        yield server


@pytest.fixture
def bridge(there: StandIn, case: Case) -> TraffyBridge:
    """The bridge, switched on."""
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="City", traffy=True)
    filing.ensure_channel()
    return TraffyBridge.objects.create(
        organisation=ORGANISATION,
        user="udon",
        password="secret",
        hook="the-secret-address",
        since=timezone.now(),
    )


@pytest.fixture
def road(bridge: TraffyBridge, case: Case) -> RequestType:
    """Their type of roads is this kind of ours; nothing else waits in the outbox."""
    Notice.objects.all().delete()
    TraffyKind.objects.create(name="ถนน", request_type=case.request_type)
    return case.request_type


@pytest.fixture
def came(there: StandIn, road: RequestType) -> Case:
    """A report of theirs that is a case."""
    there.report("2026-B9WGC7")
    incoming.work()
    return Case.objects.get(traffy__ticket="2026-B9WGC7")


def look() -> None:
    """Look now, whenever the last look was."""
    TraffyBridge.objects.update(next_at=None)
    incoming.work()


def sent() -> None:
    """Send what waits, whenever it is due."""
    Notice.objects.filter(channel="traffy", state=State.PENDING).update(due_at=timezone.now())
    worker.deliver()
