"""With Redis dead and the mail server refusing, requests are stored at once, and every letter comes later."""

from collections import Counter

import pytest
from django.db.models.functions import Now

from cases.models import Case
from notifications.models import Notice
from tests.journeys.conftest import SOMCHAI, Town
from tests.servers import RedisServer, Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
REQUESTS = 5
# One to the citizen, one to the head.
LETTERS = 2


def test_no_request_is_lost_and_every_letter_arrives_once(
    at_work: Town, redis_server: RedisServer, celery_worker_process: Worker
):
    _filed(at_work)  # the site is warm, as it is in the morning
    wait_for(lambda: Notice.objects.filter(state="sent").count() == LETTERS, what="the letters of before")
    redis_server.stop()
    at_work.mail.refuse()
    for _ in range(REQUESTS):
        _filed(at_work)
    assert Case.objects.count() == 1 + REQUESTS

    # The fault has landed: a worker tried, and was refused.
    redis_server.start()
    celery_worker_process.kill()
    celery_worker_process.start()
    wait_for(lambda: at_work.mail.refused, seconds=60, what="a refused letter")
    assert len(at_work.mail.messages) == LETTERS

    at_work.mail.accept()
    Notice.objects.unsettled().update(due_at=Now())
    wait_for(lambda: not Notice.objects.unsettled().exists(), seconds=90, what="the last letter")
    copies = Counter(str(letter["Message-ID"]) for letter in at_work.mail.messages)
    assert set(copies.values()) == {1}
    assert len(copies) == Notice.objects.filter(state="sent").count() == LETTERS * (1 + REQUESTS)
    subjects = " ".join(letter["Subject"] for letter in at_work.mail.sent_to(SOMCHAI))
    assert all(number in subjects for number in Case.objects.values_list("number", flat=True))


def _filed(town: Town) -> None:
    """Somebody files a request, from opening the form to the password; no page takes thirty seconds."""
    citizen = town.visitor()
    citizen.go("/requests/road_damage/")
    town.fill_in(citizen)
