"""LINE and the SMS gateway in trouble: refusals, pauses, silence, and workers that die in the middle."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db.models.functions import Now
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case, Contact, ContactChannel
from notifications.models import DeliveryChannel, Notice, State
from tests.faults.conftest import OddMailServer, wait_until_settled
from tests.peers import Asked, Peer, Reply
from tests.servers import Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
LINE_ID = "U" + "0123456789abcdef" * 2


class Line(Peer):
    """LINE with bad days: the first answers are trouble; then it takes each retry key once, as LINE does."""

    def __init__(self) -> None:
        super().__init__()
        self.troubles: list[Reply] = []
        self.accepted: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.reply = self.says

    def says(self, asked: Asked) -> Reply:
        """Trouble while there is any, then yes, then "I have it already"."""
        with self.lock:
            if self.troubles:
                return self.troubles.pop()
            key = asked.headers["X-Line-Retry-Key"]
            if self.accepted[key]:
                return 409, {}, {"message": "The retry key is already accepted"}
            self.accepted[key] += 1
            return 200, {}, {}


@pytest.fixture(autouse=True)
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """LINE, in the environment of the workers and here."""
    with Line() as peer:
        for name, value in {
            "LINE_API_URL": peer.url,
            "LINE_CHANNEL_TOKEN": "token",
            "LINE_LOGIN_ID": "1",
            "LINE_LOGIN_SECRET": "secret",
        }.items():
            monkeypatch.setenv(name, value)
        yield peer


@pytest.fixture(autouse=True)
def sms(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    """An SMS gateway, likewise."""
    with Peer() as peer:
        described = {"url": peer.url, "form": {"to": "{phone}", "text": "{text}"}}
        monkeypatch.setenv("SMS_GATEWAY", json.dumps(described))
        yield peer


def told(case: Case, way: ContactChannel, count: int = 1) -> list[Notice]:
    """So many letters to a citizen who is told by this way only, due now."""
    Contact.objects.create(case=case, way=way, line_id=LINE_ID)
    Case.objects.filter(pk=case.pk).update(email="")
    case.email = ""
    known = set(Notice.objects.values_list("pk", flat=True))
    for _ in range(count):
        record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now())
    return list(Notice.objects.exclude(pk__in=known))


@pytest.fixture(autouse=True)
def set_up(settings: LazySettings, line: Line, sms: Peer) -> None:
    """Here, where the letters are written, both ways are set up too."""
    settings.LINE_CHANNEL_TOKEN, settings.LINE_LOGIN_ID, settings.LINE_LOGIN_SECRET = "token", "1", "secret"
    settings.SMS_GATEWAY = {"url": sms.url, "form": {}}


def test_line_in_trouble_loses_and_repeats_nothing(
    case: Case, workers: list[Worker], mail: OddMailServer, line: Line
) -> None:
    line.troubles = [(500, {}, {}), (429, {"Retry-After": "2"}, {}), (401, {}, {}), (503, {}, {})]
    notices = told(case, ContactChannel.LINE, 20)
    assert {notice.channel for notice in notices} == {DeliveryChannel.LINE}
    while Notice.objects.unsettled().exists():
        Notice.objects.filter(state=State.PENDING, attempts__gt=0).update(due_at=Now())
        time.sleep(0.5)
    assert not line.troubles, "every trouble was met"
    assert line.accepted == Counter(str(notice.pk) for notice in notices)


def test_a_worker_that_dies_while_pushing_repeats_nothing(
    case: Case, workers: list[Worker], mail: OddMailServer, line: Line
) -> None:
    line.hang()
    notices = told(case, ContactChannel.LINE, 20)
    wait_for(lambda: line.asked, what="a push in the middle")
    for worker in workers:
        worker.kill()
    line.silent = False
    for worker in workers:
        worker.start()
    wait_until_settled()
    assert line.accepted == Counter(str(notice.pk) for notice in notices)


@pytest.mark.parametrize(("status", "state"), [(200, State.SENT), (400, State.FAILED)])
def test_the_gateways_answer_ends_in_its_state(
    case: Case, workers: list[Worker], mail: OddMailServer, sms: Peer, status: int, state: State
) -> None:
    sms.answer(status, {})
    (notice,) = told(case, ContactChannel.SMS)
    wait_until_settled()
    assert (Notice.objects.get(pk=notice.pk).state, len(sms.asked)) == (state, 1)
