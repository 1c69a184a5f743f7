"""What PostgreSQL writes into its own log, set up as it comes, while people do what people do: nobody's name.

A statement that fails is written there as it was sent: what comes twice, or from two at once, must not fail.
"""

import os
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client

from cases.intake import followers
from cases.models import Case, Follower, RequestType, User
from config import runs
from notifications.channels.failures import Verdict
from notifications.delivery import channel_health, rate_limits
from notifications.letters.holds import suppression
from notifications.models import ChannelHealth, DeliveryChannel, Notice, Suppression
from tests.cases.views.pages import WHAT, WHERE, YOU, address, last_page, part, typed
from tests.factories import CaseFactory, ChannelFactory, RequestTypeFactory
from workflows.figures import sums

FIRST, LAST, PHONE, MAIL = "ชลธิชาลักษณ์", "ปฐพีพิสุทธิ์กุล", "0898765401", "cholthicha.pathapee@citizen.example"
FOLLOWER = "somebody.who.follows@citizen.example"
SETTINGS = ("log_min_error_statement", "log_min_messages", "log_error_verbosity", "log_statement")
AT_ONCE = 4
pytestmark = pytest.mark.django_db(transaction=True)


class Log:
    """What the server has written since this was made."""

    def __init__(self) -> None:
        folder = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
        found = Path(os.environ["TEST_HOME"]) / "postgres" / "data" / "log"
        self.file = found if found.exists() else Path(folder) / "log"
        self.begin = self.file.stat().st_size

    def read(self) -> str:
        """All of it, other tests' of the same run too."""
        with self.file.open("rb") as file:
            file.seek(self.begin)
            return file.read().decode(errors="replace")


@pytest.fixture
def log() -> Log:
    """The log; the server logs as a new installation does, which is proved by an error of our own."""
    with connection.cursor() as cursor:
        changed = "SELECT name FROM pg_settings WHERE name = ANY(%s) AND source <> 'default'"
        cursor.execute(changed, [[*SETTINGS]])
        assert cursor.fetchall() == []
    log = Log()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'a word to be found' FROM nowhere")
    except Exception:
        assert "a word to be found" in log.read()
    return log


def at_once(act: Callable[[], Any]) -> list[Any]:
    """What several who do the same in the same moment get; an exception is an answer, too."""
    barrier, found = threading.Barrier(AT_ONCE), []

    def one() -> None:
        barrier.wait()
        try:
            found.append(act())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def browser_like(browser: Client) -> Client:
    """Another window of the same browser."""
    tab = Client()
    for name, cookie in browser.cookies.items():
        tab.cookies[name] = cookie.value
    return tab


def person() -> dict[str, Any]:
    return typed(first_name=FIRST, last_name=LAST, phone=PHONE, email=MAIL)


@pytest.fixture
def request_type(head: User, officer: User) -> RequestType:
    return RequestTypeFactory(department=head.memberships.get().department)


def named(log: Log) -> list[str]:
    """The words of our people that stand in the log, however they are written there."""
    text = log.read()
    words = (FIRST, LAST, PHONE, PHONE[1:], f"+66{PHONE[1:]}", MAIL, FOLLOWER)
    return [word for word in words if word in text]


def test_a_form_that_is_sent_several_times_names_nobody(log: Log, request_type: RequestType) -> None:
    browser, form = Client(), person()
    browser.get(address(request_type))
    for page in (WHAT, WHERE, YOU):
        browser.post(address(request_type, page), part(form, page))
    last = last_page(browser, request_type)
    answers = at_once(
        lambda: browser_like(browser).post(address(request_type, "check"), last).headers.get("Location")
    )
    assert (answers, Case.objects.count()) == (["/en/requests/done/"] * AT_ONCE, 1)
    assert browser.post(address(request_type, "check"), last).headers["Location"] == "/en/requests/done/"
    assert named(log) == []


def test_the_counters_form_that_is_sent_several_times_names_nobody(
    log: Log, request_type: RequestType, clerk: User
) -> None:
    browser = Client()
    browser.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = f"/en/staff/file/for/{request_type.code}/"
    assert browser.get(page).status_code == 200
    asked = {"form_token": str(uuid.uuid4()), "channel": ChannelFactory(code="phone").pk, "language": "th"}
    form = person() | asked
    answers = at_once(lambda: browser_like(browser).post(page, form).status_code)
    assert (answers, Case.objects.count()) == ([302] * AT_ONCE, 1)
    assert named(log) == []


def test_following_and_coming_back_several_times_names_nobody(log: Log, request_type: RequestType) -> None:
    case = CaseFactory(
        request_type=request_type, first_name=FIRST, last_name=LAST, phone=f"+66{PHONE[1:]}", email=MAIL
    )
    assert at_once(lambda: followers.add_follower(case, email=FOLLOWER, language="th")) == [None] * AT_ONCE
    assert Follower.objects.count() == 1
    letter = Notice.objects.filter(case=case, address=MAIL).first()
    assert letter is not None
    at_once(lambda: suppression.suppress(letter, reason=Suppression.Reason.BOUNCED))
    assert Suppression.objects.count() == 1
    assert named(log) == []


def test_what_several_write_at_once_fails_for_none_of_them(log: Log, officer: User, settings: Any) -> None:
    settings.NOTICE_RATES = {"email": "60/m"}
    desk = Client()
    desk.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    job = next(iter(runs.BY_TASK))
    task = type("Task", (), {"name": job[0]})
    acts: list[Callable[[], Any]] = [
        lambda: browser_like(desk).post("/en/staff/shortcuts/", {"on": "1"}).status_code,
        lambda: channel_health.note_success(DeliveryChannel.SMS),
        lambda: channel_health.note_trouble(DeliveryChannel.LINE, Verdict("away", after=5)),
        lambda: rate_limits.prepare("email"),
        lambda: sums.sum_up(),
        lambda: runs.began(task=task, args=job[1]),
    ]
    for act in acts:
        assert not [one for one in at_once(act) if isinstance(one, Exception) or one in (404, 500)]
    assert ChannelHealth.objects.count() == 2
    tables = [
        "workflows_preference",
        "notifications_channelhealth",
        "notifications_allowance",
        "config_jobrun",
    ]
    tables += ["workflows_figurestate", "cases_staffsession"]
    text = log.read()
    assert not [name for name in tables if f'into "{name}"' in text.lower()]
