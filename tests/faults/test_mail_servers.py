"""Mail servers with bad habits: each letter ends in the right state, and nobody waits for another's."""

import datetime
import time
from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models.functions import Now

from notifications.models import Notice, State
from tests.faults.conftest import OddMailServer, Write, copies, wait_until_settled
from tests.servers import Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("habit", "state", "attempts", "arrivals"),
    [
        ("plain", State.SENT, 1, 1),
        ("slow", State.SENT, 1, 1),
        ("grey", State.SENT, 2, 1),
        ("closing", State.SENT, 2, 1),
        ("cut", State.SENT, 2, 1),
        ("mute", State.SENT, 2, 2),
        ("unknown", State.FAILED, 1, 0),
    ],
)
def test_a_habit_ends_in_the_right_state(
    workers: list[Worker],
    write: Write,
    mail: OddMailServer,
    habit: str,
    state: State,
    attempts: int,
    arrivals: int,
) -> None:
    (notice,) = write(1, habit)
    wait_for(lambda: mail.seen[f"{habit}-0@citizen.example"], what="the first attempt")
    while Notice.objects.unsettled().exists():
        Notice.objects.filter(state=State.PENDING, attempts__gt=0).update(due_at=Now())
        time.sleep(0.5)
    found = Notice.objects.get(pk=notice.pk)
    assert (found.state, found.attempts) == (state, attempts)
    assert copies(mail)[f"<{notice.pk}@127.0.0.1>"] == arrivals


def test_twenty_slow_readers_do_not_hold_up_a_thousand_others(
    workers: list[Worker], write: Write, mail: OddMailServer, figure: Callable[[str], None]
) -> None:
    with transaction.atomic():
        slow = {notice.pk for notice in write(20, "slow")}
        others = {notice.pk for notice in write(1000)}
        Notice.objects.filter(pk__in=others).update(due_at=Now())
        Notice.objects.filter(pk__in=slow).update(due_at=Now() - datetime.timedelta(minutes=1))
    started = time.monotonic()
    wait_for(
        lambda: not Notice.objects.unsettled().filter(pk__in=others).exists(), seconds=240, what="the others"
    )
    seconds = time.monotonic() - started
    wait_until_settled()
    # Each of four processes sends five of them first, two seconds each; the rest is the others' own time.
    figure(f"1,000 letters behind 20 that take 2 s each: {seconds:.0f} s")
