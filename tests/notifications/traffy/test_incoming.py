"""What comes from Traffy Fondue: reports become cases, once each; stars and reopenings reach them."""

import datetime
import json
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.models import Attachment, Case, CaseEvent, Municipality, RequestType
from notifications.models import Notice, TraffyBridge, TraffyKind, TraffyReport
from notifications.traffy import incoming
from tests.factories import CaseFactory, ResultCodeFactory
from tests.notifications.traffy.conftest import look, sent

pytestmark = pytest.mark.django_db
HOOK = "/hooks/traffy/the-secret-address/"


def notes(case: Case) -> list[str]:
    return list(case.events.filter(kind=CaseEvent.Kind.NOTED).values_list("message", flat=True))


def called(ticket: str, *, address: str = HOOK, method: str = "post", **headers: str) -> int:
    send = getattr(Client(), method)
    answer = send(address, json.dumps({"ticket_id": ticket}), content_type="application/json", **headers)
    return int(answer.status_code)


def test_a_report_becomes_a_case_with_its_words_place_photo_and_number(there, came, road):
    assert (came.channel.code, came.channel_reference) == ("traffy", "2026-B9WGC7")
    assert (came.request_type, came.details) == (road, "ถนนเป็นหลุมลึก หน้าตลาด")
    assert (came.latitude, came.longitude) == (Decimal("17.415123"), Decimal("102.787321"))
    assert (came.place, came.unnamed, came.phone, came.email) == ("ถนนโพศรี", True, "", "")
    assert Attachment.objects.filter(case=came).count() == 1
    assert TraffyReport.objects.get().said == ""
    # They are told that it is here, and the same report is not taken in again.
    sent()
    (told,) = there.asked("/update-issue/v1")
    assert (told["ticket_id"], told["state_name"]) == ("2026-B9WGC7", "รอรับเรื่อง")
    assert came.number in told["note"]
    look()
    assert Case.objects.filter(channel__code="traffy").count() == 1
    assert notes(came) == []


def test_nothing_is_asked_while_the_bridge_is_off(there, road):
    Municipality.objects.update(traffy=False)
    there.report("2026-B9WGC7")
    incoming.work()
    assert there.calls == []
    assert called("2026-B9WGC7") == 404


def test_what_was_reported_before_the_bridge_was_switched_on_stays_there(there, road):
    there.report("2026-OLD111", timestamp="2020-01-01 08:00:00")
    look()
    assert not TraffyReport.objects.exists()


def test_a_type_that_the_table_does_not_know_waits_and_stands_in_the_table(there, road):
    there.report("2026-B9WGC7", type="น้ำท่วม")
    look()
    report = TraffyReport.objects.get()
    assert (report.state, report.case) == ("waiting", None)
    assert TraffyKind.objects.get(name="น้ำท่วม").request_type is None
    # Once somebody has said which kind it is, the next look takes it in.
    TraffyKind.objects.filter(name="น้ำท่วม").update(request_type=road)
    look()
    assert TraffyReport.objects.get().state == "linked"


def test_a_restricted_kind_takes_in_nothing(there, road):
    RequestType.objects.filter(pk=road.pk).update(restricted=True)
    there.report("2026-B9WGC7")
    look()
    assert TraffyReport.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": "abc", "longitude": None},
        {"latitude": 1e400, "longitude": 5},
        {"photo": "http://127.0.0.1:1/inside.jpg"},
        {"photo": ["file:///etc/passwd", 7, None]},
        {"star": "many", "count_reopen": "x", "orgs": 5, "timeline": "no"},
        {"description": "คำ\x00\x0b" + "ย" * 9000, "address": {"a": 1}, "type": "ถนน"},
    ],
)
def test_what_has_another_form_is_as_good_as_not_said(there, road, wrong):
    there.report("2026-B9WGC7", **wrong)
    look()
    case = TraffyReport.objects.get().case
    assert case is not None
    assert len(case.details) <= 4000
    assert Attachment.objects.filter(case=case).count() == ("photo" not in wrong)


@pytest.mark.parametrize("answer", [(500, {}), (200, {"no": "results"}), (200, {"results": "x"}), None])
def test_an_answer_that_is_none_stores_nothing_and_is_said(there, road, answer):
    there.report("2026-B9WGC7")
    there.answers["/get-issues/v2"] = answer
    look()
    assert not TraffyReport.objects.exists()
    assert bool(TraffyBridge.objects.get().trouble) is (answer != (200, {"results": "x"}))
    look()
    assert TraffyReport.objects.get().state == "linked"
    assert TraffyBridge.objects.get().trouble == ""


