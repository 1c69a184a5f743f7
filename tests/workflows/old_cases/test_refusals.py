"""What is refused, with a reason that names the column and never the cell; such a row is not stored."""

import io
import json
from datetime import UTC, datetime
from uuid import uuid5

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import Attachment, Case, ImportedCase
from tests.factories import FiledFactory
from tests.pictures import picture
from tests.workflows.old_cases.files import (
    CLOSED,
    E_SERVICE,
    as_csv,
    bring,
    changed,
    reasons,
    saved,
    simple,
)
from workflows.old_cases import mapping, tables
from workflows.old_cases.judging import NAMESPACE
from workflows.old_cases.moments import Clock
from workflows.old_cases.problems import BadFile, Wrong

HEADS = ["no", "at", "kind", "status", "done", "text"]
GOOD = ["1", "2024-03-01", "road_damage", "closed", "2024-03-05", "Hole"]
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_each_wrong_row_has_its_reason_and_the_others_are_stored(sample_municipality, tmp_path):
    future = "2/1/2612"
    rows = [
        changed(CLOSED, {"เลขที่รับ": ""}),
        changed(CLOSED, {"เลขที่รับ": "2", "วันที่ได้รับเรื่อง": "31/02/2557"}),
        changed(CLOSED, {"เลขที่รับ": "3", "วันที่ได้รับเรื่อง": future}),
        changed(CLOSED, {"เลขที่รับ": "4", "ประเภทคำร้อง": "คำที่ไม่รู้จัก"}),
        changed(CLOSED, {"เลขที่รับ": "5", "สถานะ": "หาย"}),
        changed(CLOSED, {"เลขที่รับ": "6", "วันที่ดำเนินการเสร็จสิ้น": ""}),
        changed(CLOSED, {"เลขที่รับ": "7", "วันที่ดำเนินการเสร็จสิ้น": "01/01/2557"}),
        changed(CLOSED, {"เลขที่รับ": "8", "โทร": "", "อีเมล": ""}),
        changed(CLOSED, {"เลขที่รับ": "9", "ชื่อ": "ก" * 101}),
        CLOSED,
        changed(CLOSED, {"ชื่อ": "คนอื่น"}),
        CLOSED[:5],
        [*CLOSED, "เกิน"],
    ]
    said = bring(tmp_path, as_csv(E_SERVICE, *rows), "e_service")
    assert said.startswith("1 taken over, 0 there already, 12 refused")
    found = reasons(tmp_path)
    assert [(row, column) for row, column, *_ in found] == [
        ("2", "เลขที่รับ"),
        ("3", "วันที่ได้รับเรื่อง"),
        ("4", "วันที่ได้รับเรื่อง"),
        ("5", "ประเภทคำร้อง"),
        ("6", "สถานะ"),
        ("7", "วันที่ดำเนินการเสร็จสิ้น"),
        ("8", "วันที่ดำเนินการเสร็จสิ้น"),
        ("9", "โทร"),
        ("10", "ชื่อ"),
        ("12", ""),
        ("13", ""),
        ("14", ""),
    ]
    assert all(thai and english and thai != english for *_, thai, english in found)
    assert Case.objects.count() == ImportedCase.objects.count() == 1
    # No cell is repeated, neither in the report nor in what the command says.
    report = (tmp_path / "old-refused.csv").read_text(encoding="utf-8-sig")
    assert not [word for word in ("กนกอร", "ทองเสาร์", "7444", "kanok", "คำที่ไม่รู้จัก") if word in report + said]


@pytest.mark.django_db
def test_what_the_mapping_lets_go_is_left_out_and_told(sample_municipality, tmp_path):
    wrong = {"เลขที่ประจำตัวประชาชน": "1-410090-1600022", "ตำบล": "ไม่มีจริง", "ละติจูด": "ครึ่งหนึ่ง"}
    row = changed(CLOSED, wrong)
    said = bring(tmp_path, as_csv(E_SERVICE, row), "e_service")
    assert said.startswith("1 taken over, 0 there already, 0 refused, 3 cells left out")
    case = Case.objects.get()
    assert (case.national_id, case.subdistrict, case.latitude) == ("", None, None)
    assert {what for _row, _column, what, *_ in reasons(tmp_path)} == {"เว้นช่องนี้ไว้"}


