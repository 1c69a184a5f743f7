"""A new password at the counter: for whom the clerk has checked, shown once, recorded."""

import re
from typing import Any

import pytest

from cases.access.case_passwords import matches
from cases.models import Case, CaseEvent, User
from tests.factories import CaseFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PASSWORD = re.compile(r"\b\d{4} \d{4} \d{4}\b")


@pytest.fixture
def case() -> Case:
    return CaseFactory()


def handed_out(seat: Seat, user: User, case: Case, **typed: Any) -> Any:
    return seat(user).post(address("slip", case.number), typed)


def test_the_clerk_prints_a_new_password_that_opens_the_case(desk: Seat, clerk: User, case: Case):
    page = text(handed_out(desk, clerk, case, checked="id_card"))
    password = PASSWORD.findall(page)[0]
    assert matches(password, Case.objects.get(pk=case.pk).password)


def test_it_is_recorded_who_handed_it_over_and_how_the_person_was_checked(
    desk: Seat, clerk: User, case: Case
):
    page = text(handed_out(desk, clerk, case, checked="agent"))
    event = case.events.get(kind=CaseEvent.Kind.PASSWORD_CHANGED)
    assert event.by == clerk
    assert "written authority" in event.message
    assert PASSWORD.findall(page)[0] not in event.message


def test_without_a_check_nothing_changes(desk: Seat, clerk: User, case: Case):
    page = text(handed_out(desk, clerk, case))
    assert "Check the person first" in page
    assert Case.objects.get(pk=case.pk).password == case.password


def test_an_executive_hands_out_nothing(desk: Seat, executive: User, case: Case):
    assert handed_out(desk, executive, case, checked="id_card").status_code == 403
    assert Case.objects.get(pk=case.pk).password == case.password


def test_nobody_can_show_that_a_report_without_a_name_is_theirs(desk: Seat, clerk: User, case: Case):
    nobody = {"title": None, "first_name": "", "last_name": "", "house_no": "", "subdistrict": None}
    areas = {"subdistrict_name": "", "district_name": "", "province_name": ""}
    Case.objects.filter(pk=case.pk).update(unnamed=True, phone="", email="", **nobody, **areas)
    page = text(desk(clerk).page("case", case.number))
    assert ("Reported without a name" in page, "New password at the counter" in page) == (True, False)
    assert handed_out(desk, clerk, case, checked="id_card").status_code == 403


def test_a_stranger_finds_no_such_case(desk: Seat, stranger: User, case: Case):
    assert handed_out(desk, stranger, case, checked="id_card").status_code == 404


def test_looking_at_the_page_changes_nothing(desk: Seat, clerk: User, case: Case):
    assert desk(clerk).get(address("slip", case.number)).status_code == 200
    assert Case.objects.get(pk=case.pk).password == case.password
