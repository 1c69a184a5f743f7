"""The list of citizens to telephone: who comes on it by which end of a letter, and how one leaves it."""

import threading
import time
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases.errors import AlreadyDone
from cases.models import Case, CaseEvent, User
from notifications.delivery import worker
from notifications.letters import unreached_citizens
from notifications.letters.catalogue import letters_for
from notifications.letters.holds import suppression
from notifications.models import Notice, State, Suppression, Unreached
from notifications.pages import staff_actions
from tests.notifications.conftest import Write
from tests.servers import MailServer
from tests.workflows.test_lost_races import aside, waiting

SQL = Path(__file__).parents[3] / "notifications/sql/unreached_citizens.sql"


def test_a_letter_that_is_refused_puts_its_citizen_on_the_list(
    letter: Notice, smtp_server: MailServer
) -> None:
    smtp_server.refuse("554 5.7.1 no")
    worker.deliver()
    row = Unreached.objects.get()
    assert (row.case, row.notice, row.letters) == (letter.case, letter, 1)


def test_one_that_is_given_up_does(letter: Notice, smtp_server: MailServer, pass_time) -> None:
    smtp_server.refuse("450 later")
    pass_time(hours=49)
    worker.deliver()
    assert Unreached.objects.filter(notice=letter).exists()


def test_one_that_came_back_does(letter: Notice, smtp_server: MailServer) -> None:
    worker.deliver()
    Notice.objects.update(state=State.BOUNCED, arrived_at=Now())
    assert Unreached.objects.filter(notice=letter).exists()


def test_one_that_is_held_back_does(letter: Notice, smtp_server: MailServer) -> None:
    suppression.suppress(letter, reason=Suppression.Reason.BOUNCED)
    worker.deliver()
    assert Unreached.objects.filter(notice=letter).exists()


def test_the_database_knows_the_words_of_what_is_held_back() -> None:
    assert f"NEW.last_error = '{suppression.WORDS}'" in SQL.read_text()


def test_one_that_somebody_cancels_does_not(letter: Notice, head: User) -> None:
    staff_actions.cancel(letter, by=head)
    assert not Unreached.objects.exists()


def test_a_letter_to_the_staff_does_not(case: Case, smtp_server: MailServer) -> None:
    Notice.objects.filter(audience="citizen").update(state=State.CANCELLED, secret="")
    smtp_server.refuse("554 no")
    worker.deliver()
    assert Notice.objects.filter(audience="head", state="failed").exists()
    assert not Unreached.objects.exists()


def test_several_letters_are_one_call(write: Write, smtp_server: MailServer) -> None:
    *_others, last = write(3)
    smtp_server.refuse("554 no")
    worker.deliver()
    assert (Unreached.objects.get().letters, Unreached.objects.get().notice) == (3, last)


def test_who_was_reached_leaves_the_list_and_the_history_says_so(
    letter: Notice, clerk: User, smtp_server: MailServer
) -> None:
    smtp_server.refuse("554 no")
    worker.deliver()
    row = staff_actions.reached(Unreached.objects.get(), by=clerk, said="จะมารับรหัสที่เคาน์เตอร์")
    assert (row.reached_by, row.reached_at is not None) == (clerk, True)
    note = CaseEvent.objects.get(kind="noted")
    assert (note.by, note.citizen_message) == (clerk, "")
    assert "จะมารับรหัสที่เคาน์เตอร์" in note.message


def test_nobody_is_reached_twice(letter: Notice, clerk: User, smtp_server: MailServer) -> None:
    smtp_server.refuse("554 no")
    worker.deliver()
    staff_actions.reached(Unreached.objects.get(), by=clerk)
    with pytest.raises(AlreadyDone):
        staff_actions.reached(Unreached.objects.get(), by=clerk)
    assert CaseEvent.objects.filter(kind="noted").count() == 1


def test_the_next_letter_that_does_not_arrive_is_a_new_call(
    write: Write, clerk: User, smtp_server: MailServer
) -> None:
    write()
    smtp_server.refuse("554 no")
    worker.deliver()
    staff_actions.reached(Unreached.objects.get(), by=clerk)
    Unreached.objects.filter(reached_at=None).delete()
    case = Case.objects.get()
    Notice.objects.create(
        case=case,
        event=case.events.first(),
        copy_of=Notice.objects.first(),
        kind="received",
        audience="citizen",
        address=case.email,
        language="th",
        subject="x",
        text="x",
        html="x",
    )
    worker.deliver()
    assert Unreached.objects.filter(reached_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_that_the_trigger_writes_at_this_moment_is_waited_for(case: Case, head: User) -> None:
    """A letter fails while a step finds that none can be written; no statement may fail."""
    wrote, go = threading.Event(), threading.Event()

    @transaction.atomic
    def settle() -> None:
        Unreached.objects.create(case=case, kind="result")
        wrote.set()
        go.wait(30)

    thread = aside(settle)
    assert wrote.wait(30)
    waits = aside(lambda: _let_go(go))
    event = CaseEvent(case=case, kind=CaseEvent.Kind.ASKED, at=timezone.now())
    with transaction.atomic():
        unreached_citizens.note(event, letters_for(event), [])
    thread.join()
    waits.join()
    row = Unreached.objects.get()
    assert (row.kind, row.letters, row.notice) == ("question", 2, None)


def _let_go(go: threading.Event) -> None:
    """Set it as soon as somebody waits for a lock."""
    end = time.monotonic() + 30
    while not waiting() and time.monotonic() < end:
        time.sleep(0.01)
    go.set()
