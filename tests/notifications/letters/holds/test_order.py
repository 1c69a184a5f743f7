"""A later letter does not pass an earlier one about the same case to the same reader that is still held."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases import actions
from cases.events import Actor, Kind, record
from cases.models import Case, User
from notifications.delivery import worker
from notifications.letters.holds import order
from notifications.models import Letter, Notice, State
from tests.factories import CaseFactory
from tests.servers import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(case: Case, head: User, officer: User, settings: LazySettings) -> Case:
    """A case about which the citizen is asked something while the letter of its assignment is held."""
    settings.UNDO_SECONDS = 3600
    Notice.objects.all().delete()
    actions.assign(case, to=officer, by=head)
    actions.start(case, by=officer)
    asked: Case = actions.ask(case, by=officer, question="Which lamp?")
    return asked


def sent_to_citizen() -> list[str]:
    sent = Notice.objects.filter(audience="citizen", state=State.SENT).order_by("sent_at")
    return list(sent.values_list("kind", flat=True))


def test_the_later_letter_waits_and_goes_right_after_the_earlier_one(
    asked: Case, smtp_server: MailServer, pass_time: Callable[..., None]
) -> None:
    worker.deliver()
    assert smtp_server.sent_to(asked.email) == []
    pass_time(hours=1)
    worker.deliver()
    earlier, later = Notice.objects.filter(audience="citizen").order_by("due_at")
    assert (earlier.kind, later.kind) == (Letter.WITH_DEPARTMENT, Letter.QUESTION)
    assert [mail["Subject"].strip() for mail in smtp_server.sent_to(asked.email)] == [
        earlier.subject,
        later.subject,
    ]


def test_other_readers_other_cases_and_a_password_wait_for_nothing(
    asked: Case, smtp_server: MailServer
) -> None:
    other = CaseFactory(request_type=asked.request_type, email=asked.email, in_progress=True)
    Notice.objects.filter(case=other).delete()
    actions.ask(other, by=other.officer, question="Which lamp?")
    record(asked, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret="1")
    worker.deliver()
    assert sorted(Notice.objects.filter(state=State.SENT).values_list("kind", "case")) == [
        (Letter.NEW_PASSWORD, asked.pk),
        (Letter.QUESTION, other.pk),
    ]


def test_what_was_withdrawn_or_tried_holds_nothing_back(asked: Case) -> None:
    earlier = Notice.objects.filter(kind=Letter.WITH_DEPARTMENT)
    Notice.objects.filter(kind=Letter.QUESTION).delete()
    event = asked.events.latest("pk")
    assert order.Held(event)._until
    earlier.update(attempts=1)
    Notice.objects.exclude(pk__in=earlier).update(state=State.CANCELLED)
    assert order.Held(event)._until == {}


def test_it_is_one_statement_and_none_for_a_new_case(
    asked: Case, settings: LazySettings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    events = asked.events.order_by("pk")
    new, last = events[0], events.reverse()[0]
    with django_assert_num_queries(1):
        order.Held(last)
        order.Held(new)
        settings.UNDO_SECONDS = 0
        order.Held(last)
