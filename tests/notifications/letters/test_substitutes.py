"""Letters to an officer who is away go to whoever stands in, if that person may read the case."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.access import absences
from cases.events import Kind
from cases.lib.request_cache import forget
from cases.models import Absence, Case, CaseEvent, Department, User
from cases.models.case.event_content import Content, Reminder
from notifications.letters.catalogue import letters_for
from notifications.letters.digest import cases_for
from notifications.letters.recipients import readers_of
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)


def away(user: User, substitute: User, *, days: int = 2) -> Absence:
    today = timezone.localdate()
    until = today + datetime.timedelta(days=days - 1)
    return absences.enter(user, substitute=substitute, since=today, until=until, by=user)


def told(
    case: Case, kind: str = Kind.ANSWERED, *, by: User | None = None, content: Content | None = None
) -> list[User | None]:
    """Who of the staff hears of it."""
    event = CaseEvent(
        case=case,
        kind=kind,
        by=by,
        data=content.to_json() if content else {},
        officer=case.officer,
        department=case.department,
        at=timezone.now(),
        from_status=case.status,
        to_status=case.status,
    )
    return [reader.user for reader in readers_of(event, letters_for(event)) if reader.user]


@pytest.mark.parametrize("kind", [Kind.ASSIGNED, Kind.ANSWERED, Kind.MESSAGE])
def test_the_letter_goes_to_who_stands_in(mine: Case, officer: User, colleague: User, kind: str) -> None:
    away(officer, colleague)
    assert told(mine, kind) == [colleague]


def test_a_reminder_for_the_officer_goes_there_too(mine: Case, officer: User, colleague: User) -> None:
    away(officer, colleague)
    assert told(mine, Kind.DUE_SOON, content=Reminder("due_in", 2, "officer", mine.due_on)) == [colleague]


def test_without_an_absence_it_goes_to_the_officer(mine: Case, officer: User, colleague: User) -> None:
    assert told(mine) == [officer]


def test_it_goes_along_the_chain(mine: Case, officer: User, colleague: User, department: Department) -> None:
    third = OfficerFactory(department=department)
    away(officer, colleague), away(colleague, third)
    assert told(mine) == [third]


@pytest.mark.parametrize("kind", [Kind.ASSIGNED, Kind.PROPOSAL_RETURNED, Kind.EXTENDED])
def test_the_officer_is_told_of_what_the_substitute_did(
    mine: Case, officer: User, colleague: User, kind: str
) -> None:
    away(officer, colleague)
    assert told(mine, kind, by=colleague) == [officer]


def test_of_a_case_for_a_department_without_heads_the_clerk_is_told(
    mine: Case, head: User, officer: User, clerk: User
) -> None:
    User.objects.filter(pk=head.pk).update(is_active=False)
    forget()
    for kind in (Kind.TRANSFERRED, Kind.HANDED_BACK, Kind.SENT_BACK):
        assert told(mine, kind, by=officer) == [clerk]


def test_where_the_substitute_has_left_officer_and_head_are_told(
    mine: Case, head: User, officer: User, colleague: User
) -> None:
    away(officer, colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert told(mine) == [head, officer]


def test_a_restricted_case_is_told_to_officer_and_head_not_to_the_substitute(
    mine: Case, head: User, officer: User, colleague: User
) -> None:
    away(officer, colleague)
    mine.request_type.restricted = True
    assert told(mine) == [head, officer]


def test_the_letter_names_the_officer_in_whose_place_it_is_read(
    mine: Case, officer: User, colleague: User
) -> None:
    away(officer, colleague)
    case = actions.ask(mine, by=colleague, question="ที่ไหน")
    event = actions.answer(case, text="หน้าบ้าน").events.latest("pk")
    notice = event.notices.get()
    assert (notice.recipient, notice.address) == (colleague, colleague.email)
    assert str(officer) in notice.text


def test_the_morning_letter_of_who_stands_in_lists_the_case_too(
    mine: Case, officer: User, colleague: User
) -> None:
    assert not cases_for(colleague, today=mine.due_on, soon=mine.due_on)
    away(officer, colleague)
    reader = User.objects.get(pk=colleague.pk)
    assert list(cases_for(reader, today=mine.due_on, soon=mine.due_on)) == [mine]
