"""The main road through everything: from the citizen's form to the result, and round again."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils.translation import override

from cases.models import Case, ResultCode, User
from cases.text.dates import long_date
from tests.journeys.conftest import CODE, PASSWORD, SOMCHAI, Town
from tests.pictures import picture
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "หลุมอยู่หน้าบ้านเลขที่เท่าใด"
ANSWER = "หน้าบ้านเลขที่ 99 ครับ"
DONE = "ปะซ่อมผิวจราจรด้วยแอสฟัลต์เรียบร้อยแล้ว"
STILL = "ฝนตกแล้วหลุดออกมาอีก"


def _status(number: str) -> str:
    with override("th"):
        return Case.objects.get(number=number).citizen_status


def test_from_the_form_to_the_result_and_round_again(at_work: Town):
    town = at_work
    citizen, head, officer = town.visitor(), town.desk("head.eng"), town.desk("officer.eng")
    letters, heads, officers = town.mailbox("somchai"), town.mailbox("head.eng"), town.mailbox("officer.eng")
    person = User.objects.get(username="officer.eng").pk

    # Filed in Thai with a photo; the letter brings user ID and password.
    number, password = town.file(citizen)
    letter = letters.next()
    assert number in letter
    assert PASSWORD.findall(letter) == [password]
    assert number in heads.next()

    # Tracked in another browser: one result, the manual's columns, the details with the photo.
    telephone = town.visitor()
    page = town.log_in(telephone, number, password)
    assert (page.path, _status(number) in page.text) == ("/track/cases/", True)
    page = telephone.go(f"/track/cases/{number}/")
    with override("th"):
        assert long_date(Case.objects.get().due_on) in page.text
    assert telephone.go(page.pictures[-1]).status == 200

    # The password is lost, and recovered by e-mail; the old one no longer works.
    lost = town.visitor()
    lost.go("/track/forgot/")
    lost.send("forgot", wanted=SOMCHAI)
    page = lost.send("code", code=CODE.findall(letters.next())[0])
    page = lost.send("forgot/cases", number=number)
    (renewed,) = PASSWORD.findall(page.text)
    assert PASSWORD.findall(letters.next()) == [renewed]
    assert town.log_in(town.visitor(), number, password).path == "/track/"
    assert town.log_in(telephone, number, renewed).path == "/track/cases/"

    # The head assigns, the officer starts and asks.
    assert number in head.go("/staff/").text
    town.step(head, number, "assign", to=person)
    assert number in officers.next()
    assert number in letters.next()
    town.step(officer, number, "start")
    town.step(officer, number, "ask", question=QUESTION)
    assert QUESTION in letters.next()

    # The citizen answers, with a photo.
    page = telephone.go(f"/track/cases/{number}/")
    assert QUESTION in page.text
    page = telephone.send("answer", text=ANSWER, photos=[picture()])
    assert (page.status, ANSWER in page.text) == (200, True)
    assert ANSWER in officers.next()
    assert ANSWER in officer.go(f"/staff/cases/{number}/").text

    # The result, with a photo of the work.
    result = ResultCode.objects.get(code="fixed").pk
    town.step(officer, number, "resolve", result=result, details=DONE, photos=[picture()])
    assert DONE in letters.next()
    page = telephone.go(f"/track/cases/{number}/")
    assert DONE in page.text
    assert _status(number) in page.text

    # Still not fixed: it goes round again.
    telephone.send("feedback", verdict="still_there", text=STILL)
    letters.next()
    assert number in heads.next()
    assert STILL in head.go(f"/staff/cases/{number}/").text
    town.step(head, number, "assign", to=person)
    assert number in officers.next()
    town.step(officer, number, "start")
    town.step(officer, number, "resolve", result=result, details=f"{DONE} (รอบที่สอง)", photos=[picture()])
    assert "รอบที่สอง" in letters.next()

    # After 14 days of silence it closes by itself, and the citizen hears of it.
    Case.objects.update(resolved_at=F("resolved_at") - datetime.timedelta(days=15))
    call_command("close_resolved")
    assert number in letters.next()
    page = telephone.go(f"/track/cases/{number}/")
    assert (_status(number) in page.text, "feedback" in "".join(form.action for form in page.forms)) == (
        True,
        False,
    )
    assert not list(disagreements())
    kinds = list(Case.objects.get().events.values_list("kind", flat=True))
    assert [kind for kind in kinds if not re.match("password|due_soon|late", kind)] == [
        *["submitted", "assigned", "started", "asked", "answered", "resolved"],
        *["reopened", "assigned", "started", "resolved", "closed"],
    ]