def test_a_call_is_believed_in_nothing_but_the_number(there, road):
    there.report("2026-B9WGC7", description="คำที่แท้จริง")
    assert called("2026-B9WGC7") == 200
    assert called("2026-B9WGC7", method="patch") == 200
    assert not Case.objects.filter(channel__code="traffy").exists()
    incoming.work()
    assert TraffyReport.objects.get().case.details == "คำที่แท้จริง"
    assert TraffyReport.objects.get().called_at is None


def test_a_call_from_elsewhere_or_about_another_organisation_takes_in_nothing(there, road):
    assert called("2026-B9WGC7", address="/hooks/traffy/wrong/") == 404
    assert called("") == 400
    assert called("../../x") == 400
    there.report("2026-THEIRS", orgs=[{"org_id": "another"}], timestamp="2020-01-01 00:00:00")
    assert called("2026-THEIRS") == 200
    assert called("2026-NONE00") == 200
    incoming.work()
    states = dict(TraffyReport.objects.values_list("ticket", "state"))
    assert states == {"2026-THEIRS": "aside", "2026-NONE00": "failed"}
    TraffyBridge.objects.update(networks=["192.0.2.0/24"])
    assert called("2026-B9WGC7") == 404
    assert called("2026-B9WGC7", REMOTE_ADDR="192.0.2.9") == 200


def test_stars_and_a_reopening_come_in_and_do_not_go_back(there, came, head, officer):
    case = actions.assign(came, to=officer, by=head)
    case = actions.start(case, by=officer)
    case = actions.resolve(case, result=ResultCodeFactory(), details="ซ่อมแล้ว", by=officer)
    sent()
    assert there.issues["2026-B9WGC7"]["status"] == "เสร็จสิ้น"
    told = len(there.asked("/update-issue/v1"))
    there.issues["2026-B9WGC7"] |= {"star": 4}
    look()
    assert case.feedback.get().rating == 4
    look()
    assert case.feedback.count() == 1
    there.issues["2026-B9WGC7"] |= {"count_reopen": 1, "status": "กำลังดำเนินการ"}
    look()
    case = Case.objects.get(pk=case.pk)
    assert case.is_open
    assert case.reopened == 1
    look()
    sent()
    assert Case.objects.get(pk=case.pk).reopened == 1
    assert len(there.asked("/update-issue/v1")) == told
    assert not Notice.objects.filter(channel="traffy", state="pending").exists()


def test_what_another_organisation_does_there_is_a_note(there, came):
    entry = {"org_id": "power", "org": "การไฟฟ้า", "note": "กำลังส่งช่าง", "status": "กำลังดำเนินการ"}
    there.issues["2026-B9WGC7"] |= {"status": "ส่งต่อ(ใหม่)", "timeline": [entry]}
    assert called("2026-B9WGC7") == 200
    incoming.work()
    (note,) = notes(came)
    assert "ส่งต่อ(ใหม่)" in note
    assert "การไฟฟ้า: กำลังส่งช่าง" in note
    called("2026-B9WGC7")
    incoming.work()
    assert len(notes(came)) == 1


def test_looking_stops_before_the_calls_of_the_month_end(there, road):
    there.credit = 150
    look()
    assert "used up" in TraffyBridge.objects.get().trouble or "ใกล้หมด" in TraffyBridge.objects.get().trouble
    assert there.asked("/get-issues/v2") == []
    # The next month is counted anew.
    there.credit = 1000
    before = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    TraffyBridge.objects.update(credit_of=before.replace(day=1))
    look()
    assert len(there.asked("/get-issues/v2")) == 1
    assert TraffyBridge.objects.get().credit == 999


def test_a_token_that_is_over_is_fetched_anew(there, road):
    look()
    there.token = "token-2"
    there.report("2026-B9WGC7")
    look()
    assert TraffyReport.objects.get().state == "linked"
    assert len(there.asked("/get-auth/v1")) == 2


def test_it_looks_no_more_often_than_it_is_set_to(there, road):
    look()
    incoming.work()
    assert len(there.asked("/get-issues/v2")) == 1
    assert there.asked("/get-issues/v2")[0]["duration"] == "3days"
    later = timezone.now() + datetime.timedelta(minutes=31)
    incoming.work(now=later)
    assert there.asked("/get-issues/v2")[1]["duration"] == "today"


def test_a_case_that_nobody_has_sent_there_is_none_of_theirs(there, road):
    case = CaseFactory(request_type=road, latitude="17.4", longitude="102.7")
    there.report("2026-FAKE11", description=f"ไม่ใช่ของเรา ({case.number})")
    look()
    assert TraffyReport.objects.get(ticket="2026-FAKE11").case != case
