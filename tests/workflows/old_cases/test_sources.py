"""What each source brings: the old E-Service, any table, Open311 in both forms, Traffy Fondue."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent, ImportedCase
from notifications.models import Notice
from tests.workflows.old_cases.files import CLOSED, E_SERVICE, as_csv, bring, reasons, saved, simple
from workflows.consistency import disagreements
from workflows.figures.sums import differences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_municipality")]


def story(case: Case) -> list[tuple[str, str]]:
    return list(case.events.values_list("kind", "to_status"))


def test_the_old_e_service_comes_with_its_ten_columns_and_its_details(tmp_path):
    said = bring(tmp_path, as_csv(E_SERVICE, CLOSED), "e_service")
    assert said.startswith("1 taken over, 0 there already, 0 refused"), reasons(tmp_path)
    case = Case.objects.select_related("title", "request_type", "department").get()
    assert (case.number, case.status, case.request_type.code) == ("2557-00014", "closed", "road_damage")
    assert (case.applicant_name, case.telephone) == ("นางสาวกนกอร ทองเสาร์", "081 001 7444")
    assert (case.subdistrict_id, case.house_no, case.urgency) == ("410101", "99/1", "urgent")
    assert timezone.localtime(case.received_at).isoformat() == "2014-04-10T00:00:00+07:00"
    assert (str(case.result_on), case.result_details) == ("2014-04-25", "ซ่อมแล้ว")
    assert story(case) == [
        ("submitted", "received"),
        ("resolved", "resolved"),
        ("closed", "closed"),
        ("imported", "closed"),
    ]
    assert case.events.last().citizen_message == "E-Service เดิม · 14/2557"


def test_any_table_comes_by_a_mapping_of_its_own_with_semicolons_and_thai_letters_of_windows(tmp_path):
    mapping = simple(
        era="buddhist",
        dates=["%d %B %Y", "%d/%m/%y %H:%M"],
        fields={
            "status": {"column": "status", "values": {"เสร็จ": "closed", "ค้าง": "received"}},
            "kind": {"column": "kind", "values": {"ไฟดับ": "street_light"}, "other": "other"},
        },
    )
    rows = as_csv(
        ["no", "at", "kind", "status", "done", "text"],
        ["๑", "๒๙ กุมภาพันธ์ ๒๕๖๗", "ไฟดับ", "เสร็จ", "1 มี.ค. 2567", "ไฟถนนดับ\r\nทั้งซอย"],
        ["2", "01/03/67 14:30", "อะไรก็ไม่รู้", "ค้าง", "", "ช่วยดูด้วย"],
        [],
        charset="cp874",
        delimiter=";",
    )
    bring(tmp_path, rows, saved(tmp_path, mapping))
    lamp, other = Case.objects.order_by("received_at")
    assert (timezone.localdate(lamp.received_at).isoformat(), lamp.details) == (
        "2024-02-29",
        "ไฟถนนดับ\nทั้งซอย",
    )
    assert (lamp.request_type.code, other.request_type.code) == ("street_light", "other")
    assert timezone.localtime(other.received_at).isoformat() == "2024-03-01T14:30:00+07:00"
    assert lamp.unnamed
    assert [lamp.number, other.number] == ["2567-00001", "2567-00002"]
    assert ImportedCase.objects.get(case=lamp).number == "๑"


def test_geo_report_bulk_csv_comes_with_the_day_of_closing_not_of_the_last_update(tmp_path):
    heads = [
        *(
            "service_request_id",
            "requested_datetime",
            "updated_datetime",
            "closed_date",
            "status_description",
        ),
        *("status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible"),
        *("address", "lat", "long"),
    ]
    row = [
        *(
            "101-7",
            "2024-07-19T08:36:00Z",
            "2026-10-23T10:18:51Z",
            "2024-07-25T09:00:00Z",
            "Closed",
            "Filled",
        ),
        *("app", "Pothole", "Road", "Deep", "Streets", "Herald St", "17.41", "102.78"),
    ]
    bring(tmp_path, as_csv(heads, row, charset="utf-8"), "open311_csv")
    case = Case.objects.get()
    assert case.resolved_at == datetime(2024, 7, 25, 9, tzinfo=UTC)
    assert (case.request_type.code, case.place, case.result_details) == ("road_damage", "Herald St", "Filled")
    noted = case.events.filter(kind="noted").values_list("message", flat=True)
    assert sorted(noted) == ["Agency: Streets", "Subtype: Road"]


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_list_of_open311_comes_with_its_notes_as_history(tmp_path, wrapped):
    item = {
        "service_request_id": 17,
        "status": "open",
        "service_code": "pothole",
        "requested_datetime": "2026-11-02T10:00:00+07:00",
        "description": None,
        "address": "หน้าวัด",
        "lat": 17.415,
        "long": 102.7867,
        "media_url": "",
        "extended_attributes": {
            "notes": [
                {"datetime": "2026-11-03T09:00:00+07:00", "description": "Seen", "type": "x"},
                {"datetime": None, "description": "", "type": "x"},
            ]
        },
    }
    content = {"service_requests": [item, item | {"service_request_id": 18}]} if wrapped else [item]
    bring(tmp_path, json.dumps(content, indent=2).encode(), "open311_json", name="old.json")
    case = Case.objects.order_by("pk").first()
    assert (case.channel_reference, case.status, case.details) == ("17", "received", "หน้าวัด")
    assert case.events.get(kind="noted").at == datetime(2026, 11, 3, 2, tzinfo=UTC)
    assert Case.objects.count() == 1 + wrapped


def test_traffys_table_comes_with_its_thai_states(tmp_path):
    heads = [
        *(
            "ticket_id",
            "type",
            "organization",
            "description",
            "photo",
            "photo_after",
            "latitude",
            "longitude",
        ),
        *("address", "timestamp", "timestamp_inprogress", "timestamp_finished", "status", "star"),
        "last_activity",
    ]
    place = ["17.41", "102.78", "หน้าวัด"]
    done = [
        *("2026-B9WGC7", "{ถนน,ทางเท้า}", "สำนักช่าง", "ถนนพัง", "", "", *place, "2026-09-01 08:00:00"),
        *("2026-09-02 09:00:00", "2026-09-03 10:00:00", "เสร็จสิ้น", "5", "2026-09-09 10:00:00"),
    ]
    forwarded = [
        *("2026-AAAAAA", "", "", "", "", "", "0", "0", "", "2026-09-01 08:00:00"),
        *("", "", "ส่งต่อ(ใหม่)", "", "2026-09-09 10:00:00"),
    ]
    not_ours = [
        *("2026-BBBBBB", "อื่นๆ", "", "ฝนตก", "", "", *place, "2026-09-01 08:00:00"),
        *("", "", "ไม่เกี่ยวข้อง", "", "2026-09-09 10:00:00"),
    ]
    said = bring(tmp_path, as_csv(heads, done, forwarded, not_ours), "traffy")
    assert said.startswith("3 taken over"), reasons(tmp_path)
    found = {case.channel_reference: case for case in Case.objects.select_related("channel", "request_type")}
    first = found["2026-B9WGC7"]
    assert (first.channel.code, first.request_type.code, first.status) == ("traffy", "road_damage", "closed")
    assert timezone.localtime(first.resolved_at).hour == 10
    assert ("started", "in_progress") in story(first)
    assert (found["2026-AAAAAA"].status, found["2026-AAAAAA"].latitude) == ("received", None)
    assert found["2026-BBBBBB"].status == "rejected"
    assert list(disagreements()) == []
    assert list(differences()) == []
    assert not Notice.objects.exists()
    assert CaseEvent.objects.filter(kind="imported").count() == 3
