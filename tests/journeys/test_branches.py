"""The branches of the road: not taken on, withdrawn, sent to another department, handed back."""

import pytest

from cases.models import Case, Department, ExternalAgency, User
from tests.journeys.conftest import Town

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "ถนนสายนี้อยู่ในความรับผิดชอบของกรมทางหลวง"


def test_a_request_that_is_not_taken_on_says_why_and_where_to_go(at_work: Town):
    citizen, head, letters = at_work.visitor(), at_work.desk("head.eng"), at_work.mailbox("somchai")
    number, password = at_work.file(citizen)
    letters.next()
    agency = ExternalAgency.objects.get(code="DOH")
    at_work.step(head, number, "reject", reason=REASON, agency=agency.pk)
    letter = letters.next()
    assert REASON in letter
    assert agency.hotline in letter
    at_work.log_in(citizen, number, password)
    page = citizen.go(f"/track/cases/{number}/")
    assert REASON in page.text
    assert agency.name_th in page.text


def test_a_request_that_is_withdrawn_tells_its_officer(at_work: Town):
    citizen, head = at_work.visitor(), at_work.desk("head.eng")
    officers = at_work.mailbox("officer.eng")
    number, password = at_work.file(citizen)
    at_work.step(head, number, "assign", to=User.objects.get(username="officer.eng").pk)
    officers.next()
    at_work.log_in(citizen, number, password)
    citizen.go(f"/track/cases/{number}/withdraw/")
    citizen.send("withdraw", text="เพื่อนบ้านซ่อมให้แล้ว")
    assert number in officers.next()
    assert Case.objects.get().status == "withdrawn"
    assert citizen.go(f"/track/cases/{number}/withdraw/").status == 409


def test_a_request_that_goes_to_another_department_leaves_the_first(at_work: Town):
    citizen, head, other = at_work.visitor(), at_work.desk("head.eng"), at_work.desk("head.phe")
    heads = at_work.mailbox("head.phe")
    number, _ = at_work.file(citizen)
    assert other.go(f"/staff/cases/{number}/").status == 404
    there = Department.objects.get(code="PHE")
    at_work.step(head, number, "transfer", to=there.pk, reason="เป็นเหตุรำคาญ")
    assert number in heads.next()
    assert head.go(f"/staff/cases/{number}/").status == 404
    at_work.step(other, number, "assign", to=User.objects.get(username="officer.phe").pk)
    assert number in at_work.desk("officer.phe").go("/staff/").text


def test_a_request_that_is_handed_back_goes_to_the_head_again(at_work: Town):
    citizen, head, officer = at_work.visitor(), at_work.desk("head.eng"), at_work.desk("officer.eng")
    heads = at_work.mailbox("head.eng")
    number, _ = at_work.file(citizen)
    heads.next()
    at_work.step(head, number, "assign", to=User.objects.get(username="officer.eng").pk)
    at_work.step(officer, number, "hand_back", reason="ต้องใช้รถกระเช้า")
    assert number in heads.next()
    at_work.step(head, number, "assign", to=User.objects.get(username="head.eng").pk)
    at_work.step(head, number, "start")


def test_a_second_click_gets_a_page_that_says_so(at_work: Town):
    head, number = at_work.desk("head.eng"), at_work.file(at_work.visitor())[0]
    person = User.objects.get(username="officer.eng").pk
    window = at_work.desk("head.eng")
    window.go(f"/staff/cases/{number}/assign/")
    at_work.step(head, number, "assign", to=person)
    assert window.send("/assign/", to=person).status == 409
    assert Case.objects.get().events.filter(kind="assigned").count() == 1
