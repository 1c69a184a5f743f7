"""What claims to be a mail service: nobody's state changes without the proof, and no news counts twice."""

import base64
import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from notifications.delivery import worker
from notifications.models import Notice, State, Suppression
from tests.faults.conftest import OddMailServer, Write
from tests.notifications.hooks import SETTINGS, WEBHOOK_SECRET, mailgun, mailgun_failure, postmark

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters(settings: Settings, write: Write, mail: OddMailServer) -> list[Notice]:
    """Three letters that a mail server has taken."""
    settings.ANYMAIL = SETTINGS
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail.port
    write(3)
    worker.deliver()
    return list(Notice.objects.filter(state=State.SENT).order_by("pk")[:3])


def tell(
    site: LiveServer, news: dict[str, Any], service: str = "mailgun", *, secret: str = WEBHOOK_SECRET
) -> int:
    """Post the news over HTTP; the status of the answer."""
    login = base64.b64encode(secret.encode()).decode()
    headers = {"Content-Type": "application/json", "Authorization": f"Basic {login}"}
    body = json.dumps(news).encode()
    asked = urllib.request.Request(f"{site.url}/hooks/{service}/tracking/", body, headers)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def states() -> list[tuple[Any, ...]]:
    return list(Notice.objects.order_by("pk").values_list("pk", "state", "arrived_at"))


@pytest.mark.parametrize("forgery", [{"key": "a-key-that-somebody-guessed"}, {"key": ""}])
def test_a_forged_one_changes_nobodys_state(
    live_server: LiveServer, letters: list[Notice], forgery: dict[str, str]
) -> None:
    before = states()
    refusals = {tell(live_server, mailgun(letter, **forgery)) for letter in letters}
    refusals |= {
        tell(live_server, postmark(letter, "Bounce"), "postmark", secret="guessed:it") for letter in letters
    }
    assert refusals <= {400, 403}
    assert (states(), Suppression.objects.count()) == (before, 0)


def test_a_replayed_one_counts_once(live_server: LiveServer, letters: list[Notice]) -> None:
    arrived, came_back, _ = letters
    news = [mailgun(arrived), mailgun_failure(came_back)]
    assert [tell(live_server, one) for one in news] == [200, 200]
    once = states()
    assert {state for _key, state, _at in once} >= {State.DELIVERED, State.BOUNCED, State.SENT}
    assert [tell(live_server, one) for one in news * 3] == [200] * 6
    assert (states(), Suppression.objects.count()) == (once, 1)
