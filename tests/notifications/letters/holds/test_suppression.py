"""Addresses that get nothing any more: which, until when, and what becomes of their letters."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, connection

from cases import actions
from cases.errors import AlreadyDone, Refused
from cases.models import Case, CaseEvent, User
from notifications.delivery import worker
from notifications.letters.holds import suppression
from notifications.models import Notice, State, Suppression
from notifications.pages.resend import resend
from tests.notifications.conftest import Write
from tests.servers import MailServer

REASON = Suppression.Reason.BOUNCED


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "553 5.1.3 bad", "556 5.1.10 takes no mail"])
def test_an_address_that_does_not_exist_gets_one_letter(
    write: Write, smtp_server: MailServer, answer: str
) -> None:
    first, second = write(2)
    smtp_server.refuse(answer)
    worker.deliver()
    assert now(first).state == State.FAILED
    assert (now(second).state, now(second).last_error, now(second).secret) == (
        "cancelled",
        "address suppressed",
        "",
    )
    assert Suppression.objects.get().reason == "refused"


@pytest.mark.parametrize("answer", ["550 no", "554 5.7.1 spam", "552 5.2.2 mailbox full", "450 4.1.1 later"])
def test_other_refusals_do_not_close_the_address(
    letter: Notice, smtp_server: MailServer, answer: str
) -> None:
    smtp_server.refuse(answer)
    worker.deliver()
    assert not Suppression.objects.exists()


def test_capital_letters_make_no_other_address(letter: Notice) -> None:
    suppression.suppress(letter, reason=REASON)
    letter.address = letter.address.upper()
    assert suppression.holds_back(letter)


def test_another_address_of_the_case_gets_letters(write: Write, case: Case, smtp_server: MailServer) -> None:
    suppression.suppress(write()[0], reason=REASON)
    actions.change_email(case, to="new@citizen.example")
    actions.note(case, by=User.objects.get(username="head"), text="x")
    actions.change_password(Case.objects.get(pk=case.pk))
    worker.deliver()
    assert len(smtp_server.sent_to("new@citizen.example")) == 1
    assert not smtp_server.sent_to(case.email)


def test_the_table_does_not_tell_whose_address_it_is(letter: Notice) -> None:
    suppression.suppress(letter, reason=REASON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM notifications_suppression s")
        assert letter.address not in cursor.fetchone()[0]


def test_a_second_bounce_makes_no_second_row(letter: Notice) -> None:
    suppression.suppress(letter, reason=REASON)
    suppression.suppress(letter, reason=Suppression.Reason.COMPLAINED)
    assert Suppression.objects.get().reason == "bounced"


def test_lifting_says_who_and_why_and_letters_go_again(
    write: Write, clerk: User, smtp_server: MailServer
) -> None:
    first, second = write(2)
    suppression.suppress(first, reason=REASON)
    lifted = suppression.lift(second, by=clerk, because="กล่องจดหมายใช้ได้แล้ว")
    assert (lifted.lifted_by, lifted.lifted_because) == (clerk, "กล่องจดหมายใช้ได้แล้ว")
    assert "กล่องจดหมายใช้ได้แล้ว" in CaseEvent.objects.filter(kind="noted").get().message
    assert worker.deliver() == 2


def test_without_a_reason_nothing_is_lifted(letter: Notice, clerk: User) -> None:
    suppression.suppress(letter, reason=REASON)
    with pytest.raises(Refused):
        suppression.lift(letter, by=clerk, because="  ")
    assert suppression.holds_back(letter)


def test_what_is_lifted_is_not_lifted_again(letter: Notice, clerk: User) -> None:
    suppression.suppress(letter, reason=REASON)
    suppression.lift(letter, by=clerk, because="ใช้ได้แล้ว")
    with pytest.raises(AlreadyDone):
        suppression.lift(letter, by=clerk, because="ใช้ได้แล้ว")


def test_it_can_be_closed_again_after_lifting(letter: Notice, clerk: User) -> None:
    suppression.suppress(letter, reason=REASON)
    suppression.lift(letter, by=clerk, because="ใช้ได้แล้ว")
    suppression.suppress(letter, reason=REASON)
    assert suppression.holds_back(letter)


def test_nothing_is_sent_again_to_a_closed_address(
    letter: Notice, head: User, smtp_server: MailServer
) -> None:
    worker.deliver()
    suppression.suppress(letter, reason=REASON)
    with pytest.raises(Refused):
        resend(now(letter), by=head)


def test_the_database_knows_no_lifting_without_a_reason(letter: Notice, clerk: User) -> None:
    suppression.suppress(letter, reason=REASON)
    with pytest.raises(IntegrityError):
        Suppression.objects.update(lifted_at=letter.created, lifted_by=clerk)


def test_a_letter_that_is_forgotten_leaves_the_address_closed(letter: Notice) -> None:
    suppression.suppress(letter, reason=REASON)
    Notice.objects.all().delete()
    assert Suppression.objects.get().notice is None


def test_a_suppressed_address_survives_other_keys(letter: Notice, settings: Any) -> None:
    """SECRET_KEY says nothing of it; a new key of FIELD_KEYS stands before the old one for a while."""
    notice = letter
    suppression.suppress(notice, reason=REASON)
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key-12345"
    assert suppression.holds_back(notice)
    old, new = list(settings.FIELD_KEYS), Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *old]
    assert suppression.holds_back(notice)
    assert (suppression.rekey(), suppression.rekey()) == (1, 0)
    settings.FIELD_KEYS = [new]
    assert suppression.holds_back(notice)
    suppression.suppress(notice, reason=REASON)
    assert Suppression.objects.count() == 1


def test_one_from_before_is_found_and_gets_a_key_of_its_own(letter: Notice, settings: Any) -> None:
    notice = letter
    held = suppression.suppress(notice, reason=REASON)
    by_secret_key = suppression.hashes_of(notice.channel, notice.address)[-1]
    Suppression.objects.filter(pk=held.pk).update(address_hash=by_secret_key)
    assert suppression.holds_back(notice)
    assert suppression.rekey() == 1
    settings.SECRET_KEY = "another-key-another-key-another-key-another-key-12345"
    assert suppression.holds_back(notice)
