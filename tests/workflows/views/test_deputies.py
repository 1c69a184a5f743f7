"""The page of deputies: a head's or an executive's own, an administrator's for others; what others see."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases import actions
from cases.access import delegations
from cases.actions import subtasks
from cases.models import Case, Delegation, Membership, SetupChange, Subtask, User
from tests.factories import OfficerFactory
from tests.workflows.views.conftest import Seat, address, text
from tests.workflows.views.test_absence import days

pytestmark = pytest.mark.django_db


def hand_on(user: User, deputy: User) -> Delegation:
    today = timezone.localdate()
    return delegations.enter(user, deputy=deputy, since=today, until=today, order_number="12/2569", by=user)


def enter(seat: Any, deputy: User, **typed: Any) -> Any:
    said = {**days(), "deputy": deputy.pk, "capacity": "acting", "order_number": "125/2569", **typed}
    return seat.post(address("deputies"), said, follow=True)


def test_a_head_names_a_deputy(desk: Seat, head: User, officer: User) -> None:
    page = enter(desk(head), officer)
    assert f"Saved: {officer} decides for {head}." in text(page)
    row = Delegation.objects.get()
    assert (row.user, row.deputy, row.order_number, row.entered_by) == (head, officer, "125/2569", head)


def test_an_executive_does_too(desk: Seat, executive: User, head: User) -> None:
    enter(desk(executive), head)
    assert Delegation.objects.get().user == executive


def test_nobody_names_one_for_another(desk: Seat, head: User, stranger: User, officer: User) -> None:
    enter(desk(head), officer, user=stranger.pk)
    assert Delegation.objects.get().user == head


def test_the_administrator_does_it_for_somebody(
    desk: Seat, administrator: User, head: User, officer: User
) -> None:
    enter(desk(administrator), officer, user=head.pk)
    row = Delegation.objects.get()
    assert (row.user, row.entered_by) == (head, administrator)


@pytest.mark.parametrize("who", ["officer", "clerk"])
def test_who_decides_nothing_is_told_so_and_keeps_the_words(
    desk: Seat, head: User, who: str, request: pytest.FixtureRequest
) -> None:
    page = enter(desk(request.getfixturevalue(who)), head)
    assert page.status_code == 403
    assert "125/2569" in text(page)
    assert not Delegation.objects.exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Seat, head: User, officer: User) -> None:
    hand_on(head, officer)
    page = enter(desk(head), officer)
    assert f"{head} has named {officer}" in text(page)
    assert "125/2569" in text(page)


def test_an_order_has_a_number(desk: Seat, head: User, officer: User) -> None:
    enter(desk(head), officer, order_number=" ")
    assert not Delegation.objects.exists()


def test_a_head_changes_the_deputy(desk: Seat, head: User, officer: User, colleague: User) -> None:
    row, seat = hand_on(head, officer), desk(head)
    assert f'value="{officer.pk}" selected' in text(seat.page("change_delegation", row.pk))
    typed = {**days(), "deputy": colleague.pk, "capacity": "conferred", "order_number": "126/2569"}
    seat.post(address("change_delegation", row.pk), typed)
    assert Delegation.objects.in_force().get().deputy == colleague
    row.refresh_from_db()
    assert (row.withdrawn_by, row.deputy) == (head, officer)


@pytest.mark.parametrize(
    ("who", "status"), [("head", 302), ("administrator", 302), ("officer", 404), ("stranger", 404)]
)
def test_it_is_withdrawn_by_the_person_or_the_administrator(
    desk: Seat, head: User, officer: User, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    row, seat = hand_on(head, officer), desk(request.getfixturevalue(who))
    assert seat.post(address("withdraw_delegation", row.pk)).status_code == status
    assert Delegation.objects.in_force().exists() is (status == 404)


def test_what_has_ended_is_withdrawn_by_nobody(desk: Seat, head: User, officer: User) -> None:
    row, seat = hand_on(head, officer), desk(head)
    delegations.withdraw(row, by=head)
    page = seat.post(address("withdraw_delegation", row.pk), follow=True)
    assert "This delegation has ended already." in text(page)
    assert seat.page("change_delegation", row.pk).status_code == 404


def test_everybody_of_the_staff_sees_who_decides(desk: Seat, head: User, officer: User, clerk: User) -> None:
    hand_on(head, officer)
    page = text(desk(clerk).page("deputies"))
    assert f"acting for {head}" in page
    assert "12/2569" in page


def test_it_stands_in_the_change_log(desk: Seat, head: User, officer: User) -> None:
    seat = desk(head)
    enter(seat, officer)
    seat.post(address("withdraw_delegation", Delegation.objects.get().pk))
    lines = SetupChange.objects.filter(table="cases.delegation").order_by("pk")
    assert list(lines.values_list("action", "by")) == [("added", head.pk), ("changed", head.pk)]


def test_a_deputy_who_hands_on_the_own_decisions_is_told_what_is_not_passed_on(
    desk: Seat, head: User, stranger: User, clerk: User
) -> None:
    hand_on(head, stranger)
    page = enter(desk(stranger), clerk)
    assert f"{stranger} is the deputy of {head} in these days. That is not passed on." in text(page)


def test_the_deputy_works_on_the_case_and_the_page_says_for_whom(
    desk: Seat, case: Case, head: User, officer: User, stranger: User
) -> None:
    hand_on(head, stranger)
    seat = desk(stranger)
    assert f"You decide for {head}" in text(seat.page("inbox"))
    assert "decides for you" in text(desk(head).page("inbox"))
    page = text(seat.page("case", case.number))
    assert f"recorded as yours, acting for {head} (order 12/2569)" in page
    assert f"{stranger}, acting for {head}" in page
    assert seat.do(case, "assign", to=officer.pk).status_code == 302
    assert f"{stranger}, acting for {head} (order 12/2569)" in text(desk(head).page("case", case.number))


def test_the_page_of_a_subtask_says_for_whom_too(
    desk: Seat, case: Case, head: User, officer: User, stranger: User
) -> None:
    """Where another department was asked, and its head has a deputy; to the head itself it says nothing."""
    actions.assign(case, to=officer, by=head)
    there = Membership.objects.get(user=stranger).department
    deputy = OfficerFactory(department=there)
    due = timezone.localdate() + datetime.timedelta(days=9)
    subtasks.ask_subtask(case, to=there, what="Help.", due_on=due, by=head)
    asked = Subtask.objects.get()
    hand_on(stranger, deputy)
    page = address("subtask", case.number, asked.pk, "assign")
    assert f"recorded as yours, acting for {stranger} (order 12/2569)" in text(desk(deputy).get(page))
    assert "recorded as yours" not in text(desk(stranger).get(page))


def test_a_deputy_who_is_none_any_more_is_told_so(
    desk: Seat, case: Case, head: User, officer: User, stranger: User
) -> None:
    row, seat = hand_on(head, stranger), desk(stranger)
    shown = seat.page("case", case.number).context["page"].shown
    delegations.withdraw(row, by=head)
    assert seat.do(case, "assign", to=officer.pk, shown=shown).status_code == 409
    assert seat.do(case, "assign", to=officer.pk).status_code == 404


def test_a_head_who_goes_away_is_reminded_of_a_deputy_until_there_is_one(
    desk: Seat, head: User, officer: User
) -> None:
    seat = desk(head)
    absent = {**days(), "user": head.pk, "substitute": officer.pk}
    assert "Name a deputy" in text(seat.post(address("absence"), absent, follow=True))
    head.absences.all().delete()
    enter(seat, officer)
    assert "Name a deputy" not in text(seat.post(address("absence"), absent, follow=True))


def test_the_page_takes_few_statements(
    desk: Seat, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    hand_on(head, officer)
    seat = desk(head)
    with django_assert_max_num_queries(12):
        seat.page("deputies")


def test_a_deputys_inbox_takes_no_more_than_a_heads(
    desk: Seat, case: Case, head: User, stranger: User, django_assert_max_num_queries: Any
) -> None:
    hand_on(head, stranger)
    seat = desk(stranger)
    # What the city shares is read by the first page.
    seat.page("inbox")
    with django_assert_max_num_queries(11):
        seat.page("inbox")
