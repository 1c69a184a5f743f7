"""While all letters are held none goes, whatever comes; a person lets them go, or drops the old ones."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case
from notifications.delivery import hold, worker
from notifications.models import DeliveryHold, Notice, State
from tests.notifications.conftest import PASSWORD
from tests.servers import MailServer


def one_more(case: Case) -> Notice:
    """A letter that is written now."""
    record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret=PASSWORD)
    return Notice.objects.latest("created")


def said(what: str) -> str:
    out = io.StringIO()
    call_command("letters", what, stdout=out)
    return out.getvalue()


def test_what_is_held_goes_when_it_is_let_go(letter: Notice, case: Case, smtp_server: MailServer) -> None:
    hold.hold()
    later = one_more(case)
    assert (worker.deliver(), smtp_server.messages) == (0, [])
    assert "1 from before then" in said("status")
    assert "and 1 written since" in said("hold")
    assert "2 letters go." in said("release")
    assert worker.deliver() == 2
    assert {Notice.objects.get(pk=one.pk).state for one in (letter, later)} == {State.SENT}
    with pytest.raises(CommandError, match="No letter is held"):
        call_command("letters", "drop")


def test_dropping_cancels_the_old_ones_with_their_secrets_and_lets_the_new_ones_go(
    letter: Notice, case: Case, smtp_server: MailServer
) -> None:
    hold.hold()
    later = one_more(case)
    assert "1 letters are dropped" in said("drop")
    assert worker.deliver() == 1
    old, new = Notice.objects.get(pk=letter.pk), Notice.objects.get(pk=later.pk)
    assert (old.state, old.secret, old.last_error) == (State.CANCELLED, "", hold.WORDS)
    assert new.state == State.SENT


def test_a_letter_that_was_being_sent_when_the_backup_was_made_waits_like_the_others(
    letter: Notice, smtp_server: MailServer
) -> None:
    assert worker.claim() is not None
    Notice.objects.update(leased_until="2020-01-01T00:00:00Z")
    hold.hold()
    assert worker.deliver() == 0
    assert hold.drop() == 1


def test_a_hold_that_stands_stays_as_it_is(letter: Notice) -> None:
    hold.hold()
    since = DeliveryHold.objects.get().since
    hold.hold()
    assert DeliveryHold.objects.get().since == since


def test_there_is_one_hold_at_most(letter: Notice) -> None:
    with pytest.raises(DatabaseError):
        DeliveryHold.objects.create(pk=2)
