"""An assignment is undone within some seconds, by who did it and while nothing came of it."""

import datetime
from typing import Any

import pytest
from django.conf import LazySettings

from cases import actions
from cases.actions import undo
from cases.actions.undo import undo_assignment, without_undone
from cases.deadlines.first_reply import first_reply
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, CaseEvent, Department, Status, User
from cases.models.case.event_content import Undone
from notifications.models import Notice
from tests.factories import CaseFactory
from workflows import engine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def thirty_seconds(settings: LazySettings) -> None:
    settings.UNDO_SECONDS = 30


def assigned(case: Case, to: User, by: User) -> CaseEvent:
    actions.assign(case, to=to, by=by)
    event: CaseEvent = case.events.latest("pk")
    return event


def undone(case: Case, event: CaseEvent, by: User, **when: Any) -> Case:
    return undo_assignment(case, event=event.pk, by=by, **when)


def test_a_case_is_received_again_and_waits_for_the_head(case: Case, head: User, officer: User) -> None:
    event = assigned(case, officer, head)
    assert undo.offered([case], by=head) == {case.number: event.pk}
    moved, last = undone(case, event, head), case.events.latest("pk")
    assert (moved.status, moved.officer) == (Status.RECEIVED, None)
    assert (last.kind, last.by, last.content) == (Kind.ASSIGN_UNDONE, head, Undone(event.pk))
    assert engine.open_task(moved).flow_task.name == "assign"
    assert undo.offered([case], by=head) == {}


def test_who_had_the_case_before_has_it_again(case: Case, head: User, officer: User, colleague: User) -> None:
    assigned(case, officer, head)
    moved = undone(case, assigned(case, colleague, head), head)
    assert (moved.status, moved.officer) == (Status.ASSIGNED, officer)
    assert engine.open_task(moved).owner == officer


def test_the_first_reply_is_not_given_by_what_was_undone(case: Case, head: User, officer: User) -> None:
    undone(case, assigned(case, officer, head), head)
    again = assigned(case, officer, head)
    fresh = Case.objects.get(pk=case.pk)
    today = datetime.date(2026, 1, 1)
    reply = first_reply(fresh, fresh.events.all(), calendar=WorkCalendar.load(), today=today)
    assert reply is not None
    assert reply.given_at == again.at


def test_the_citizen_reads_nothing_of_what_was_undone(case: Case, head: User, officer: User) -> None:
    undone(case, assigned(case, officer, head), head)
    assert [one.kind for one in without_undone(case.events.all())] == [Kind.SUBMITTED]


def test_nobody_else_undoes_it(case: Case, head: User, officer: User) -> None:
    event = assigned(case, officer, head)
    assert undo.offered([case], by=officer) == {}
    with pytest.raises(Refused, match="cannot be undone"):
        undone(case, event, officer)


def test_it_is_refused_too_late_and_after_another_step(case: Case, head: User, officer: User) -> None:
    event = assigned(case, officer, head)
    with pytest.raises(Refused, match="too late"):
        undone(case, event, head, now=event.at + datetime.timedelta(seconds=31))
    actions.start(case, by=officer)
    with pytest.raises(Refused, match="Something else has happened"):
        undone(case, event, head)
    assert Case.objects.get(pk=case.pk).officer == officer


def test_an_accepted_transfer_stays_accepted(
    department: Department, head: User, officer: User, stranger: User
) -> None:
    case = CaseFactory(request_type__department__code="PHE")
    actions.transfer(case, to=department, by=stranger, reason="x")
    event = assigned(case, officer, head)
    assert undo.offered([case], by=head) == {}
    with pytest.raises(Refused, match="cannot be undone"):
        undone(case, event, head)


def test_work_in_progress_and_a_switched_off_undo_offer_nothing(
    case: Case, head: User, officer: User, colleague: User, settings: LazySettings
) -> None:
    assigned(case, officer, head)
    actions.start(case, by=officer)
    event = assigned(case, colleague, head)
    assert undo.offered([case], by=head) == {}
    settings.UNDO_SECONDS = 0
    with pytest.raises(Refused, match="cannot be undone"):
        undone(case, event, head)


def test_its_letters_wait_and_are_withdrawn_with_it(case: Case, head: User, officer: User) -> None:
    event = assigned(case, officer, head)
    letters = Notice.objects.filter(event=event)
    assert {(one.kind, one.due_at > event.at + datetime.timedelta(seconds=29)) for one in letters} == {
        ("with_department", True),
        ("assigned_to_you", True),
    }
    undone(case, event, head)
    assert {(one.state, one.cancelled_by) for one in letters.all()} == {("cancelled", head)}


def test_once_a_letter_may_have_gone_nothing_is_undone(case: Case, head: User, officer: User) -> None:
    event = assigned(case, officer, head)
    Notice.objects.filter(event=event, kind="assigned_to_you").update(attempts=1)
    with pytest.raises(Refused, match="has gone out already"):
        undone(case, event, head)
    assert Case.objects.get(pk=case.pk).officer == officer
    assert set(Notice.objects.filter(event=event).values_list("state", flat=True)) == {"pending"}
