"""The page of absences: everybody's own, and for a head those of the department."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.access import absences
from cases.models import Absence, Case, User
from tests.factories import HeadFactory, OfficerFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


def days(starts: int = 0, ends: int = 3) -> dict[str, int]:
    """First and last day, so many days from now, as the form sends them."""
    today = timezone.localdate()
    typed: dict[str, int] = {}
    for name, ahead in (("since", starts), ("until", ends)):
        day = today + datetime.timedelta(days=ahead)
        typed |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return typed


def away(user: User, substitute: User, *, starts: int = 0) -> Absence:
    since = timezone.localdate() + datetime.timedelta(days=starts)
    until = since + datetime.timedelta(days=3)
    return absences.enter(user, substitute=substitute, since=since, until=until, by=user)


def enter(seat: Any, **typed: Any) -> Any:
    return seat.post(address("absence"), {**days(), **typed})


def test_an_officer_enters_the_own_absence(desk: Seat, officer: User, colleague: User) -> None:
    page = desk(officer).post(address("absence"), {**days(), "substitute": colleague.pk}, follow=True)
    assert f"{colleague} stands in for {officer}" in text(page)
    row = Absence.objects.get()
    assert (row.user, row.substitute, row.entered_by) == (officer, colleague, officer)


def test_an_officer_enters_nobody_elses(desk: Seat, officer: User, colleague: User, head: User) -> None:
    enter(desk(officer), user=colleague.pk, substitute=head.pk)
    assert Absence.objects.get().user == officer


def test_a_head_enters_that_of_a_member(desk: Seat, head: User, officer: User, colleague: User) -> None:
    enter(desk(head), user=officer.pk, substitute=colleague.pk)
    row = Absence.objects.get()
    assert (row.user, row.entered_by) == (officer, head)


def test_a_head_enters_none_of_another_department(
    desk: Seat, head: User, stranger: User, colleague: User
) -> None:
    page = enter(desk(head), user=stranger.pk, substitute=colleague.pk)
    assert page.status_code == 200
    assert not Absence.objects.exists()


def test_a_stranger_cannot_stand_in(desk: Seat, officer: User, stranger: User) -> None:
    assert enter(desk(officer), substitute=stranger.pk).status_code == 200
    assert not Absence.objects.exists()


def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Seat, officer: User, colleague: User) -> None:
    away(colleague, officer)
    page = enter(desk(officer), substitute=colleague.pk, note="081-000-0000")
    assert f"{colleague} is away from" in text(page)
    assert "081-000-0000" in text(page)


def test_days_that_do_not_exist_are_no_error_of_the_server(
    desk: Seat, officer: User, colleague: User
) -> None:
    page = enter(desk(officer), substitute=colleague.pk, since_day=31, since_month=2)
    assert "This day does not exist" in text(page)


def test_the_only_head_is_told_that_nobody_decides_meanwhile(desk: Seat, head: User, officer: User) -> None:
    seat = desk(head)
    page = seat.post(address("absence"), {**days(), "user": head.pk, "substitute": officer.pk}, follow=True)
    assert "Nobody else heads Bureau of Public Works" in text(page)


def test_one_of_two_heads_is_not(desk: Seat, case: Case, head: User, officer: User) -> None:
    HeadFactory(department=case.department)
    typed = {**days(), "user": head.pk, "substitute": officer.pk}
    assert "Nobody else heads" not in text(desk(head).post(address("absence"), typed, follow=True))


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 302), ("head", 302), ("colleague", 404), ("stranger", 404)]
)
def test_it_is_ended_by_the_person_or_the_head(
    desk: Seat, officer: User, colleague: User, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    row = away(officer, colleague)
    seat = desk(request.getfixturevalue(who))
    assert seat.post(address("end_absence", row.pk)).status_code == status
    assert Absence.objects.exists() is (status == 404)


def test_the_colleagues_see_who_is_away_and_others_do_not(
    desk: Seat, officer: User, colleague: User, stranger: User
) -> None:
    away(officer, colleague)
    assert str(officer) in text(desk(colleague).page("absence"))
    assert str(officer) not in text(desk(stranger).page("absence"))


def test_who_belongs_nowhere_has_nothing_to_enter(desk: Seat, clerk: User, officer: User) -> None:
    assert "You belong to no department" in text(desk(clerk).page("absence"))
    assert enter(desk(clerk), substitute=officer.pk).status_code == 403


def test_the_page_takes_few_statements(
    desk: Seat, head: User, officer: User, colleague: User, django_assert_max_num_queries: Any
) -> None:
    away(officer, colleague)
    for _ in range(10):
        OfficerFactory(department=head.memberships.get().department)
    seat = desk(head)
    with django_assert_max_num_queries(12):
        seat.page("absence")
