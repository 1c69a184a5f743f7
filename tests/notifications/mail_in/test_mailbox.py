"""The town's mailbox: emptied over a real connection, each letter once, nothing lost on the way."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from pytest_django import Settings

from cases.lib.mail import MOST_BYTES
from cases.models import ReceivedMail
from config.timetable import JOBS
from notifications.mail_in import mailbox
from notifications.tasks import collect_mail
from tests.notifications.mail_in.imap_server import Mailbox
from tests.notifications.mail_in.letters import CITIZEN, TOWN, WORDS, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings: Settings) -> Iterator[Mailbox]:
    with Mailbox() as found:
        settings.MAIL_IN_ADDRESS, settings.MAIL_IN_IMAP = TOWN, found.url
        yield found


@pytest.mark.parametrize("moves", [True, False])
def test_what_stands_in_the_mailbox_is_taken_once_and_moved_aside(box: Mailbox, moves: bool) -> None:
    box.moves = moves
    box.put(letter())
    box.put(b"\x00\xff no letter at all")
    assert mailbox.collect() == 2
    assert box.folders["INBOX"] == {}
    assert len(box.folders["Taken"]) == 2
    assert {mail.sort for mail in ReceivedMail.objects.all()} == {"letter", "unreadable"}
    # Moved back by hand, or never moved: a crash came in between.
    box.put(letter())
    assert mailbox.collect() == 1
    assert ReceivedMail.objects.count() == 2


def test_of_a_letter_that_is_too_large_the_head_alone_is_fetched(box: Mailbox) -> None:
    box.put(letter(WORDS + "x" * MOST_BYTES))
    assert mailbox.collect() == 1
    mail = ReceivedMail.objects.get()
    assert (mail.sort, mail.sender, mail.subject, mail.words) == ("unreadable", CITIZEN, "ไฟทางดับ", "")
    assert len(box.folders["Taken"]) == 1


def test_a_letter_that_cannot_be_stored_stays_and_holds_up_no_other(box: Mailbox) -> None:
    box.put(letter())
    box.put(letter(message_id="<two@people.example>"))

    def away(execute: object, sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "cases_receivedmail"') and not tried:
            tried.append(sql)
            raise OperationalError
        return execute(sql, *rest)  # type: ignore[operator]

    tried = list[str]()
    with connection.execute_wrapper(away):
        assert mailbox.collect() == 1
    assert len(box.folders["INBOX"]) == 1
    assert mailbox.collect() == 1


@pytest.mark.parametrize(
    "address", ["imap://town:wrong@127.0.0.1:{port}/INBOX", "imap://a:b@127.0.0.1:1/INBOX"]
)
def test_a_mailbox_that_cannot_be_opened_is_tried_again_later_without_a_word_of_whose_it_is(
    box: Mailbox, settings: Settings, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAIL_IN_IMAP = address.format(port=box.server.server_address[1])
    assert mailbox.collect() == 0
    assert "The mailbox could not be read" in caplog.text
    assert "wrong" not in caplog.text


def test_without_a_mailbox_nothing_is_asked_and_the_clock_asks_every_minute(settings: Settings) -> None:
    settings.MAIL_IN_IMAP = ""
    collect_mail()
    assert "notifications.tasks.collect_mail" in {job.task for job in JOBS}
