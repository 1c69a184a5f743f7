"""A real worker on a real Redis and a real mail server: letters go out by themselves, also after a kill."""

from collections import Counter

import pytest
from django.db.models import F
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case, OneTimeCode
from notifications.models import Notice, State
from tests.at_work import celery_worker_process as celery_worker_process
from tests.at_work import mail_of_the_module as mail_of_the_module
from tests.at_work import redis_of_the_module as redis_of_the_module
from tests.at_work import redis_server as redis_server
from tests.at_work import smtp_server as smtp_server
from tests.at_work import worker_of_the_module as worker_of_the_module
from tests.factories import CaseFactory, FiledFactory
from tests.servers import MailServer, RedisServer, Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 60
PROCESSES = 2


def test_a_filed_case_s_letter_arrives_with_its_password(
    celery_worker_process: Worker, smtp_server: MailServer
) -> None:
    case, password = FiledFactory(email="somchai@citizen.example")
    (mail,) = wait_for(lambda: smtp_server.sent_to("somchai@citizen.example"), what="the letter")
    body = mail.get_body(("plain",))
    assert case.number in body.get_content()
    assert password in body.get_content()


def test_a_code_arrives(celery_worker_process: Worker, smtp_server: MailServer) -> None:
    CaseFactory(email="somchai@citizen.example")
    OneTimeCode.objects.create(wanted="somchai@citizen.example")
    wait_for(lambda: Notice.objects.filter(kind="recovery_code", state=State.SENT), what="the code")


def test_letters_that_redis_lost_arrive_by_the_sweep(
    celery_worker_process: Worker, smtp_server: MailServer, redis_server: RedisServer
) -> None:
    redis_server.stop()
    CaseFactory(email="somchai@citizen.example")
    redis_server.start()
    celery_worker_process.kill()
    celery_worker_process.start()
    wait_for(lambda: smtp_server.sent_to("somchai@citizen.example"), seconds=40, what="the letter")


def test_a_worker_killed_in_the_middle_loses_nothing(
    case: Case, celery_worker_process: Worker, smtp_server: MailServer
) -> None:
    smtp_server.pause = 0.02
    for _ in range(MANY):
        record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret="1234 5678 9012")
    wait_for(lambda: len(smtp_server.messages) > 5, what="the first letters")
    celery_worker_process.kill()
    smtp_server.pause = 0
    assert 5 < len(smtp_server.messages) < Notice.objects.count(), "the kill came in the middle"
    Notice.objects.filter(state=State.CLAIMED).update(leased_until=F("created"))
    celery_worker_process.start()
    wait_for(lambda: not Notice.objects.unsettled().exists(), seconds=60, what="the last letter")
    copies = Counter(str(mail["Message-ID"]) for mail in smtp_server.messages)
    assert len(copies) == Notice.objects.filter(state=State.SENT).count() == Notice.objects.count()
    assert copies.total() - len(copies) <= PROCESSES
