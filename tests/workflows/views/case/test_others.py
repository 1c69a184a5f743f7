"""Other cases that may concern whoever reads one: never more than this reader may see."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Case
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from tests.workflows.views.conftest import text
from workflows.related import related_cases

pytestmark = pytest.mark.django_db
HERE = {"latitude": "17.415000", "longitude": "102.787000"}


def away(metres: int) -> dict[str, str]:
    """A place so far north of here."""
    return {"latitude": f"{17.415 + metres / 111_195:.6f}", "longitude": "102.787000"}


@pytest.fixture
def request_type(department, head, officer):
    return RequestTypeFactory(code="road_damage", department=department)


@pytest.fixture
def case(request_type):
    return CaseFactory(request_type=request_type, phone="+66811111111", email="A@citizen.example", **HERE)


def test_a_case_with_the_same_telephone_is_of_the_same_citizen(case, request_type, head):
    same = CaseFactory(request_type=request_type, phone="+66811111111", email="")
    CaseFactory(request_type=request_type, phone="+66822222222", email="b@citizen.example")
    assert related_cases.of_citizen(head, case).cases == [same]


def test_a_case_with_the_same_address_is_too_however_it_is_spelt(case, request_type, head):
    same = CaseFactory(request_type=request_type, phone="+66822222222", email="a@CITIZEN.example")
    assert related_cases.of_citizen(head, case).cases == [same]


def test_two_without_an_address_are_not_the_same(request_type, head):
    first, _second = (
        CaseFactory(request_type=request_type, phone=f"+6681111111{n}", email="") for n in range(2)
    )
    assert related_cases.of_citizen(head, first).count == 0


def test_the_five_newest_are_shown_and_all_are_counted(case, request_type, head):
    more = [CaseFactory(request_type=request_type, phone="+66811111111") for _ in range(7)]
    found = related_cases.of_citizen(head, case)
    assert (found.cases, found.count) == (more[:1:-1], 7)


def test_who_may_not_see_the_person_hears_of_no_other_case(desk, case, request_type, colleague):
    CaseFactory(request_type=request_type, phone="+66811111111")
    assert related_cases.of_citizen(colleague, case).count == 0
    assert "Of the same citizen" not in text(desk(colleague).page("case", case.number))


def test_a_case_in_which_the_person_is_hidden_from_this_reader_is_left_out(case, request_type, department):
    officer = OfficerFactory(department=department)
    Case.objects.filter(pk=case.pk).update(officer=officer)
    hidden = CaseFactory(
        request_type=request_type, phone="+66811111111", in_progress=True, officer=officer, hide_identity=True
    )
    CaseFactory(request_type=request_type, phone="+66811111111")
    assert related_cases.of_citizen(officer, Case.objects.get(pk=case.pk)).cases == []
    assert hidden.officer == officer


def test_a_case_of_another_department_is_left_out(case, head, clerk):
    CaseFactory(phone="+66811111111", **HERE)
    assert related_cases.of_citizen(head, case).count == 0
    assert related_cases.of_citizen(clerk, case).count == 1


def test_cases_of_the_same_kind_within_200_metres_are_near_by_the_nearest_first(case, request_type, head):
    near, nearer = (CaseFactory(request_type=request_type, **away(metres)) for metres in (190, 30))
    CaseFactory(request_type=request_type, **away(210))
    found = related_cases.near_by(head, case)
    assert [one.case for one in found] == [nearer, near]
    assert [one.is_same_place for one in found] == [True, False]


def test_another_kind_or_an_invisible_case_is_not_near_by(case, department, head):
    CaseFactory(request_type=RequestTypeFactory(department=department), **HERE)
    CaseFactory(request_type=RequestTypeFactory(), **HERE)
    assert related_cases.near_by(head, case) == []


@pytest.mark.parametrize(("days", "found"), [(89, True), (91, False)])
def test_one_that_ended_is_near_by_for_90_days(case, request_type, head, days, found):
    ended = CaseFactory(request_type=request_type, rejected=True, **HERE)
    Case.objects.filter(pk=ended.pk).update(ended_at=timezone.now() - datetime.timedelta(days=days))
    assert bool(related_cases.near_by(head, case)) is found


def test_a_case_without_a_place_has_none_near_by(request_type, head, django_assert_num_queries):
    case = CaseFactory(request_type=request_type)
    with django_assert_num_queries(0):
        assert related_cases.near_by(head, case) == []


def test_what_may_be_the_same_matter_is_open_and_no_duplicate(case, request_type, head):
    open_one = CaseFactory(request_type=request_type, **away(20))
    CaseFactory(request_type=request_type, rejected=True, **HERE)
    assert list(related_cases.alike(head, case)) == [open_one]


def test_the_page_shows_both(desk, case, request_type, head):
    CaseFactory(request_type=request_type, phone="+66811111111", **away(20))
    page = text(desk(head).page("case", case.number))
    for words in ("Of the same citizen", "Of the same kind near by", "same place"):
        assert words in page