@pytest.mark.django_db
def test_hostile_cells_harm_nothing(sample_municipality, tmp_path):
    hostile = [
        [
            "1",
            "2024-03-01",
            "road_damage",
            "closed",
            "2024-03-05",
            "=cmd|' /C calc'!A0\u202e\x00\x07<script>",
        ],
        ["' OR 1=1 --", "2024-03-01", "road_damage", "closed", "2024-03-05", "\\N\t%s {0}"],
        ["../../etc", "2024-03-01", "road_damage", "closed", "2024-03-05", "x" * 4001],
        ["4", "9" * 70, "\x00", "closed", "2024-03-05", ""],
    ]
    said = bring(tmp_path, as_csv(HEADS, *hostile), saved(tmp_path, simple(photo_folder=".")))
    assert said.startswith("2 taken over, 0 there already, 2 refused")
    texts = list(Case.objects.order_by("pk").values_list("details", flat=True))
    assert texts == ["=cmd|' /C calc'!A0<script>", "\\N\t%s {0}"]


@pytest.mark.django_db
def test_photos_are_taken_from_their_folder_alone_and_by_the_guard(sample_municipality, tmp_path):
    folder = tmp_path / "photos"
    (folder / "5-2567").mkdir(parents=True)
    (folder / "hole.jpg").write_bytes(picture().read())
    (folder / "5-2567" / "a.png").write_bytes(picture(format="PNG").read())
    (folder / "bad.jpg").write_bytes(b"<?php evil() ?>")
    (tmp_path / "secret.jpg").write_bytes(picture().read())
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    heads = [*HEADS, "photos"]
    names = [
        "hole.jpg; https://old.example/media/hole.jpg?size=1",
        "../secret.jpg",
        "link.jpg",
        "bad.jpg",
        "nowhere.jpg",
    ]
    rows = [[str(n), *GOOD[1:], name] for n, name in enumerate(names, start=1)]
    wanted = simple(photo_folder="photos", fields={"photos": "photos"})
    said = bring(tmp_path, as_csv(heads, *rows), saved(tmp_path, wanted))
    assert said.startswith("1 taken over, 0 there already, 4 refused")
    case = Case.objects.get()
    kinds = Attachment.objects.filter(case=case).values_list("event__kind", flat=True)
    assert list(kinds) == ["submitted", "submitted"]
    # Without a column: a folder that is called like the number.
    bring(tmp_path, as_csv(HEADS, ["5/2567", *GOOD[1:]]), saved(tmp_path, simple(photo_folder="photos")))
    assert Attachment.objects.filter(case__channel_reference="5/2567").count() == 1


@pytest.mark.parametrize(
    ("text", "era", "said"),
    [
        ("29/02/2567", "auto", "2024-02-29"),
        ("29/02/2024", "auto", "2024-02-29"),
        ("29 ก.พ. 2567", "buddhist", "2024-02-29"),
        ("๑ มกราคม ๒๕๖๗ 09:05 น.", "auto", "2024-01-01"),
        ("2024-01-01T23:30:00Z", "common", "2024-01-02"),
        ("2024-01-01 23:30:00.123", "common", "2024-01-01"),
    ],
)
def test_dates_are_read_in_either_era(text, era, said):
    found = Clock(era=era).read(text, now=NOW)
    assert timezone.localdate(found).isoformat() == said


@pytest.mark.parametrize(
    ("text", "era"),
    [
        ("29/02/2569", "auto"),
        ("01/01/2567", "common"),
        ("01/01/2024", "buddhist"),
        ("01/13/2024", "auto"),
        ("", "auto"),
        ("yesterday", "auto"),
        ("9" * 500, "auto"),
        ("12 พฤษ 2567", "auto"),
    ],
)
def test_a_date_that_makes_no_sense_is_refused(text, era):
    with pytest.raises(Wrong):
        Clock(era=era).read(text, now=NOW)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"source": ""}, "source"),
        ({"colour": "red"}, "colour"),
        ({"charset": "latin-1"}, "charset"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"dates": ["%d/%m"]}, "dates"),
        ({"dates": ["%d/%m/%y"]}, "era"),
        ({"dates": ["%x"]}, "%x"),
        ({"fields": {"kind": {"column": "a", "constant": "b"}}}, "kind"),
        ({"fields": {"nose": "a"}}, "nose"),
        ({"fields": {"number": {"column": "no", "wrong": "leave_out"}}}, "cannot be left out"),
        ({"history": [{"at": "a"}]}, "history"),
        ({"fields": []}, "fields"),
    ],
)
def test_a_mapping_says_what_is_wrong_with_it(change, word):
    wanted = simple()
    wanted = wanted | change
    if isinstance(change.get("fields"), dict):
        wanted["fields"] = simple()["fields"] | change["fields"]
    with pytest.raises(BadFile, match=word):
        mapping.read(wanted)


