"""The cause on the pages: asked where the kind has a list, shown to the staff, and to no citizen."""

import pytest
from django.test import Client

from cases.models import Case, Cause, RequestType, User
from cases.setup.files import written
from cases.setup.imports import bring_in
from tests.factories import CaseFactory, CauseFactory, ResultCodeFactory
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import Seat, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def working(case: Case, head: User, officer: User) -> Case:
    return CaseFactory(request_type=case.request_type, in_progress=True, head=head, officer=officer)


@pytest.fixture
def cause(working: Case) -> Cause:
    return CauseFactory(request_type=working.request_type, name_en="Heavy lorries", name_th="รถบรรทุกหนัก")


def test_a_kind_without_a_list_asks_nothing(desk: Seat, working: Case, officer: User) -> None:
    assert 'name="cause"' not in text(desk(officer).page("step", working.number, "resolve"))


def test_the_officer_names_a_cause_which_the_staff_read(
    desk: Seat, working: Case, officer: User, cause: Cause
) -> None:
    seat = desk(officer)
    assert "Heavy lorries" in text(seat.page("step", working.number, "resolve"))
    seat.do(working, "resolve", **today(result=ResultCodeFactory().pk, details="เรียบร้อย", cause=cause.pk))
    assert Case.objects.get(pk=working.pk).cause == cause
    assert "Heavy lorries" in text(seat.page("case", working.number))
    assert not any("lorries" in notice.text.lower() for notice in working.notices.all())


def test_where_one_is_needed_a_result_without_it_is_not_taken(
    desk: Seat, working: Case, officer: User, cause: Cause
) -> None:
    RequestType.objects.update(needs_cause=True)
    page = desk(officer).do(working, "resolve", **today(result=ResultCodeFactory().pk, details="เรียบร้อย"))
    assert "Choose the cause." in text(page)
    assert Case.objects.get(pk=working.pk).status == "in_progress"


def test_a_cause_that_was_switched_off_meanwhile_is_said_so(
    desk: Seat, working: Case, officer: User, cause: Cause
) -> None:
    CauseFactory(request_type=working.request_type)
    Cause.objects.filter(pk=cause.pk).update(active=False)
    typed = today(result=ResultCodeFactory().pk, details="เรียบร้อย", cause=cause.pk)
    page = desk(officer).do(working, "resolve", **typed)
    assert (page.status_code, "This cause is not on offer any more." in text(page)) == (409, True)


def test_an_earlier_proposal_fills_it_in(
    desk: Seat, working: Case, head: User, officer: User, cause: Cause
) -> None:
    RequestType.objects.update(needs_approval=True)
    seat = desk(officer)
    seat.do(working, "propose", **today(result=ResultCodeFactory().pk, details="เรียบร้อย", cause=cause.pk))
    assert "Heavy lorries" in text(desk(head).page("case", working.number))
    desk(head).do(working, "return_result", reason="ขอภาพถ่าย")
    page = text(seat.page("step", working.number, "propose"))
    assert f'value="{cause.pk}" selected' in page


def test_causes_travel_in_the_set_up_file(working: Case, cause: Cause, administrator: User) -> None:
    file = written()
    Cause.objects.filter(pk=cause.pk).update(name_en="Changed")
    lines = bring_in(file, by=administrator)
    assert [line.table for line in lines] == ["cases.cause"]
    assert Cause.objects.get().name_en == "Heavy lorries"


def test_an_administrator_writes_the_list_on_the_kinds_page(
    client: Client, working: Case, cause: Cause, administrator: User
) -> None:
    administrator.is_superuser = True
    administrator.save()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/en/admin/cases/requesttype/{working.request_type_id}/change/", follow=True)
    assert "Heavy lorries" in text(page)
