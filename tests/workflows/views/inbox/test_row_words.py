"""What rows show of a report: its first line and first photo, only to those who need to know the citizen."""

from typing import Any

import pytest

from cases.models import Attachment, Case, CaseEvent, RequestType, User
from tests.factories import CaseFactory
from tests.workflows.views.conftest import Seat, text
from workflows.models import Preference

pytestmark = pytest.mark.django_db
WORDS = "The lamp is broken near the school"


@pytest.fixture
def told(case: Case) -> Case:
    """A case with words of two lines, a paper and two photos."""
    Case.objects.filter(pk=case.pk).update(details=f"  {WORDS}\n secret second line", hide_identity=False)
    event = CaseEvent.objects.get(case=case, kind=CaseEvent.Kind.SUBMITTED)
    for kind in ("pdf", "photo", "photo"):
        Attachment.objects.create(
            case=case, event=event, kind=kind, thumbnail=b"x", width=1, height=1, size=1
        )
    return case


def shown(seat: Any, **query: str) -> tuple[bool, int]:
    """Whether the words stand in the list of all cases, and how many pictures."""
    page = seat.page("inbox", view="all", **query)
    assert "secret second line" not in text(page)
    assert [row.case.number for row in page.context["page"].rows]
    return WORDS in text(page), text(page).count('class="picture"><img')


def test_the_head_and_the_clerk_read_the_first_line_and_see_the_first_photo(
    desk: Seat, told: Case, head: User, clerk: User
) -> None:
    page = desk(head).page("inbox", view="all")
    photos = Attachment.objects.filter(case=told, kind="photo").order_by("created")
    assert str(photos[0].pk) in text(page)
    assert [shown(desk(person)) for person in (head, clerk)] == [(True, 1), (True, 1)]


def test_who_does_not_need_to_know_the_citizen_sees_neither(
    desk: Seat, told: Case, colleague: User, executive: User
) -> None:
    assert [shown(desk(person)) for person in (colleague, executive)] == [(False, 0), (False, 0)]


def test_the_officer_in_charge_sees_both_unless_the_citizen_wants_secrecy(
    desk: Seat, told: Case, officer: User
) -> None:
    Case.objects.filter(pk=told.pk).update(officer=officer)
    assert shown(desk(officer)) == (True, 1)
    Case.objects.filter(pk=told.pk).update(hide_identity=True)
    assert shown(desk(officer)) == (False, 0)


def test_nothing_of_a_restricted_kind_stands_in_a_list(desk: Seat, told: Case, head: User) -> None:
    RequestType.objects.filter(pk=told.request_type_id).update(restricted=True)
    assert shown(desk(head)) == (False, 0)


def test_a_photo_that_is_being_checked_is_not_shown(desk: Seat, told: Case, head: User) -> None:
    Attachment.objects.filter(case=told).update(scan=Attachment.Scan.WAITING)
    assert shown(desk(head)) == (True, 0)


def test_compact_rows_have_neither_and_stay_chosen(desk: Seat, told: Case, head: User, clerk: User) -> None:
    seat = desk(head)
    back = seat.post("/en/staff/look/", {"density": "compact", "back": "view=all"}, follow=True)
    assert back.redirect_chain == [("/en/staff/?view=all", 302)]
    assert (shown(seat), shown(desk(clerk))) == ((False, 0), (True, 1))
    assert seat.post("/en/staff/look/", {"density": "<x>", "look": "7"}).status_code == 302
    preference = Preference.objects.get(user=head)
    assert (preference.density, preference.look, preference.shortcuts) == ("compact", "list", True)


def test_fifty_pictures_take_no_statement_more(
    desk: Seat, told: Case, head: User, django_assert_num_queries: Any
) -> None:
    seat = desk(head)
    shown(seat)
    with django_assert_num_queries(6):
        shown(seat)
    for _ in range(5):
        CaseFactory(request_type=told.request_type)
    with django_assert_num_queries(6):
        shown(seat)
