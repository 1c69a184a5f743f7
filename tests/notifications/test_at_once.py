"""Several workers at once: every letter goes out, none twice."""

import threading
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from cases.models import Case, CaseEvent, User
from notifications.delivery import worker
from notifications.letters import unreached_citizens
from notifications.letters.catalogue import letters_for
from notifications.models import Notice, State, Unreached
from tests.notifications.conftest import Write
from tests.servers import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Callable[[], object]) -> None:
    """Run the work in so many threads that start together, each on its own connection."""
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_ten_sweeps_at_once_send_each_letter_once(
    transactional_db: None, write: Write, smtp_server: MailServer
) -> None:
    notices = write(40)
    at_once(10, lambda: call_command("sweep_notices"))
    ids = [str(mail["Message-ID"]) for mail in smtp_server.messages]
    assert sorted(ids) == sorted(f"<{notice.pk}@127.0.0.1>" for notice in notices)
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_ten_workers_at_once_claim_one_letter_once(transactional_db: None, write: Write) -> None:
    write(1)
    claimed: list[Notice | None] = []
    at_once(10, lambda: claimed.append(worker.claim()))
    assert len([notice for notice in claimed if notice]) == 1


def test_steps_at_once_put_one_citizen_on_the_list(transactional_db: None, case: Case, head: User) -> None:
    """None fails because another one was quicker, as the trigger of letters that come back may be."""
    event = CaseEvent(case=case, kind="rejected", by=head, at=timezone.now(), from_status="received")
    event.to_status = "rejected"
    Unreached.objects.all().delete()
    assert any(spec.call_if_unreached for spec, audience in letters_for(event) if audience == "citizen")
    at_once(8, lambda: unreached_citizens.note(event, letters_for(event), []))
    assert Unreached.objects.get(case=case).letters == 8
