"""Putting something right on the page of a case: what is shown before, what is asked, who is offered what."""

import pytest

from cases import actions
from cases.models import Case, Department, RequestType, Status, User
from tests.factories import CaseFactory, DepartmentFactory, ExternalAgencyFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_what_another_kind_changes_is_read_before_anything_changes(
    desk: Seat, case: Case, head: User, department: Department
) -> None:
    there, seat = DepartmentFactory(code="PHE"), desk(head)
    dog = RequestTypeFactory(code="dog", department=there, target_working_days=20, restricted=True)
    assert "I have read what changes" not in text(seat.page("step", case.number, "correct_type"))
    asked = seat.do(case, "correct_type", to=dog.pk, moves="on", reason="เป็นเรื่องสุนัข")
    page = text(asked)
    for words in (f"handled by {there.name}", "instead of", "named people can read it", "เป็นเรื่องสุนัข"):
        assert words in page, words
    assert now(case).request_type == case.request_type
    done = seat.do(case, "correct_type", to=dog.pk, moves="on", reason="เป็นเรื่องสุนัข", sure="on")
    assert done.url == address("inbox")
    assert (now(case).request_type, now(case).department) == (dog, there)


@pytest.mark.parametrize("kind", ["", "0", "x", "²", "99999999999999999999"])
def test_a_kind_that_there_is_not_is_refused_in_words(desk: Seat, case: Case, head: User, kind: str) -> None:
    page = text(desk(head).do(case, "correct_type", to=kind, reason="ผิด"))
    assert "Choose a kind of request." in page or "not on offer any more" in page


def test_urgency_and_place_come_as_they_are_and_go_as_they_should_be(
    desk: Seat, case: Case, head: User
) -> None:
    seat = desk(head)
    assert f'value="{case.place}"' in text(seat.page("step", case.number, "correct_details"))
    half = seat.do(case, "correct_details", urgency="urgent", latitude="17.4", reason="โทรถาม")
    assert "Latitude and longitude go together." in text(half)
    seat.do(case, "correct_details", urgency="urgent", place="หน้าวัด", latitude="17.4, 102.8", reason="โทรถาม")
    assert (now(case).urgency, now(case).place, str(now(case).longitude)) == ("urgent", "หน้าวัด", "102.800000")
    assert "Urgency: Normal → Urgent" in text(seat.page("case", case.number))


def test_a_name_is_put_right_by_who_may_see_it_and_says_how_it_was_checked(
    desk: Seat, case: Case, head: User, officer: User, colleague: User
) -> None:
    actions.assign(case, to=officer, by=head)
    seat, typed = desk(head), {"first_name": case.first_name, "last_name": "ใจงาม", "house_no": case.house_no}
    unchecked = seat.do(case, "correct_person", **typed, phone=case.phone)
    assert "Write how you know that it is the citizen." in text(unchecked)
    assert "This cannot be left empty." in text(
        seat.do(case, "correct_person", **typed | {"first_name": ""}, phone=case.phone, checked="โทรกลับ")
    )
    seat.do(case, "correct_person", **typed, phone=case.phone, checked="โทรกลับเบอร์เดิม")
    assert now(case).last_name == "ใจงาม"
    assert "โทรกลับเบอร์เดิม" in text(seat.page("case", case.number))
    reader = desk(colleague)
    assert "โทรกลับเบอร์เดิม" not in text(reader.page("case", case.number))
    assert reader.page("step", case.number, "correct_person").status_code in (403, 404)


def test_a_head_takes_up_what_ended_wrongly_and_the_citizen_reads_why(
    desk: Seat, head: User, officer: User, department: Department
) -> None:
    kind = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=kind, rejected=True, head=head, officer=officer)
    seat = desk(head)
    assert "Put something right" in text(seat.page("case", case.number))
    letter = seat.do(case, "take_up", reason="เป็นถนนของเทศบาล", letter="1")
    assert "เป็นถนนของเทศบาล" in text(letter)
    assert now(case).status == Status.REJECTED
    seat.do(case, "take_up", reason="เป็นถนนของเทศบาล")
    assert now(case).status == Status.ASSIGNED
    again = seat.do(case, "take_up", reason="เป็นถนนของเทศบาล")
    assert (again.status_code, now(case).reopened) == (409, 1)


def test_a_head_answers_still_not_fixed_from_the_inbox(
    desk: Seat, head: User, officer: User, department: Department
) -> None:
    kind = RequestTypeFactory(department=department)
    seat = desk(head)
    assert "view=again" not in text(seat.page("inbox"))
    RequestType.objects.filter(pk=kind.pk).update(look_again_days=3)
    cases = [
        CaseFactory(request_type=kind, resolved=True, head=head, officer=officer, details=words)
        for words in ("one", "two")
    ]
    for case in cases:
        actions.reopen(now(case), reason="ยังเป็นหลุมอยู่")
    inbox = text(seat.page("inbox", view="again"))
    assert all(case.number in inbox for case in cases)
    assert "Still not fixed: answer by" in inbox
    opened, refused = cases
    page = text(seat.page("case", opened.number))
    assert "stays with the result by" in page
    assert "step/take_up" not in page
    # The officer, who reported the result, does not decide about it.
    assert desk(officer).page("step", opened.number, "grant_reopening").status_code == 403
    assert "Write the reason." in text(seat.do(opened, "grant_reopening", reason=""))
    letter = seat.do(opened, "grant_reopening", reason="จะซ่อมใหม่", to=officer.pk, letter="1")
    assert "จะซ่อมใหม่" in text(letter)
    seat.do(opened, "grant_reopening", reason="จะซ่อมใหม่", to=officer.pk)
    assert (now(opened).status, now(opened).officer) == (Status.ASSIGNED, officer)
    agency = ExternalAgencyFactory()
    letter = seat.do(refused, "refuse_reopening", reason="ซ่อมครบแล้ว", agency=agency.pk, letter="1")
    assert agency.name_th in text(letter)
    seat.do(refused, "refuse_reopening", reason="ซ่อมครบแล้ว", agency=agency.pk)
    assert (now(refused).status, now(refused).agency) == (Status.CLOSED, agency)
    assert seat.do(refused, "refuse_reopening", reason="ซ่อมครบแล้ว").status_code == 409
