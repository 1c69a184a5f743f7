"""A Celery worker at work, with Redis and a mail server, started once for the module that takes the fixtures.

A test that stops one of them starts it again; each finds them running, and the mail server empty. A test's
rows go when the worker has sent what was due.
"""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from notifications.models import Notice
from tests import pristine
from tests.conftest import send_mail_to, use_broker
from tests.servers import MailServer, RedisServer, Worker, wait_for


@pytest.fixture(scope="module")
def redis_of_the_module() -> Iterator[RedisServer]:
    """A Redis for all tests of the module."""
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="module")
def mail_of_the_module() -> Iterator[MailServer]:
    """A mail server for all tests of the module."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def worker_of_the_module(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    redis_of_the_module: RedisServer,
    mail_of_the_module: MailServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Worker]:
    """A worker with beat for all tests of the module; what it wrote between two of them goes with it."""
    redis_url, mail_url = redis_of_the_module.url, mail_of_the_module.url
    folder = tmp_path_factory.mktemp("worker")
    with use_broker(redis_url), Worker(redis_url=redis_url, mail_url=mail_url, folder=folder) as worker:
        yield worker
    with django_db_blocker.unblock():
        pristine.restore()


@pytest.fixture
def redis_server(redis_of_the_module: RedisServer) -> Iterator[RedisServer]:
    """As in tests.conftest."""
    if redis_of_the_module.process is None:
        redis_of_the_module.start()
    with use_broker(redis_of_the_module.url):
        yield redis_of_the_module


@pytest.fixture
def smtp_server(mail_of_the_module: MailServer, settings: Settings) -> MailServer:
    """As in tests.conftest."""
    mail_of_the_module.begin_anew()
    send_mail_to(mail_of_the_module, settings)
    return mail_of_the_module


@pytest.fixture
def celery_worker_process(
    transactional_db: None, redis_server: RedisServer, smtp_server: MailServer, worker_of_the_module: Worker
) -> Iterator[Worker]:
    """A real worker with beat, on that Redis, that mail server and the test's database."""
    if worker_of_the_module.process is None:
        worker_of_the_module.start()
    yield worker_of_the_module
    if worker_of_the_module.process is not None:
        smtp_server.accept()
        due = Notice.objects.unsettled().filter(due_at__lte=timezone.now())
        wait_for(lambda: not due.exists(), what="the end of the worker's work")
