"""Clearing a citizen's words for strangers: by whom, what the history says, and taking it back."""

from decimal import Decimal

import pytest
from django.utils import timezone

from cases.actions import outside
from cases.deadlines.work_calendar import WorkCalendar
from cases.intake.followers import public_place
from cases.models import Case, CaseEvent, Follower, RequestType, User
from tests.factories import CaseFactory, OutsidePersonFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PLACE = {"latitude": Decimal("17.415"), "longitude": Decimal("102.787"), "place": "หน้าวัดโพธิ์"}
CLEARED, TAKEN_BACK = CaseEvent.Kind.WORDS_CLEARED, CaseEvent.Kind.WORDS_TAKEN_BACK


@pytest.fixture
def hole(case: Case) -> Case:
    """A case about a place, which strangers may follow."""
    RequestType.objects.update(needs_map=True)
    return CaseFactory(request_type=RequestType.objects.get(pk=case.request_type_id), **PLACE)


def send(desk: Seat, by: User, hole: Case, **typed: str) -> int:
    """Press the button."""
    status: int = desk(by).post(address("clear_words", hole.number), typed).status_code
    return status


def test_the_page_says_that_nobody_reads_them_and_offers_to_clear_them(
    desk: Seat, hole: Case, head: User
) -> None:
    page = text(desk(head).page("case", hole.number))
    assert "Not cleared: outside the office nobody reads these words." in page
    assert "Let everybody read them" in page


def test_who_clears_them_stands_in_the_history(desk: Seat, hole: Case, head: User) -> None:
    assert send(desk, head, hole, words=hole.place) == 302
    event = hole.events.get(kind=CLEARED)
    assert (event.by, event.message, event.citizen_message) == (head, hole.place, "")
    assert public_place(Case.objects.get(pk=hole.pk)) == hole.place
    page = text(desk(head).page("case", hole.number))
    assert "everybody can read these words" in page
    assert "Words about the place cleared for everybody" in page


def test_clearing_twice_is_told_once(desk: Seat, hole: Case, head: User) -> None:
    assert [send(desk, head, hole, words=hole.place) for _ in range(2)] == [302, 302]
    assert hole.events.filter(kind=CLEARED).count() == 1


def test_it_can_be_taken_back(desk: Seat, hole: Case, head: User) -> None:
    send(desk, head, hole, words=hole.place)
    assert [send(desk, head, hole, take_back="1") for _ in range(2)] == [302, 302]
    assert public_place(Case.objects.get(pk=hole.pk)) == ""
    assert hole.events.get(kind=TAKEN_BACK).by == head


def test_words_that_have_changed_are_read_again(desk: Seat, hole: Case, head: User) -> None:
    Case.objects.filter(pk=hole.pk).update(place="บ้านนางมาลี")
    assert send(desk, head, hole, words=hole.place) == 409
    assert public_place(Case.objects.get(pk=hole.pk)) == ""


def test_changed_words_need_clearing_again(desk: Seat, hole: Case, head: User) -> None:
    send(desk, head, hole, words=hole.place)
    Case.objects.filter(pk=hole.pk).update(place="บ้านนางมาลี")
    assert public_place(Case.objects.get(pk=hole.pk)) == ""
    assert "Not cleared" in text(desk(head).page("case", hole.number))


def test_the_officer_in_charge_and_the_clerk_may(desk: Seat, hole: Case, officer: User, clerk: User) -> None:
    Case.objects.filter(pk=hole.pk).update(officer=officer)
    assert send(desk, officer, hole, words=hole.place) == 302
    assert send(desk, clerk, hole, take_back="1") == 302


def test_colleagues_and_readers_may_not(
    desk: Seat, hole: Case, colleague: User, executive: User, stranger: User
) -> None:
    answers = [send(desk, person, hole, words=hole.place) for person in (colleague, executive, stranger)]
    assert answers == [403, 403, 404]
    assert "Let everybody read them" not in text(desk(colleague).page("case", hole.number))
    assert not hole.events.filter(kind=CLEARED).exists()


@pytest.mark.parametrize(
    "fields", [{"needs_map": False}, {"licence": True}, {"restricted": True}, {"needs_national_id": True}]
)
def test_what_nobody_can_follow_offers_nothing(
    desk: Seat, hole: Case, head: User, fields: dict[str, bool]
) -> None:
    RequestType.objects.update(**fields)
    assert "Let everybody read them" not in text(desk(head).page("case", hole.number))


def test_an_outside_party_without_a_point_on_the_map_needs_the_words(
    desk: Seat, hole: Case, head: User, officer: User
) -> None:
    """The page says that it does not see where, and offers to clear the words; they can be taken back."""
    case = CaseFactory(
        request_type=hole.request_type, place=PLACE["place"], in_progress=True, head=head, officer=officer
    )
    assert "Let everybody read them" not in text(desk(officer).page("case", case.number))
    party = OutsidePersonFactory().party
    due_on = WorkCalendar.load().shift(timezone.localdate(), 3)
    outside.ask_outside(case, to=party, what="ดับไฟ", due_on=due_on, by=officer)
    page = text(desk(officer).page("case", case.number))
    assert f"{party.name_en} does not see where it is" in page
    assert send(desk, officer, case, words=case.place) == 302
    page = text(desk(officer).page("case", case.number))
    assert "does not see where it is" not in page
    assert "Take it back" in page


def test_no_letter_is_written(desk: Seat, hole: Case, head: User) -> None:
    Follower.objects.create(case=hole, email="malee@citizen.example", language="th")
    before = hole.notices.count()
    send(desk, head, hole, words=hole.place)
    assert hole.notices.count() == before
