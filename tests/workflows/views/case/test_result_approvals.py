"""The approvals of a result that a plan asks for, on the page of the case and in the inbox."""

from typing import Any

import pytest

from cases.actions import subtasks
from cases.models import Case, Department, Status, User
from notifications.models import Notice
from tests.cases.actions.test_result_approvals import propose, worked, yes
from tests.cases.actions.test_stages import filed, now, published, row, stage, step
from tests.factories import RequestTypeFactory, UserFactory
from tests.workflows.views.case.test_letter import but_for_the_name
from tests.workflows.views.conftest import Desk, Seat, address, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(department: Department, head: User, officer: User, executive: User) -> Case:
    """A result that the head and an executive approve."""
    kind = RequestTypeFactory(code="permit", department=department, target_working_days=20)
    return propose(worked(kind, head, officer, yes("h", "head"), yes("e", "executive")), officer)


def listed(seat: Desk) -> list[str]:
    return [one.case.number for one in seat.page("inbox", view="approve").context["page"].rows]


def test_two_people_say_yes_and_the_last_one_reads_the_letter(
    desk: Seat, proposed: Case, head: User, executive: User, colleague: User
) -> None:
    first, second = desk(head), desk(executive)
    assert (listed(first), listed(second)) == ([proposed.number], [])
    page = first.page("case", proposed.number)
    # Nothing to type, and no letter yet.
    assert (page.context["page"].step.verb, list(page.context["page"].step.form.fields)) == ("approve", [])
    assert not any(one.get("letter") for one in page.context)
    assert second.do(proposed, "approve").status_code == 403
    done = first.do(proposed, "approve")
    assert "is approved. Next in turn: An executive." in text(first.get(done.url))
    assert Notice.objects.filter(kind="result").count() == 0

    assert (listed(first), listed(second)) == ([], [proposed.number])
    page = second.page("case", proposed.number)
    letter = next(one["letter"] for one in page.context if one.get("letter"))
    assert str(head) in text(page)
    assert first.do(proposed, "approve").status_code == 403
    second.do(proposed, "approve", details="ออกใบอนุญาตแล้ว")
    sent = Notice.objects.get(kind="result")
    assert (letter.subject, letter.text) == but_for_the_name(sent)[:2]
    assert now(proposed).status == Status.RESOLVED
    assert listed(second) == []


def test_it_goes_back_to_a_step_that_is_named(desk: Seat, proposed: Case, head: User) -> None:
    seat = desk(head)
    page = text(seat.page("step", proposed.number, "return_result"))
    assert "Step look" in page
    assert "To the officer in charge" in page
    assert seat.do(proposed, "return_result", reason="ขอภาพถ่าย", to="nowhere").status_code == 409
    assert seat.do(proposed, "return_result", reason="ขอภาพถ่าย", to="look").status_code == 302
    assert (now(proposed).stage, row(proposed, "look").turn) == (1, 2)
    assert "Sent back" in text(seat.page("case", proposed.number))


def test_the_own_work_is_not_offered_and_the_page_says_why(
    desk: Seat, department: Department, head: User, officer: User, executive: User
) -> None:
    kind = RequestTypeFactory(code="permit", department=department, target_working_days=20)
    published(
        kind, stage("a", step("look", doer="executive")), stage("b", step("cut"), yes("e", "executive"))
    )
    case = filed(kind, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=executive)
    subtasks.finish_subtask(row(case, "cut"), by=officer)
    second = UserFactory(username="second", group="executive")
    case = propose(now(case), officer)
    seat = desk(executive)
    page = seat.page("case", case.number)
    assert "Somebody else has to approve the result." in text(page)
    assert "approve" not in {str(verb) for verb, _name in page.context["page"].steps}
    assert seat.do(case, "approve", details="x").status_code == 403
    assert (listed(seat), listed(desk(second))) == ([], [case.number])


def test_the_page_of_a_step_does_not_decide_it(desk: Seat, proposed: Case, head: User) -> None:
    waiting = row(proposed, "h")
    for verb in ("finish", "return", "skip"):
        answer = desk(head).get(address("subtask", proposed.number, waiting.pk, verb))
        assert answer.status_code == 409, verb


def test_the_page_takes_no_more_statements_than_before(
    desk: Seat, proposed: Case, head: User, django_assert_max_num_queries: Any
) -> None:
    seat = desk(head)
    # What the city shares is read by the first page.
    seat.page("case", proposed.number)
    with django_assert_max_num_queries(22):
        seat.page("case", proposed.number)
    seat.page("inbox", view="approve")
    with django_assert_max_num_queries(12):
        seat.page("inbox", view="approve")
