"""Delivery against a real mail server: what is sent, what is tried again, what fails, what is kept."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.core.mail import get_connection
from django.db.models.functions import Now
from pytest_django import Settings

from cases.models import Case
from notifications.channels.failures import Verdict
from notifications.delivery import schedules, worker
from notifications.models import Notice, State
from tests.notifications.conftest import PASSWORD, Write
from tests.servers import MailServer


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_a_letter_is_sent_with_its_secret_which_is_then_wiped(
    letter: Notice, smtp_server: MailServer
) -> None:
    assert worker.deliver() == 1
    (mail,) = smtp_server.sent_to(letter.address)
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        assert PASSWORD in body.get_content()
    assert (now(letter).state, now(letter).secret, now(letter).attempts) == (State.SENT, "", 1)
    assert PASSWORD not in now(letter).text


def test_a_letter_is_known_by_its_notice_and_says_that_a_machine_sent_it(
    letter: Notice, smtp_server: MailServer, settings: Settings
) -> None:
    settings.SITE_URL = "https://city.example/e"
    worker.deliver()
    (mail,) = smtp_server.messages
    assert mail["Message-ID"] == f"<{letter.pk}@city.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"].strip() == letter.subject


def test_a_sent_letter_is_not_sent_again(letter: Notice, smtp_server: MailServer) -> None:
    assert [worker.deliver(), worker.deliver()] == [1, 0]
    assert len(smtp_server.messages) == 1


def test_a_final_refusal_fails_at_once_and_wipes_the_secret(letter: Notice, smtp_server: MailServer) -> None:
    smtp_server.refuse(f"550 5.1.1 <{letter.address}> unknown: somchai")
    worker.deliver()
    assert (now(letter).state, now(letter).secret) == (State.FAILED, "")
    assert now(letter).last_error == "550 5.1.1 … unknown: …"


def test_a_passing_refusal_is_tried_again_later(
    letter: Notice, smtp_server: MailServer, make_due: Callable[[], None]
) -> None:
    smtp_server.refuse("450 4.2.0 Greylisted")
    worker.deliver()
    assert worker.deliver() == 0
    assert (now(letter).state, now(letter).secret) == (State.PENDING, PASSWORD)
    assert Notice.objects.filter(due_at__gt=Now(), last_error="450 4.2.0 Greylisted").exists()
    smtp_server.accept()
    make_due()
    assert worker.deliver() == 1
    assert (now(letter).attempts, now(letter).last_error) == (2, "")


def test_after_two_days_of_refusals_it_fails(
    letter: Notice, smtp_server: MailServer, pass_time: Callable[..., None]
) -> None:
    smtp_server.refuse("450 4.2.0 Greylisted")
    pass_time(hours=49)
    worker.deliver()
    assert (now(letter).state, now(letter).secret) == (State.FAILED, "")


def test_a_dead_mail_server_is_asked_once_and_everything_goes_out_when_it_is_back(
    write: Write, smtp_server: MailServer, make_due: Callable[[], None]
) -> None:
    write(10)
    smtp_server.stop()
    assert worker.deliver() == 0
    assert Notice.objects.filter(attempts=1, state=State.PENDING).count() == 1
    smtp_server.start()
    make_due()
    assert worker.deliver() == 10
    assert len({mail["Message-ID"] for mail in smtp_server.messages}) == 10


def test_the_answer_of_a_dead_server_is_kept_in_words(letter: Notice, smtp_server: MailServer) -> None:
    smtp_server.stop()
    worker.deliver()
    assert now(letter).last_error == "ConnectionRefusedError: Connection refused"


def test_a_poisoned_letter_fails_alone(write: Write, smtp_server: MailServer) -> None:
    poisoned, *healthy = write(3)
    Notice.objects.filter(pk=poisoned.pk).update(subject="two\nlines")
    assert worker.deliver() == 2
    assert now(poisoned).state == State.FAILED
    assert now(poisoned).last_error == "BadHeaderError"
    assert {now(notice).state for notice in healthy} == {State.SENT}


def test_with_a_wrong_key_a_letter_waits_and_loses_nothing(
    letter: Notice, smtp_server: MailServer, settings: Settings, make_due: Callable[[], None]
) -> None:
    right, settings.FIELD_KEYS = settings.FIELD_KEYS, [Fernet.generate_key().decode()]
    assert worker.deliver() == 0
    settings.FIELD_KEYS = right
    assert (now(letter).state, now(letter).last_error) == (State.PENDING, "InvalidToken")
    make_due()
    assert worker.deliver() == 1


def test_a_letter_put_off_for_longer_waits_longer() -> None:
    waits = [schedules.delay(attempts) for attempts in (1, 3, 6, 12, 500)]
    assert waits == sorted(waits) or waits[3:] != sorted(waits[3:])
    assert 7.5 <= waits[0] <= 12.5
    assert waits[-1] <= schedules.LONGEST_DELAY * 1.25


def test_a_lease_outlives_the_longest_conversation(letter: Notice, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT = 20
    claimed = worker.claim()
    assert claimed is not None
    lease = now(letter)
    assert lease.leased_until is not None
    assert (lease.leased_until - lease.created).total_seconds() > 9 * 20


def test_what_is_claimed_cannot_be_claimed_again(letter: Notice) -> None:
    assert worker.claim() == letter
    assert worker.claim() is None


def test_what_a_dead_worker_held_is_sent_after_its_lease(
    letter: Notice, smtp_server: MailServer, pass_time: Callable[..., None]
) -> None:
    worker.claim()
    assert worker.deliver() == 0
    pass_time(minutes=10)
    assert worker.deliver() == 1
    assert now(letter).attempts == 2


def test_a_worker_that_lost_its_lease_settles_nothing(letter: Notice, pass_time: Callable[..., None]) -> None:
    slow = worker.claim()
    assert slow is not None
    pass_time(minutes=10)
    worker.release_expired()
    quick = worker.claim()
    assert quick is not None
    assert not worker.settle_trouble(slow, Verdict("late", for_good=True))
    assert worker.settle_sent(quick, provider_id="x")
    assert now(letter).provider_id == "x"


def test_a_letter_that_kills_its_workers_is_given_up_after_two_days(
    letter: Notice, pass_time: Callable[..., None]
) -> None:
    worker.claim()
    pass_time(hours=80)
    worker.release_expired()
    assert (now(letter).state, now(letter).secret) == (State.FAILED, "")


def test_a_cancelled_letter_is_not_sent(letter: Notice, smtp_server: MailServer) -> None:
    Notice.objects.update(state=State.CANCELLED, secret="")
    assert worker.deliver() == 0


def test_a_run_ends_when_its_time_is_over(write: Write, smtp_server: MailServer) -> None:
    write(2)
    assert worker.deliver(seconds=0) == 0


def test_another_lease_is_needed_to_settle(letter: Notice) -> None:
    claimed = worker.claim()
    assert claimed is not None
    claimed.lease = uuid4()
    assert not worker.settle_sent(claimed, provider_id="")
    assert now(letter).state == State.CLAIMED


def test_letters_land_in_a_folder_on_a_machine_without_a_mail_server(
    letter: Notice, case: Case, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "config.demo.mail.FolderBackend"
    before = set(get_connection().folder.glob("*.eml"))  # type: ignore[attr-defined]
    assert worker.deliver() == 1
    (file,) = set(get_connection().folder.glob("*.eml")) - before  # type: ignore[attr-defined]
    assert str(letter.pk) in file.name


def test_the_log_names_no_reader(
    letter: Notice, smtp_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    smtp_server.refuse(f"550 no {letter.address} {PASSWORD}")
    worker.deliver()
    assert str(letter.pk) in caplog.text
    assert letter.address not in caplog.text
    assert PASSWORD not in caplog.text


def test_a_letter_with_a_password_brings_its_qr_code_and_fetches_nothing(
    letter: Notice, smtp_server: MailServer
) -> None:
    worker.deliver()
    (mail,) = smtp_server.messages
    (picture,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<tracking-page>"
    assert 'src="cid:tracking-page"' in letter.html
    assert 'src="http' not in letter.html
