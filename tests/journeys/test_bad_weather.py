"""With Redis dead and the mail server refusing, requests are stored at once, and every letter comes later."""

import time
from collections import Counter

import pytest
from django.db.models.functions import Now

from cases.models import Case
from notifications.models import Notice
from tests.journeys.conftest import SOMCHAI, Town, request_of_somchai
from tests.servers import RedisServer, Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
REQUESTS = 10


def test_no_request_is_lost_or_slow_and_every_letter_arrives_once(
    at_work: Town, redis_server: RedisServer, celery_worker_process: Worker
):
    redis_server.stop()
    at_work.mail.refuse()
    seconds = [_filed(at_work) for _ in range(REQUESTS)]
    assert Case.objects.count() == REQUESTS
    assert max(seconds) < 1, seconds

    # The fault has landed: a worker tried, and was refused.
    redis_server.start()
    celery_worker_process.kill()
    celery_worker_process.start()
    wait_for(lambda: at_work.mail.refused, seconds=60, what="a refused letter")
    assert not at_work.mail.messages

    at_work.mail.accept()
    Notice.objects.unsettled().update(due_at=Now())
    wait_for(lambda: not Notice.objects.unsettled().exists(), seconds=90, what="the last letter")
    copies = Counter(str(letter["Message-ID"]) for letter in at_work.mail.messages)
    assert set(copies.values()) == {1}
    assert len(copies) == Notice.objects.filter(state="sent").count() == 2 * REQUESTS
    subjects = " ".join(letter["Subject"] for letter in at_work.mail.sent_to(SOMCHAI))
    assert all(number in subjects for number in Case.objects.values_list("number", flat=True))


def _filed(town: Town) -> float:
    """The seconds between pressing the button and the page with the password."""
    citizen = town.visitor()
    citizen.go("/requests/street_light/")
    typed = request_of_somchai()
    begin = time.perf_counter()
    page = citizen.send("/street_light/", **typed)
    took = time.perf_counter() - begin
    assert page.path == "/requests/done/", page.text
    return took
