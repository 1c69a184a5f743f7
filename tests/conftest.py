"""Fixtures that any test may ask for: the sample municipality, real servers, a live site, a browser."""

import gc
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from kombu import pools
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from cases.lib import pdf, process_cache, setup_cache
from cases.models import Municipality
from config.celery import app
from tests import pristine, servers
from tests.push_service import PushService
from tests.thorough import LONG

pytest_plugins = ["tests.people", "tests.sample_database"]
# What is drawn is the same in each run of the short form; the long one looks further each time.
hypothesis.settings.register_profile("short", derandomize=True, database=None)
hypothesis.settings.load_profile("default" if LONG else "short")
# Objects that a test makes before the collector looks for circles among them; Python's own number is 700.
YOUNG_OBJECTS = 50_000
# What counts statements: fixtures, and a name that a module imports.
COUNTERS = {"django_assert_num_queries", "django_assert_max_num_queries", "CaptureQueriesContext"}
MARKED_BY_FIXTURE = {"redis_server": "redis", "browser": "browser"}
# The modules with these fixtures begin, one sort after the other: one process makes what they share, for
# which others would wait; and whoever waits for a worker at the end would be the last.
FIRST = ("copy_of_the_sample", "server", "celery_worker_process")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the program it needs, so that `-m "not redis"` is right without anybody's care; and
    let the modules that take longest come first."""
    first = dict[Path, int]()
    for item in items:
        taken = set(getattr(item, "fixturenames", ()))
        for fixture in MARKED_BY_FIXTURE.keys() & taken:
            item.add_marker(MARKED_BY_FIXTURE[fixture])
        for place, fixture in enumerate(FIRST):
            if fixture in taken:
                first.setdefault(item.path, place)
    items.sort(key=lambda item: first.get(item.path, len(FIRST)))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lives as long as the process: modules, models and tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database, which every test finds as it was in the beginning. At the end nobody holds it: a page
    that a closed browser has asked for may still be at work."""
    with django_db_blocker.unblock():
        pristine.begin()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(END_OTHERS)


@pytest.fixture(scope="session")
def kept_municipality(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The name of the state of the database with the sample municipality, loaded once by each process."""
    with django_db_blocker.unblock(), pristine.kept("municipality"):
        call_command("load_municipality", verbosity=0, stdout=io.StringIO())
    return "municipality"


@pytest.fixture
def sample_municipality(kept_municipality: str, db: None) -> None:
    """The sample municipality, as `load_municipality` leaves it."""
    pristine.restore(kept_municipality)


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Each test begins in the city's language, whatever the one before has left."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_remembered(request: pytest.FixtureRequest) -> None:
    """Each test begins as a new process does. The set-up that a test before has read is still known where the
    very same is there again, as its version says; but to those who count statements."""
    process_cache.forget()
    if COUNTERS & {*request.fixturenames, *vars(request.module)}:
        setup_cache.forget()


@pytest.fixture
def in_english(own_language: None) -> Iterator[None]:
    """The test reads what the product says in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def pango() -> None:
    """Pango, or the test is skipped; in the CI it fails."""
    if pdf.available():
        return
    reason = "this test needs the library Pango, which is not installed"
    if os.environ.get("REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def redis_server() -> Iterator[servers.RedisServer]:
    """A Redis of this test's own, and the application's broker for as long as the test runs."""
    with servers.RedisServer() as server, use_broker(server.url):
        yield server


@contextmanager
def use_broker(url: str) -> Iterator[None]:
    """Let the application in this process publish to `url` within the block."""
    _use_broker(url)
    yield
    _use_broker("memory://localhost/")


def _use_broker(url: str) -> None:
    """Let the application in this process publish to `url`; it keeps its pools, so they have to go."""
    app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    app._pool = app.amqp._producer_pool = None  # type: ignore[attr-defined]
    pools.reset()


@pytest.fixture
def smtp_server(settings: Settings) -> Iterator[servers.MailServer]:
    """A mail server of this test's own; letters sent in this process go to it."""
    with servers.MailServer() as server:
        send_mail_to(server, settings)
        yield server


def send_mail_to(server: servers.MailServer, settings: Settings) -> None:
    """Let letters that are sent in this process go to this server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port


@pytest.fixture
def push_service(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[PushService]:
    """A push service of this test's own, the one that the municipality sends to; notifications are on."""
    with PushService(tmp_path) as service:
        monkeypatch.setenv("SSL_CERT_FILE", str(service.certificate))
        settings.WEB_PUSH_SERVICES = [urlsplit(service.url).netloc]
        Municipality.objects.update_or_create(
            defaults={"web_push": True},
            create_defaults={"web_push": True, "code": "city", "name_th": "เทศบาล", "name_en": "City"},
        )
        yield service


@pytest.fixture
def live_site(transactional_db: None, live_server: LiveServer, settings: Settings) -> Iterator[str]:
    """The address of the whole site, served in this process; letters point to it.

    Requests that a page has left behind end before the tables are emptied: the two would block each other.
    """
    settings.SITE_URL = live_server.url
    yield str(live_server.url)
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    # The shell draws no window of its own: a page takes a third of the processor time.
    path = servers.program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    # Playwright's event loop runs in the test's own thread, where Django would refuse to use its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=servers.CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, live_site: str) -> Iterator[BrowserContext]:
    """A fresh visitor on a telephone's screen, without cookies; paths are those of the live site."""
    visitor = browser.new_context(base_url=live_site, viewport={"width": 360, "height": 740}, locale="th-TH")
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that visitor: `page.goto("/track/")`."""
    return context.new_page()
