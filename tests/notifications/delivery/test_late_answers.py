"""A mail server that takes a letter and answers late, or never: it gets the letter once, nobody waits with
it, and what is not known is said."""

import asyncio
import datetime
import socket
import threading
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings as Settings
from django.db.models.functions import Now
from django.utils.translation import override

from notifications.channels import smtp
from notifications.delivery import late_answers, worker
from notifications.models import DeliveryChannel, Notice, State
from notifications.pages.notice_list import condition
from tests.notifications.conftest import Write
from tests.servers import MailServer, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


class SilentServer(MailServer):
    """Takes every letter, and answers when `speak` is set; those to `quick@…` at once."""

    def __init__(self) -> None:
        super().__init__()
        self.speak = threading.Event()
        self.drops = False
        self.last = "250 2.0.0 Accepted"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take it, and wait, or hang up without a word."""
        await super().handle_DATA(server, session, envelope)
        if self.drops:
            assert server.transport is not None
            server.transport.close()
            return "250 never heard"
        while not self.speak.is_set() and not envelope.rcpt_tos[0].startswith("quick"):
            await asyncio.sleep(0.02)
        return self.last


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SilentServer]:
    """The silent server; the next letter waits no moment for it."""
    monkeypatch.setattr(smtp, "PROMPT", 0.05)
    with SilentServer() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT, settings.EMAIL_ANSWER_TIMEOUT = 20, 600
        yield found
        found.speak.set()
        late_answers.wait_for_all()


def handed_over(server: SilentServer, count: int) -> None:
    """Wait until the server has got so many letters."""
    wait_for(lambda: len(server.messages) >= count, what="the letters")


def state() -> str:
    """The state of the one letter."""
    return Notice.objects.get().state


def test_a_late_answer_is_waited_for_and_the_letter_goes_once(write: Write, server: SilentServer) -> None:
    write()
    worker.deliver()
    assert state() == State.CLAIMED
    server.speak.set()
    late_answers.wait_for_all()
    assert (state(), Notice.objects.get().attempts, len(server.messages)) == (State.SENT, 1, 1)


def test_others_go_on_meanwhile(write: Write, server: SilentServer) -> None:
    slow, quick = write(2)
    Notice.objects.filter(pk=quick.pk).update(address="quick@citizen.example")
    Notice.objects.filter(pk=slow.pk).update(due_at=Now() - datetime.timedelta(minutes=1))
    assert worker.deliver() == 1
    assert Notice.objects.get(pk=quick.pk).state == State.SENT
    assert Notice.objects.get(pk=slow.pk).state == State.CLAIMED


def test_the_lease_is_longer_than_the_whole_wait(write: Write, server: SilentServer) -> None:
    write()
    worker.deliver()
    until = Notice.objects.get().leased_until
    assert until
    assert (until - datetime.datetime.now(datetime.UTC)).total_seconds() > 600
    worker.deliver()
    assert len(server.messages) == 1


def test_a_no_that_comes_late_is_a_no(write: Write, server: SilentServer) -> None:
    write()
    server.last = "550 5.1.1 Unknown"
    worker.deliver()
    server.speak.set()
    late_answers.wait_for_all()
    assert (state(), Notice.objects.get().unanswered) == (State.FAILED, 0)


def test_a_later_please_that_comes_late_leaves_no_doubt(write: Write, server: SilentServer) -> None:
    write()
    server.last = "450 4.2.0 Later"
    worker.deliver()
    server.speak.set()
    late_answers.wait_for_all()
    found = Notice.objects.get()
    assert (found.state, found.unanswered) == (State.PENDING, 0)


@pytest.mark.parametrize("drops", [True, False], ids=["hangs up", "says nothing"])
def test_a_letter_without_an_answer_goes_three_times_more(
    write: Write, server: SilentServer, settings: Settings, drops: bool
) -> None:
    server.drops = drops
    settings.EMAIL_ANSWER_TIMEOUT = 0.2
    write()
    pauses = list[float]()
    for _ in range(8):
        worker.deliver()
        late_answers.wait_for_all()
        found = Notice.objects.get()
        if found.state == State.PENDING:
            pauses.append((found.due_at - datetime.datetime.now(datetime.UTC)).total_seconds())
        Notice.objects.filter(state=State.PENDING).update(due_at=Now())
    assert (found.state, found.attempts, found.unanswered, found.secret) == (State.PERHAPS, 4, 4, "")
    assert len(pauses) == 3
    assert pauses[0] * 2 < pauses[1] < pauses[2] / 2
    assert len({str(mail["Message-ID"]) for mail in server.messages}) == 1


def test_a_worker_that_dies_while_it_waits_counts_as_no_answer(write: Write, server: SilentServer) -> None:
    write()
    worker.deliver()
    Notice.objects.update(leased_until=Now() - datetime.timedelta(seconds=1))
    worker.release_expired()
    found = Notice.objects.get()
    assert (found.state, found.unanswered) == (State.PENDING, 1)
    assert found.due_at > datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=60)


@pytest.mark.parametrize(("language", "words"), [("en", "Perhaps arrived"), ("th", "อาจถึงแล้ว")])
def test_its_state_says_so_from_the_first_silence_on(
    write: Write, server: SilentServer, settings: Settings, language: str, words: str
) -> None:
    server.drops = True
    write()
    worker.deliver()
    found = Notice.objects.get()
    with override(language):
        assert (found.state, found.get_state_display()) == (State.PENDING, words)


def test_after_two_days_it_perhaps_arrived_and_has_not_failed(
    write: Write, server: SilentServer, pass_time
) -> None:
    server.drops = True
    write()
    worker.deliver()
    pass_time(hours=49)
    server.stop()
    worker.deliver()
    assert state() == State.PERHAPS


def test_a_connection_that_breaks_before_the_letter_is_whole_is_no_silence(
    write: Write, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        write()
        worker.deliver()
    assert Notice.objects.get().unanswered == 0


def test_no_more_are_waited_for_at_once_than_so_many(
    write: Write, server: SilentServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_answers, "AT_MOST", 3)
    write(6)
    worker.deliver()
    worker.deliver()
    assert Notice.objects.filter(state=State.CLAIMED, channel=DeliveryChannel.EMAIL).count() == 3
    assert Notice.objects.filter(state=State.PENDING).count() == 3


def test_the_list_of_letters_calls_it_by_one_state(write: Write, server: SilentServer) -> None:
    server.drops = True
    write()
    worker.deliver()
    shown = {state: Notice.objects.filter(condition({"state": state})).count() for state in State.values}
    assert shown == {state: int(state == State.PERHAPS) for state in State.values}
