"""A right lost between page and click: done already, or not yours any more since when; the words are kept."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases import actions
from cases.actions import subtasks
from cases.models import Absence, Case, Department, Membership, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from tests.workflows.views.case.test_sent_again import opened
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import Seat, address, text
from workflows.steps import lost_rights

pytestmark = pytest.mark.django_db
WORDS = "ขอให้ไปดูหน้างานก่อน"
NOT_ANY_MORE = "not yours any more"


@pytest.fixture
def at_work(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


def kept(answer: Any, *, status: int = 409) -> str:
    """The page, which has the words and says that nothing was done."""
    page = text(answer)
    assert (answer.status_code, WORDS in page, "Nothing was done." in page) == (status, True, True)
    return page


def test_a_head_assigns_after_the_clerk_has_transferred(
    desk: Seat, case: Case, head: User, officer: User, clerk: User
) -> None:
    form = opened(desk(head), "step", case.number, "assign")
    actions.transfer(case, to=DepartmentFactory(), by=clerk, reason="-")
    page = kept(
        desk(head).post(address("step", case.number, "assign"), {**form, "to": officer.pk, "note": WORDS})
    )
    assert NOT_ANY_MORE in page
    assert "Sent to another department" in page


def test_who_may_not_know_finds_nothing(desk: Seat, case: Case, stranger: User) -> None:
    answer = desk(stranger).post(address("step", case.number, "assign"), {"note": WORDS})
    assert answer.status_code == 404


def test_the_mark_of_somebody_elses_page_is_worth_nothing(
    desk: Seat, case: Case, head: User, stranger: User
) -> None:
    form = opened(desk(head), "step", case.number, "assign")
    answer = desk(stranger).post(address("step", case.number, "assign"), {**form, "note": WORDS})
    assert answer.status_code == 404


def test_a_transfer_from_another_window_is_done_already(desk: Seat, case: Case, head: User) -> None:
    pages = [opened(desk(head), "step", case.number, "transfer") for _ in range(2)]
    typed = {"to": DepartmentFactory().pk, "reason": WORDS}
    answers = [desk(head).post(address("step", case.number, "transfer"), {**one, **typed}) for one in pages]
    assert answers[0].status_code == 302
    assert "already done" in kept(answers[1])


def test_a_part_is_finished_after_it_was_given_to_somebody_else(
    desk: Seat, at_work: Case, head: User
) -> None:
    far = DepartmentFactory()
    first, second = (OfficerFactory(department=far) for _ in range(2))
    subtasks.ask_subtask(at_work, to=far, what="-", due_on=at_work.due_on, by=head)
    subtask = at_work.subtasks.get()
    subtasks.assign_subtask(subtask, to=first, by=head)
    where = ("subtask", at_work.number, subtask.pk, "finish")
    form = opened(desk(first), *where)
    subtasks.assign_subtask(subtask, to=second, by=head)
    page = kept(desk(first).post(address(*where), {**form, "result": WORDS}))
    assert "Subtask given to an officer" in page


def test_a_part_of_a_case_that_went_away_is_told_of(desk: Seat, at_work: Case, head: User) -> None:
    far = DepartmentFactory()
    helper = OfficerFactory(department=far)
    subtasks.ask_subtask(at_work, to=far, what="-", due_on=at_work.due_on, by=head)
    subtask = at_work.subtasks.get()
    subtasks.assign_subtask(subtask, to=helper, by=head)
    where = ("subtask", at_work.number, subtask.pk, "finish")
    form = opened(desk(helper), *where)
    helper.memberships.all().delete()
    page = kept(desk(User.objects.get(pk=helper.pk)).post(address(*where), {**form, "result": WORDS}))
    assert "The officer of the subtask has left" in page


def test_a_substitution_that_ended(
    desk: Seat, at_work: Case, head: User, officer: User, colleague: User
) -> None:
    day = timezone.localdate()
    absence = Absence.objects.create(
        user=officer, substitute=colleague, since=day, until=day, entered_by=head, entered_at=timezone.now()
    )
    form = opened(desk(colleague), "step", at_work.number, "ask")
    absence.delete()
    seat = desk(User.objects.get(pk=colleague.pk))
    page = kept(seat.post(address("step", at_work.number, "ask"), {**form, "question": WORDS}))
    assert "for whom you stand in" in page
    assert address("case", at_work.number) in page


def test_a_role_that_was_removed(desk: Seat, at_work: Case, head: User) -> None:
    HeadFactory(department=at_work.department)
    form = opened(desk(head), "step", at_work.number, "reject")
    Membership.objects.filter(user=head).delete()
    seat = desk(User.objects.get(pk=head.pk))
    assert "your role" in kept(
        seat.post(address("step", at_work.number, "reject"), {**form, "reason": WORDS})
    )


def test_a_bulk_step_of_a_head_who_is_none_any_more(desk: Seat, case: Case, head: User) -> None:
    Membership.objects.filter(user=head).update(role=Membership.Role.OFFICER)
    seat = desk(User.objects.get(pk=head.pk))
    kept(seat.post(address("many", "extend"), {"row": [case.number], "reason": WORDS, "days": 1}), status=403)


@pytest.mark.parametrize("ended", ["withdraw", "resolve"])
def test_a_case_that_has_ended_shows_what_happened_and_what_was_typed(
    desk: Seat, at_work: Case, officer: User, head: User, ended: str
) -> None:
    form = opened(desk(officer), "step", at_work.number, "ask")
    if ended == "withdraw":
        actions.withdraw(at_work)
    else:
        actions.resolve(at_work, by=head, result=ResultCodeFactory(), details="-")
    answer = desk(officer).post(address("step", at_work.number, "ask"), {**form, "question": WORDS})
    assert (answer.status_code, WORDS in text(answer)) == (409, True)


def test_an_officer_who_is_in_charge_no_more(
    desk: Seat, at_work: Case, head: User, officer: User, colleague: User
) -> None:
    form = opened(desk(officer), "step", at_work.number, "note")
    form_of_result = opened(desk(officer), "step", at_work.number, "resolve")
    actions.assign(at_work, to=colleague, by=head)
    typed = today(result=ResultCodeFactory().pk, details=WORDS)
    answer = desk(officer).post(address("step", at_work.number, "resolve"), {**form_of_result, **typed})
    assert (answer.status_code, WORDS in text(answer)) == (409, True)
    # A colleague of the department still writes notes.
    assert (
        desk(officer).post(address("step", at_work.number, "note"), {**form, "text": WORDS}).status_code
        == 302
    )


def test_both_languages(desk: Seat, case: Case, head: User, clerk: User) -> None:
    form = opened(desk(head), "step", case.number, "assign")
    actions.transfer(case, to=DepartmentFactory(), by=clerk, reason="-")
    page = text(desk(head).post(f"/staff/cases/{case.number}/assign/", {**form, "note": WORDS}))
    assert (WORDS in page, NOT_ANY_MORE in page) == (True, False)


def test_a_mark_is_worth_a_day(desk: Seat, case: Case, head: User, monkeypatch: pytest.MonkeyPatch) -> None:
    form = opened(desk(head), "step", case.number, "assign")
    assert lost_rights.was_shown(head, case, form["shown"])
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert not lost_rights.was_shown(head, case, form["shown"])
