"""Proposing and approving through the pages: what each person is offered, sees, and is told."""

import uuid
from typing import Any

import pytest

from cases.actions import approval
from cases.models import Attachment, Case, CaseEvent, RequestType, Status, User
from notifications.models import Notice
from tests.factories import CaseFactory, ResultCodeFactory
from tests.pictures import picture
from tests.workflows.views.case.test_letter import but_for_the_name
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import Desk, Seat, address, open_task, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def working(case: Case, head: User, officer: User) -> Case:
    """Work in progress, of a kind whose results the head approves."""
    RequestType.objects.update(needs_approval=True)
    return CaseFactory(request_type=case.request_type, in_progress=True, head=head, officer=officer)


@pytest.fixture
def proposed(working: Case, officer: User) -> Case:
    """The same, with a result that waits."""
    return approval.propose(working, by=officer, result=ResultCodeFactory(), details="ออกใบอนุญาตแล้ว")


def typed(**more: Any) -> dict[str, Any]:
    return today(result=ResultCodeFactory().pk, details="ออกใบอนุญาตแล้ว", **more)


def offered(desk: Desk, case: Case) -> set[str]:
    return {str(verb) for verb, _name in desk.page("case", case.number).context["page"].steps}


def test_the_officer_proposes_and_is_told_so(desk: Seat, working: Case, officer: User) -> None:
    seat = desk(officer)
    assert seat.page("case", working.number).context["page"].step.verb == "propose"
    response = seat.do(working, "propose", **typed(photos=[picture()]))
    assert "waits for approval by: The head of" in text(seat.get(response.url))
    assert Case.objects.get(pk=working.pk).status == Status.IN_PROGRESS
    assert working.attachments.get().event.kind == CaseEvent.Kind.PROPOSED  # type: ignore[union-attr]


def test_a_result_that_an_officer_sends_is_a_proposal(desk: Seat, working: Case, officer: User) -> None:
    """The page may have been open since before the kind asked for approval."""
    assert desk(officer).do(working, "resolve", **typed()).status_code == 302
    assert Case.objects.get(pk=working.pk).proposals.get().state == "open"


def test_the_head_reads_the_letter_before_approving(desk: Seat, proposed: Case, head: User) -> None:
    page = desk(head).page("case", proposed.number)
    assert page.context["page"].step.verb == "approve"
    letter = next(one["letter"] for one in page.context if one.get("letter"))
    desk(head).do(proposed, "approve", details="ออกใบอนุญาตแล้ว")
    sent = Notice.objects.get(kind="result")
    assert (letter.subject, letter.text) == but_for_the_name(sent)[:2]


def test_the_head_can_change_the_words_and_see_them_first(desk: Seat, proposed: Case, head: User) -> None:
    seat = desk(head)
    page = text(seat.do(proposed, "approve", letter="1", details="ใบอนุญาตเลขที่ 12/2569"))
    assert page.count("ใบอนุญาตเลขที่ 12/2569") == 2
    seat.do(proposed, "approve", details="ใบอนุญาตเลขที่ 12/2569")
    assert Case.objects.get(pk=proposed.pk).result_details == "ใบอนุญาตเลขที่ 12/2569"


def test_a_second_click_approves_once(desk: Seat, proposed: Case, head: User) -> None:
    task = open_task(proposed, "approve")
    answers = [desk(head).do(proposed, "approve", task=task, details="x").status_code for _ in range(2)]
    assert answers == [302, 409]
    assert Notice.objects.filter(kind="result").count() == 1


def test_the_head_returns_it_with_a_reason(desk: Seat, proposed: Case, head: User, officer: User) -> None:
    seat = desk(head)
    assert "Write the reason." in text(seat.do(proposed, "return_result", reason=" "))
    response = seat.do(proposed, "return_result", reason="ขอภาพถ่าย")
    assert f"is back with {officer}" in text(seat.get(response.url))


def test_what_was_returned_is_in_the_officers_form_again(
    desk: Seat, working: Case, head: User, officer: User
) -> None:
    desk(officer).do(working, "propose", **typed(photos=[picture()]))
    desk(head).do(working, "return_result", reason="ขอเลขที่ใบอนุญาต")
    form = desk(officer).page("case", working.number).context["page"].step.form
    assert form["details"].value() == "ออกใบอนุญาตแล้ว"
    photo = working.attachments.get()
    assert list(form["again"].value()) == [photo.pk]
    desk(officer).do(working, "propose", **typed(again=[photo.pk]))
    assert working.events.latest("pk").attachments.get() == photo


