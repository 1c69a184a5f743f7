"""Days at a wrong department: what becomes of the due date, who hears of it, what is refused."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases import actions
from cases.actions import corrections, extension, own_time, transfers, undo
from cases.deadlines import holiday_changes
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, Department, Holiday, User
from cases.models.case.event_content import DueDateFromArrival
from notifications.models import Notice
from tests.factories import CaseFactory, DepartmentFactory, HeadFactory, OfficerFactory, RequestTypeFactory
from workflows import engine
from workflows.consistency import disagreements
from workflows.figures import facts
from workflows.jobs import case_jobs
from workflows.rehearsal.changes import Changes
from workflows.rehearsal.report import Replay
from workflows.rights.catalogue import Verb
from workflows.steps import execution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REASON = "เรื่องไปที่กองอื่นก่อน"


def at(day: int) -> datetime.datetime:
    """A morning of November 2026; the 2nd is a Monday."""
    return timezone.make_aware(datetime.datetime.combine(on(day), datetime.time(10)))


def on(day: int) -> datetime.date:
    return datetime.date(2026, 11, day)


@pytest.fixture
def there() -> Department:
    return DepartmentFactory(code="PHE")


@pytest.fixture
def their_head(there: Department) -> User:
    return HeadFactory(username="their_head", department=there)


@pytest.fixture
def case(department: Department) -> Case:
    """Received on Monday 2 November with five working days: due on Monday 9."""
    request_type = RequestTypeFactory(department=department, target_working_days=5)
    return CaseFactory(request_type=request_type, now=at(2))


def sent(case: Case, to: Department, by: User, day: int) -> Case:
    case = actions.transfer(case, to=to, by=by, reason="ไม่ใช่ของเรา", now=at(day))
    return transfers.accept(case, by=by, now=at(day))


def counted(case: Case, by: User, day: int) -> Case:
    return own_time.count_from_arrival(case, by=by, reason=REASON, now=at(day))


def test_the_due_date_is_counted_from_the_arrival_and_the_citizen_reads_it(case, head, there, their_head):
    case = actions.assign(
        sent(case, there, head, 5), to=OfficerFactory(department=there), by=their_head, now=at(5)
    )
    case = counted(case, their_head, 6)
    event = case.events.latest("pk")
    assert (case.due_on, event.content) == (on(12), DueDateFromArrival(on(9), on(12), on(5)))
    assert event.staff_message.startswith(f"{REASON}\nCounted from 5 November 2026")
    assert (event.kind in event.SHOWN, event.citizen_message) == (True, REASON)
    letters = {one.audience: one for one in Notice.objects.filter(event=event)}
    assert {who: one.kind for who, one in letters.items()} == {
        "citizen": "deadline_extended",
        "officer": "new_deadline",
    }
    assert REASON in letters["citizen"].text
    assert not list(disagreements())


def test_figures_and_a_rehearsal_follow_the_new_date(case, head, there, their_head):
    case = sent(case, there, head, 5)
    assert _late(11) == [1]
    counted(case, their_head, 10)
    assert _late(11) == [0]
    found = Replay(Changes(), months=12, today=on(11)).run()
    assert (found.judged, found.reproduced, found.late) == (1, 1, 0)


def _late(day: int) -> list[int]:
    return [fact.counts["late"] for fact in facts.of_now(Case.objects.all(), on(day))]


def test_days_on_which_the_citizen_had_to_answer_here_are_left_out_too(case, head, there, their_head):
    officer = OfficerFactory(department=there)
    case = actions.assign(sent(case, there, head, 4), to=officer, by=their_head, now=at(4))
    case = actions.start(case, by=officer, now=at(4))
    case = actions.ask(case, by=officer, question="ที่ไหน", now=at(5))
    with pytest.raises(Refused, match="being worked on"):
        counted(case, their_head, 5)
    case = actions.answer(case, text="หน้าวัด", now=at(6))
    assert counted(case, their_head, 6).due_on == on(12)


def test_a_day_off_that_comes_afterwards_moves_it_once(case, head, there, their_head):
    case = counted(sent(case, there, head, 5), their_head, 6)
    for day in (4, 10):
        Holiday.objects.create(day=on(day))
        holiday_changes.note(now=at(9))
    case_jobs.recount_due_dates(now=at(9))
    assert Case.objects.get(pk=case.pk).due_on == on(13)


def test_it_is_refused_without_a_department_before_a_second_time_and_for_no_later_day(
    case, head, there, their_head
):
    with pytest.raises(Refused, match="No other department"):
        counted(case, head, 3)
    with pytest.raises(Refused, match="Write the reason"):
        own_time.count_from_arrival(case, by=head, reason=" ", now=at(3))
    case = sent(case, there, head, 4)
    given = extension.extend(case, to=on(16), by=their_head, reason="รออะไหล่", now=at(4))
    with pytest.raises(Refused, match="not be due later"):
        counted(given, their_head, 4)
    Case.objects.filter(pk=case.pk).update(due_on=on(9))
    case = counted(case, their_head, 5)
    with pytest.raises(Refused, match="left out already"):
        counted(case, their_head, 5)
    assert case.events.filter(kind=Kind.TIME_CORRECTED).count() == 1
    back = sent(case, case.request_type.department, their_head, 6)
    with pytest.raises(Refused, match="No other department"):
        counted(back, head, 6)


def test_an_ended_case_is_refused_and_a_new_beginning_has_its_own_arrival(case, head, there, their_head):
    case = actions.reject(
        sent(case, there, head, 4), by=their_head, reason="ไม่ใช่ของเรา", agency=None, now=at(5)
    )
    with pytest.raises(Refused, match="being worked on"):
        counted(case, their_head, 5)
    case = corrections.take_up_again(case, by=their_head, reason="ปิดผิด", now=at(6))
    with pytest.raises(Refused, match="No other department"):
        counted(case, their_head, 9)
    third = DepartmentFactory(code="EDU")
    case = counted(sent(case, third, their_head, 11), HeadFactory(department=third), 11)
    assert case.due_on == on(18)


def test_it_can_be_undone_and_done_again(case, head, there, their_head, settings):
    settings.UNDO_SECONDS = 30
    case = counted(sent(case, there, head, 5), their_head, 6)
    event = case.events.latest("pk")
    back = undo.undo_step(case, event=event.pk, by=their_head, now=event.at)
    assert (back.due_on, back.events.latest("pk").kind) == (on(9), Kind.EXTEND_UNDONE)
    assert counted(back, their_head, 9).due_on == on(12)


@pytest.mark.parametrize("who", ["their_head", "clerk"])
def test_the_head_of_the_department_and_the_clerk_may_and_nobody_else(
    case, head, officer, clerk, there, their_head, request, who
):
    case = sent(case, there, head, 5)
    task = engine.open_task(case).pk
    words: dict[str, Any] = {"task": task, "reason": REASON}
    for other in (head, officer):
        with pytest.raises(PermissionDenied):
            execution.perform(Verb.CORRECT_TIME, case, by=other, **words)
    person = User.objects.get(pk=request.getfixturevalue(who).pk)
    assert execution.perform(Verb.CORRECT_TIME, case, by=person, **words).due_on == on(12)
