"""The steps through their pages: what they do, and what is said afterwards."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Attachment, Case, CaseEvent, Department, Status, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    ExternalAgencyFactory,
    OfficerFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from tests.pictures import picture
from tests.workflows.views.conftest import Seat, address, text
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_progress(department: Department, head: User, officer: User) -> Case:
    return CaseFactory(
        request_type=RequestTypeFactory(department=department), in_progress=True, head=head, officer=officer
    )


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def today(**more: object) -> dict[str, object]:
    day = timezone.localdate()
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year, **more}


def test_the_head_names_an_officer(desk: Seat, case: Case, head: User, officer: User) -> None:
    seat = desk(head)
    response = seat.do(case, "assign", to=officer.pk, note="วันนี้")
    assert response.url == address("case", case.number)
    assert f"{case.number} is assigned to {officer}." in text(seat.get(response.url))
    assert (now(case).status, now(case).officer) == (Status.ASSIGNED, officer)
    assert list(disagreements()) == []


def test_the_head_sees_how_much_everybody_has(desk: Seat, case: Case, head: User, in_progress: Case) -> None:
    page = text(desk(head).page("case", case.number))
    assert f'{in_progress.officer}<br><small class="muted">1 open, 0 late, 0 due this week</small>' in page


def test_the_officer_starts(desk: Seat, case: Case, head: User, officer: User) -> None:
    desk(head).do(case, "assign", to=officer.pk)
    assert desk(officer).do(case, "start").status_code == 302
    assert now(case).status == Status.IN_PROGRESS


def test_the_officer_asks_and_the_deadline_pauses(desk: Seat, in_progress: Case, officer: User) -> None:
    seat = desk(officer)
    response = seat.do(in_progress, "ask", question="หลุมลึกเท่าใด")
    assert "deadline of" in text(seat.get(response.url))
    assert (now(in_progress).status, now(in_progress).question) == (Status.WAITING, "หลุมลึกเท่าใด")


def test_a_case_sent_away_leads_back_to_the_inbox(desk: Seat, in_progress: Case, officer: User) -> None:
    other = DepartmentFactory(name_en="Bureau of Health")
    seat = desk(officer)
    response = seat.do(in_progress, "transfer", to=other.pk, reason="not a road")
    assert response.url == address("inbox")
    assert "goes to Bureau of Health" in text(seat.get(response.url))


def test_the_clerk_sends_what_has_no_officer_and_still_sees_it(desk: Seat, case: Case, clerk: User) -> None:
    other = DepartmentFactory()
    assert desk(clerk).do(case, "transfer", to=other.pk, reason="x").url == address("case", case.number)


def test_the_officer_gives_it_back(desk: Seat, in_progress: Case, officer: User) -> None:
    assert desk(officer).do(in_progress, "hand_back", reason="on leave").status_code == 302
    assert now(in_progress).officer is None


def test_the_officer_reports_the_result_with_photos(desk: Seat, in_progress: Case, officer: User) -> None:
    result = ResultCodeFactory()
    photos = [picture(), picture(name="after.jpg")]
    response = desk(officer).do(
        in_progress, "resolve", **today(result=result.pk, details="ปะแล้ว", photos=photos)
    )
    assert response.status_code == 302
    assert (now(in_progress).status, now(in_progress).result) == (Status.RESOLVED, result)
    assert Attachment.objects.filter(event__kind=CaseEvent.Kind.RESOLVED, draft=None).count() == 2


def test_a_buddhist_year_is_understood(desk: Seat, in_progress: Case, officer: User) -> None:
    year = timezone.localdate().year
    typed = today(result=ResultCodeFactory().pk, details="x") | {"on_year": year + 543}
    assert desk(officer).do(in_progress, "resolve", **typed).status_code == 302
    assert now(in_progress).result_on == timezone.localdate()


def test_a_case_is_refused_with_a_reason_and_an_agency(desk: Seat, case: Case, head: User) -> None:
    agency = ExternalAgencyFactory()
    seat = desk(head)
    response = seat.do(case, "reject", reason="เสาของการไฟฟ้า", agency=agency.pk)
    assert "where to go instead" in text(seat.get(response.url))
    assert (now(case).status, now(case).agency) == (Status.REJECTED, agency)


def test_a_colleague_writes_a_note_that_only_the_staff_read(desk: Seat, case: Case, colleague: User) -> None:
    assert desk(colleague).do(case, "note", text="โทรแล้ว\u200b").status_code == 302
    note = case.events.get(kind=CaseEvent.Kind.NOTED)
    assert (note.message, note.by, note.citizen_message) == ("โทรแล้ว", colleague, "")


def test_a_note_can_be_written_when_the_case_has_ended(desk: Seat, case: Case, head: User) -> None:
    desk(head).do(case, "reject", reason="x")
    assert desk(head).do(case, "note", text="phoned").status_code == 302


def test_the_page_opens_with_the_step_that_is_next(
    desk: Seat, case: Case, head: User, officer: User, in_progress: Case
) -> None:
    assert desk(head).page("case", case.number).context["page"].step.verb == "assign"
    assert desk(officer).page("case", in_progress.number).context["page"].step.verb == "resolve"
    assert desk(head).page("case", in_progress.number).context["page"].step is None


def test_each_step_has_a_page_of_its_own(desk: Seat, in_progress: Case, officer: User) -> None:
    seat = desk(officer)
    for verb, name in seat.page("case", in_progress.number).context["page"].steps:
        page = seat.page("step", in_progress.number, verb)
        assert page.status_code == 200
        assert f'<h2 id="step-title">{name}</h2>' in text(page)


def test_only_officers_of_the_department_are_offered(
    desk: Seat, case: Case, head: User, officer: User
) -> None:
    OfficerFactory(username="elsewhere")
    OfficerFactory(username="left", department=case.department, is_active=False)
    offered = desk(head).page("case", case.number).context["page"].step.form.fields["to"].people
    assert {one.person for one in offered.values()} == {head, officer}


def test_the_result_can_be_of_an_earlier_day(desk: Seat, in_progress: Case, officer: User) -> None:
    Case.objects.filter(pk=in_progress.pk).update(received_at=timezone.now() - datetime.timedelta(days=3))
    day = timezone.localdate() - datetime.timedelta(days=2)
    typed = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    desk(officer).do(in_progress, "resolve", result=ResultCodeFactory().pk, details="x", **typed)
    assert now(in_progress).result_on == day