@pytest.mark.django_db
def test_a_file_that_cannot_be_used_stores_nothing(sample_municipality, tmp_path):
    wanted = saved(tmp_path, simple())
    for content, word in (
        (as_csv(["no", "at"], ["1", "2024-01-01"]), "lacks the columns"),
        (b"", "lacks the columns"),
        (as_csv(HEADS, GOOD) + b'2,"open for ever', "1 refused"),
    ):
        try:
            said = bring(tmp_path, content, wanted)
        except CommandError as error:
            said = str(error)
        assert word in said
    with pytest.raises(CommandError, match="not in the set-up"):
        bring(
            tmp_path, as_csv(HEADS, GOOD), saved(tmp_path, simple(fields={"result": {"constant": "magic"}}))
        )
    for name in ("nowhere", "../../etc/passwd"):
        with pytest.raises(CommandError):
            call_command("import_cases", str(tmp_path / "old.csv"), mapping=name, stdout=io.StringIO())
    with pytest.raises(CommandError):
        call_command("import_cases", str(tmp_path / "none.csv"), mapping="traffy", stdout=io.StringIO())
    assert Case.objects.count() == 1


@pytest.mark.django_db
def test_hostile_items_harm_nothing(sample_municipality, tmp_path):
    good = {"service_request_id": "1", "requested_datetime": "2024-03-01", "status": "open"}
    good["service_code"] = "pothole"
    items = [
        good | {"description": "\ud800\u0000ok", "lat": "1e999999999", "long": [[["x"]]]},
        good | {"service_request_id": {"a": 1}},
        good | {"service_request_id": 2, "\0broken": "x", "lat": True, "service_code": "x" * 999_999},
        ["no item"],
        None,
    ]
    said = bring(tmp_path, json.dumps(items).encode(), "open311_json", name="old.json")
    assert said.startswith("2 taken over, 0 there already, 3 refused")
    assert Case.objects.get(channel_reference="1").details == "ok"
    deep = b"[" + b"[" * 100_000
    with pytest.raises(CommandError):
        bring(tmp_path, deep, "open311_json", name="deep.json")


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_takes_no_other_with_it(sample_municipality, tmp_path):
    FiledFactory(form_token=uuid5(NAMESPACE, "Register\n2"))
    rows = [[number, *GOOD[1:]] for number in "123"]
    said = bring(tmp_path, as_csv(HEADS, *rows), saved(tmp_path, simple()))
    assert said.startswith("2 taken over, 0 there already, 1 refused")
    assert reasons(tmp_path) == [
        ["3", "", "ไม่รับทั้งแถว", "ฐานข้อมูลไม่รับแถวนี้", "The database does not take this row."]
    ]
    found = Case.objects.filter(imported__isnull=False).order_by("running")
    assert list(found.values_list("channel_reference", "running")) == [("1", 1), ("3", 2)]


def test_every_shipped_mapping_can_be_read():
    names = sorted(one.stem for one in mapping.SHIPPED.glob("*.yaml"))
    assert names == ["e_service", "open311_csv", "open311_json", "spreadsheet", "traffy"]
    assert all(mapping.load(name).source for name in names)


def test_a_row_with_letters_of_another_charset_is_refused_alone():
    how = mapping.read(simple(charset="utf-8"))
    thai = as_csv([*GOOD[:5], "ถนน"], charset="cp874")
    content = as_csv(HEADS, GOOD) + thai + as_csv(GOOD, charset="utf-8")
    found = list(tables.rows(io.BytesIO(content), how))
    assert [row.get(tables.BROKEN) for _number, row in found] == [None, tables.MIXED, None]
