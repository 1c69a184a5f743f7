"""What goes first, and what does not go any more."""

import datetime
from collections.abc import Callable

import pytest
from django.db.models import F
from django.utils import timezone

from cases import actions
from cases.events import Kind, record
from cases.models import Case, User
from cases.models.case.event_content import Reminder
from notifications.delivery import worker
from notifications.models import Letter, Notice, Priority, State
from tests.factories import CaseFactory
from tests.notifications.conftest import Write
from tests.servers import MailServer

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def reminded() -> Notice:
    """A reminder of a case that is due today, to its officer."""
    case = CaseFactory(in_progress=True)
    Notice.objects.all().delete()
    content = Reminder("due_in", 2, "officer", case.due_on)
    record(case, Kind.DUE_SOON, now=timezone.now(), before=case.status, content=content)
    return Notice.objects.get()


def test_a_password_overtakes_the_letters_before_it(write: Write, officer: User) -> None:
    reminder = reminded()
    Notice.objects.filter(pk=reminder.pk).update(due_at=timezone.now() - DAY)
    case = CaseFactory()
    first = worker.claim()
    assert first is not None
    assert (first.kind, Notice.objects.get(pk=first.pk).case) == (Letter.RECEIVED, case)


def test_a_worker_for_passwords_leaves_the_rest(smtp_server: MailServer) -> None:
    CaseFactory()
    worker.deliver(upto=Priority.URGENT)
    assert set(Notice.objects.filter(state=State.SENT).values_list("kind", flat=True)) == {Letter.RECEIVED}


def test_a_reminder_is_sent_while_it_holds(smtp_server: MailServer) -> None:
    reminded()
    assert worker.deliver() == 1


def test_a_reminder_of_a_case_that_has_ended_is_cancelled(smtp_server: MailServer) -> None:
    reminder = reminded()
    actions.withdraw(Case.objects.get(pk=reminder.case_id))
    Notice.objects.exclude(pk=reminder.pk).delete()
    assert (worker.deliver(), Notice.objects.get().state) == (0, State.CANCELLED)


def test_a_reminder_of_a_deadline_that_has_moved_is_cancelled(smtp_server: MailServer) -> None:
    reminder = reminded()
    Case.objects.filter(pk=reminder.case_id).update(due_on=F("due_on") + 9 * DAY)
    assert (worker.deliver(), Notice.objects.get().state) == (0, State.CANCELLED)


def test_a_result_is_sent_even_if_the_case_was_reopened_since(
    smtp_server: MailServer, make_due: Callable[[], None]
) -> None:
    case = CaseFactory(resolved=True)
    actions.reopen(case, reason="still there")
    worker.deliver()
    assert Notice.objects.get(kind=Letter.RESULT).state == State.SENT
