"""What has an inverse is undone within some seconds, by who did it and while nothing came of it."""

import datetime
from typing import Any

import pytest
from django.conf import LazySettings

from cases import actions
from cases.actions import corrections, duplicates, extension, undo
from cases.actions.recalculation import is_counted_from_receipt
from cases.actions.undo import undo_step, without_undone
from cases.deadlines.first_reply import first_reply
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import CalendarChange, Case, CaseEvent, Department, Status, User
from cases.models.case.event_content import DueDateChange, Undone
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
    return undo_step(case, event=event.pk, by=by, **when)


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


class TestMoreTime:
    @pytest.fixture
    def working(self, case: Case, head: User, officer: User) -> Case:
        """A case in work, whose letters of before are gone."""
        actions.assign(case, to=officer, by=head)
        working: Case = actions.start(case, by=officer)
        Notice.objects.all().delete()
        return working

    def extended(self, case: Case, by: User) -> CaseEvent:
        to = WorkCalendar.load().shift(case.due_on, 1)
        extension.extend(case, to=to, by=by, reason="รออะไหล่")
        event: CaseEvent = case.events.latest("pk")
        return event

    def test_the_case_is_due_when_it_was_and_nobody_is_told(self, working: Case, head: User) -> None:
        due = working.due_on
        event = self.extended(working, head)
        letters = Notice.objects.filter(event=event)
        assert {one.kind for one in letters} == {"deadline_extended", "new_deadline"}
        assert undo.offered([working], by=head) == {working.number: event.pk}
        moved, last = undone(working, event, head), working.events.latest("pk")
        assert (moved.due_on, moved.status, moved.officer) == (due, working.status, working.officer)
        assert (last.kind, last.by, last.content) == (Kind.EXTEND_UNDONE, head, Undone(event.pk))
        assert {(one.state, one.cancelled_by) for one in letters.all()} == {("cancelled", head)}
        assert event.pk not in [one.pk for one in without_undone(working.events.all())]
        assert is_counted_from_receipt(moved)
        assert undo.offered([working], by=head) == {}

    def test_it_is_refused_too_late_and_once_a_letter_may_have_gone(self, working: Case, head: User) -> None:
        event = self.extended(working, head)
        with pytest.raises(Refused, match=r"letters are on their way\.$"):
            undone(working, event, head, now=event.at + datetime.timedelta(seconds=31))
        Notice.objects.filter(event=event, kind="new_deadline").update(attempts=1)
        with pytest.raises(Refused, match=r"has gone out already\.$"):
            undone(working, event, head)
        assert isinstance(event.content, DueDateChange)
        assert Case.objects.get(pk=working.pk).due_on == event.content.to

    def test_it_is_refused_once_a_change_of_the_holidays_has_passed_it_over(
        self, working: Case, head: User
    ) -> None:
        event = self.extended(working, head)
        CalendarChange.objects.create(day=working.due_on, closed=True, noted_at=event.at, settled_at=event.at)
        with pytest.raises(Refused, match="Something else has happened"):
            undone(working, event, head)


class TestGivingBack:
    def test_the_officer_has_the_case_again_and_the_head_hears_nothing(
        self, case: Case, head: User, officer: User
    ) -> None:
        assigned(case, officer, head)
        actions.hand_back(case, by=officer, reason="ลาพัก")
        event = case.events.latest("pk")
        assert {one.kind for one in Notice.objects.filter(event=event)} == {"case_handed_back"}
        assert undo.offered([case], by=officer) == {case.number: event.pk}
        moved, last = undone(case, event, officer), case.events.latest("pk")
        assert (moved.status, moved.officer, last.kind) == (Status.ASSIGNED, officer, Kind.HAND_BACK_UNDONE)
        assert engine.open_task(moved).owner == officer
        assert set(Notice.objects.filter(event=event).values_list("state", flat=True)) == {"cancelled"}

    def test_work_that_was_under_way_is_not_begun_again(self, case: Case, head: User, officer: User) -> None:
        assigned(case, officer, head)
        actions.start(case, by=officer)
        actions.hand_back(case, by=officer, reason="ลาพัก")
        assert undo.offered([case], by=officer) == {}


class TestJoining:
    @pytest.fixture
    def main(self, case: Case) -> Case:
        return CaseFactory(request_type=case.request_type)

    def joined(self, case: Case, main: Case, by: User) -> CaseEvent:
        duplicates.mark_duplicate(case, of=main, by=by)
        event: CaseEvent = case.events.latest("pk")
        return event

    def test_the_case_goes_its_own_way_again_and_the_citizen_hears_nothing(
        self, case: Case, main: Case, head: User
    ) -> None:
        event = self.joined(case, main, head)
        assert engine.open_task(case).flow_task.name == "follow"
        moved, last = undone(case, event, head), case.events.latest("pk")
        assert (last.kind, moved.status) == (Kind.JOIN_UNDONE, Status.RECEIVED)
        assert not duplicates.has_main_case(Case.objects.get(pk=case.pk))
        assert engine.open_task(moved).flow_task.name == "assign"
        assert set(Notice.objects.filter(event=event).values_list("kind", "state")) == {
            ("joined", "cancelled")
        }
        assert [one.kind for one in without_undone(case.events.all())] == [Kind.SUBMITTED]

    def test_it_is_refused_once_the_case_has_brought_its_own_duplicates(
        self, case: Case, main: Case, head: User
    ) -> None:
        self.joined(CaseFactory(request_type=case.request_type), main, head)
        other = CaseFactory(request_type=case.request_type)
        assert undo.offered([other], by=head) == {}
        undone(other, self.joined(other, main, head), head)
        self.joined(other, case, head)
        event = self.joined(case, main, head)
        assert undo.offered([case], by=head) == {}
        with pytest.raises(Refused, match="cannot be undone"):
            undone(case, event, head)

    def test_it_is_refused_where_a_transfer_was_overtaken(
        self, department: Department, head: User, stranger: User
    ) -> None:
        case = CaseFactory(request_type__department__code="PHE")
        actions.transfer(case, to=department, by=stranger, reason="x")
        self.joined(case, CaseFactory(request_type=case.request_type), head)
        assert undo.offered([case], by=head) == {}


class TestUrgency:
    def corrected(self, case: Case, by: User, **what: Any) -> CaseEvent:
        said = {name: getattr(case, name) for name in ("urgency", "place", "latitude", "longitude")} | what
        corrections.correct_details(case, by=by, reason="โทรถามแล้ว", **said)
        event: CaseEvent = case.events.latest("pk")
        return event

    def test_it_is_as_before_and_the_officer_hears_nothing(
        self, case: Case, head: User, officer: User
    ) -> None:
        assigned(case, officer, head)
        case, was = actions.start(case, by=officer), case.urgency
        event = self.corrected(case, head, urgency="urgent")
        assert Case.objects.get(pk=case.pk).urgency != was
        moved, last = undone(case, event, head), case.events.latest("pk")
        assert (moved.urgency, moved.status, last.kind) == (was, Status.IN_PROGRESS, Kind.URGENCY_UNDONE)
        assert set(Notice.objects.filter(event=event).values_list("state", flat=True)) == {"cancelled"}

    def test_another_place_has_no_inverse(self, case: Case, head: User) -> None:
        event = self.corrected(case, head, urgency="urgent", place="หน้าวัดใหม่")
        assert undo.offered([case], by=head) == {}
        with pytest.raises(Refused, match="cannot be undone"):
            undone(case, event, head)