def test_another_cases_photo_is_not_taken_for_the_own(
    desk: Seat, working: Case, proposed: Case, head: User, officer: User
) -> None:
    approval.return_result(proposed, by=head, reason="-")
    RequestType.objects.update(needs_after_photo=True)
    other = CaseFactory(request_type=working.request_type, in_progress=True, head=head, officer=officer)
    desk(officer).do(other, "propose", **typed(photos=[picture()]))
    photo = Attachment.objects.get()
    desk(officer).do(working, "propose", **typed(again=[photo.pk]))
    assert Attachment.objects.get().case == other


def test_while_it_waits_the_officer_can_only_take_it_back(desk: Seat, proposed: Case, officer: User) -> None:
    seat = desk(officer)
    assert offered(seat, proposed) == {"take_back", "note"}
    seat.do(proposed, "take_back")
    assert "propose" in offered(seat, proposed)


def test_while_it_waits_the_head_decides_or_moves_the_case(desk: Seat, proposed: Case, head: User) -> None:
    wanted = {"assign", "transfer", "reject", "mark_duplicate", "approve", "return_result", "note", "extend"}
    assert offered(desk(head), proposed) == wanted


def test_a_colleague_reads_it_and_decides_nothing(desk: Seat, proposed: Case, colleague: User) -> None:
    seat = desk(colleague)
    assert "Proposed result, waits for approval" in text(seat.page("case", proposed.number))
    assert seat.do(proposed, "approve", details="x").status_code == 403


def test_a_stranger_finds_nothing_to_approve(desk: Seat, proposed: Case, stranger: User) -> None:
    assert desk(stranger).do(proposed, "approve", details="x").status_code == 404


def test_a_proposal_that_is_gone_is_said_and_the_words_are_kept(
    desk: Seat, proposed: Case, head: User, officer: User
) -> None:
    task = open_task(proposed, "approve")
    approval.take_back(proposed, by=officer)
    for used in (task, open_task(proposed)):
        answer = desk(head).do(proposed, "approve", task=used, details="แก้ถ้อยคำ")
        assert (answer.status_code, "แก้ถ้อยคำ" in text(answer)) == (409, True)
    assert desk(head).page("step", proposed.number, "approve").status_code == 409


def test_what_the_head_typed_comes_back_after_the_log_in_had_ended(
    desk: Seat, proposed: Case, head: User
) -> None:
    browser = desk(head)
    browser.logout()
    browser.do(proposed, "approve", details="แก้ถ้อยคำ")
    browser.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert "แก้ถ้อยคำ" in text(browser.get(address("step", proposed.number, "approve")))


class TestTheInbox:
    def numbers(self, seat: Desk, **query: str) -> list[str]:
        return [row.case.number for row in seat.page("inbox", **query).context["page"].rows]

    def test_shows_heads_what_waits_for_them(self, desk: Seat, proposed: Case, head: User) -> None:
        seat = desk(head)
        assert self.numbers(seat, view="approve") == [proposed.number]
        views = {view.name: count for view, count in seat.page("inbox").context["page"].views}
        assert views["approve"] == 1

    def test_of_another_head_shows_nothing(self, desk: Seat, proposed: Case, stranger: User) -> None:
        assert self.numbers(desk(stranger), view="approve") == []

    def test_filters_what_waits_and_what_was_returned(
        self, desk: Seat, proposed: Case, head: User, officer: User
    ) -> None:
        assert self.numbers(desk(officer), view="open", approval="open") == [proposed.number]
        approval.return_result(proposed, by=head, reason="-")
        assert self.numbers(desk(officer), view="open", approval="open") == []
        assert self.numbers(desk(officer), view="open", approval="returned") == [proposed.number]


def test_a_page_with_a_proposal_takes_no_more_than_twenty_statements(
    desk: Seat, working: Case, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    desk(officer).do(working, "propose", **typed(photos=[picture(), picture()]))
    seat = desk(head)
    # What the city shares is read by the first page.
    seat.page("step", working.number, "return_result")
    with django_assert_max_num_queries(20):
        seat.page("step", working.number, "return_result")
    # Four more show the letter.
    with django_assert_max_num_queries(24):
        seat.page("case", working.number)


def test_the_officers_page_after_a_return_takes_no_more_than_twenty_statements(
    desk: Seat, proposed: Case, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    approval.return_result(proposed, by=head, reason="-")
    seat = desk(officer)
    # What the city shares is read by the first page.
    seat.page("case", proposed.number)
    with django_assert_max_num_queries(20):
        seat.page("case", proposed.number)


def test_a_photo_of_another_token_is_nobodys(desk: Seat, working: Case, officer: User) -> None:
    sent = desk(officer).do(working, "propose", **typed(again=[str(uuid.uuid4())]))
    assert sent.status_code in (302, 409)
