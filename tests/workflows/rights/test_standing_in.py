"""Who stands in: the officer's verbs on the cases of a colleague who is away, and on no others."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.access import absences
from cases.models import Absence, Case, Department, Membership, Status, User
from tests.factories import CaseFactory, DepartmentFactory, HeadFactory, OfficerFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text
from tests.workflows.views.conftest import desk as desk
from workflows import rights
from workflows.inbox.queries import InboxQuery, matching_cases
from workflows.inbox.standard_views import VIEWS
from workflows.rights.catalogue import Verb
from workflows.rights.spec import Role

pytestmark = pytest.mark.django_db
MINE = next(view for view in VIEWS if view.name == "mine")


@pytest.fixture
def in_work(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(code="road", department=department)
    return CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)


@pytest.fixture
def away(officer: User, colleague: User) -> Absence:
    """The officer is away for three days, and the colleague stands in."""
    today = timezone.localdate()
    until = today + datetime.timedelta(days=2)
    return absences.enter(officer, substitute=colleague, since=today, until=until, by=officer)


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def mine(user: User) -> set[Case]:
    return set(matching_cases(anew(user), InboxQuery(MINE)))


def test_the_substitute_has_the_officers_verbs(
    in_work: Case, away: Absence, officer: User, colleague: User
) -> None:
    assert rights.offered(anew(colleague), in_work) == rights.offered(officer, in_work)
    assert Verb.RESOLVE in rights.offered(anew(colleague), in_work)


def test_without_an_absence_a_colleague_has_none_of_them(in_work: Case, colleague: User) -> None:
    assert rights.offered(colleague, in_work) == [Verb.NOTE]


def test_the_day_after_a_colleague_is_a_colleague_again(
    in_work: Case, away: Absence, colleague: User
) -> None:
    Absence.objects.update(since=away.since - datetime.timedelta(3), until=away.since - datetime.timedelta(1))
    assert Role.OFFICER not in rights.roles(anew(colleague), in_work)
    assert mine(colleague) == set()


def test_the_cases_are_in_the_substitutes_inbox_and_stay_in_the_own(
    in_work: Case, away: Absence, officer: User, colleague: User
) -> None:
    assert mine(colleague) == mine(officer) == {in_work}


def test_other_cases_stay_closed_to_the_substitute(
    in_work: Case, away: Absence, department: Department, colleague: User, head: User
) -> None:
    other = CaseFactory(
        request_type=in_work.request_type, officer=OfficerFactory(department=department), assigned=True
    )
    assert Role.OFFICER not in rights.roles(anew(colleague), other)


def test_a_case_of_a_department_in_which_the_substitute_does_not_work_stays_closed(
    away: Absence, officer: User, colleague: User
) -> None:
    far = HeadFactory(department=DepartmentFactory(code="FAR")).memberships.get().department
    Membership.objects.create(user=officer, department=far, role="officer")
    case = CaseFactory(request_type=RequestTypeFactory(department=far), officer=officer, assigned=True)
    assert rights.roles(anew(colleague), case) == frozenset()
    assert case not in Case.objects.visible_to(anew(colleague))
    assert mine(colleague) == set()


@pytest.mark.parametrize(("role", "opens"), [("officer", False), ("head", True)])
def test_a_restricted_case_is_opened_only_to_who_may_read_it_anyway(
    away: Absence, officer: User, colleague: User, department: Department, role: str, opens: bool
) -> None:
    request_type = RequestTypeFactory(department=department, restricted=True)
    case = CaseFactory(request_type=request_type, officer=officer, assigned=True)
    colleague.memberships.update(role=role)
    assert (case in Case.objects.visible_to(anew(colleague))) is opens
    assert bool(rights.roles(anew(colleague), case)) is opens


@pytest.mark.parametrize("hidden", [False, True])
def test_the_substitute_sees_the_person_as_the_officer_does(
    in_work: Case, away: Absence, officer: User, colleague: User, hidden: bool
) -> None:
    Case.objects.filter(pk=in_work.pk).update(hide_identity=hidden)
    case = Case.objects.get(pk=in_work.pk)
    for person in (officer, anew(colleague)):
        assert rights.may_see_person(person, case) is not hidden
        assert Case.objects.filter(rights.person_seen_by(person)).exists() is not hidden


def test_the_history_says_who_really_did_it(
    desk: Seat, in_work: Case, away: Absence, officer: User, colleague: User
) -> None:
    seat = desk(colleague)
    assert seat.page("case", in_work.number).context["page"].step.verb == "resolve"
    seat.do(in_work, "ask", question="หน้าบ้านเลขที่เท่าใด")
    case = Case.objects.get(pk=in_work.pk)
    assert (case.status, case.officer) == (Status.WAITING, officer)
    assert case.events.latest("pk").by == colleague


def test_a_second_click_of_the_substitute_is_told_that_it_is_done(
    desk: Seat, in_work: Case, away: Absence, colleague: User
) -> None:
    far, seat = DepartmentFactory(code="FAR"), desk(colleague)
    first = seat.page("case", in_work.number).context["page"].task.pk
    typed = {"task": first, "to": far.pk, "reason": "ไม่ใช่ถนนของเรา"}
    pages = [seat.post(address("step", in_work.number, "transfer"), typed) for _ in range(2)]
    assert [page.status_code for page in pages] == [302, 409]


def test_the_pages_say_who_is_away_and_who_stands_in(
    desk: Seat, in_work: Case, away: Absence, officer: User, colleague: User, head: User
) -> None:
    assert "You stand in for" in text(desk(colleague).page("inbox"))
    assert "you stand in</span>" in text(desk(colleague).page("inbox", view="mine"))
    assert "You are away until" in text(desk(officer).page("inbox"))
    assert "You stand in.</p>" in text(desk(colleague).page("case", in_work.number))
    assert f"{colleague} stands in.</p>" in text(desk(head).page("case", in_work.number))


def test_nobody_else_is_told_of_it(desk: Seat, in_work: Case, head: User, stranger: User) -> None:
    for person in (head, stranger):
        assert "stand in" not in text(desk(person).page("inbox", view="open"))


def test_the_pages_of_a_substitute_keep_their_limits(
    desk: Seat, in_work: Case, away: Absence, colleague: User, django_assert_max_num_queries: Any
) -> None:
    seat = desk(colleague)
    # What the city shares is read by the first page.
    seat.page("case", in_work.number)
    with django_assert_max_num_queries(11):
        seat.page("inbox")
    with django_assert_max_num_queries(20):
        seat.page("case", in_work.number)
