"""Small files of old cases, of our own making."""

import csv
import io
from pathlib import Path
from typing import Any

import yaml
from django.core.management import call_command

# The ten columns of the old list (the last is its button), and the fields of its page of details.
E_SERVICE = [
    *("เลขที่รับ", "วันที่ได้รับเรื่อง", "ช่องทาง", "คำนำหน้าชื่อ(เต็ม)", "ชื่อ", "นามสกุล", "ประเภทคำร้อง"),
    *("รายละเอียด", "สถานะ", "รายละเอียด", "เลขที่ประจำตัวประชาชน", "ระดับคำร้อง", "ที่อยู่", "ตำบล", "อำเภอ"),
    *("จังหวัด", "โทร", "อีเมล", "Line ID", "ละติจูด", "ลองจิจูด", "หน่วยงานที่รับผิดชอบ", "ผลการดำเนินงาน"),
    *("รายละเอียดผลการดำเนินงาน", "วันที่ดำเนินการเสร็จสิ้น"),
]
CLOSED = [
    *("14/2557", "10/04/2557", "เว็บไซต์ udoncity.go.th", "นางสาว", "กนกอร", "ทองเสาร์", "ถนน ทางเท้า"),
    *("ถนนเป็นหลุม น้ำขัง", "เสร็จสิ้น", "", "", "ด่วน", "99/1", "หมากแข้ง", "เมืองอุดรธานี"),
    *("อุดรธานี", "081-001-7444", "kanok@citizen.example", "", "17.4150", "102.7867", "สำนักช่าง", ""),
    *("ซ่อมแล้ว", "25/04/2557"),
]


def as_csv(*rows: list[str], charset: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """A table as a spreadsheet writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(charset)


def changed(row: list[str], cells: dict[str, str]) -> list[str]:
    """A row of the old list with other cells."""
    return [cells.get(name, cell) for name, cell in zip(E_SERVICE, row, strict=True)]


def simple(**more: Any) -> dict[str, Any]:
    """A mapping for the columns no, at, kind, status, done and text."""
    fields = {
        "number": "no",
        "received_at": "at",
        "kind": "kind",
        "status": "status",
        "ended_at": "done",
        "details": "text",
        "result": {"constant": "fixed"},
    }
    return {"source": "Register", "fields": fields | more.pop("fields", {}), **more}


def saved(folder: Path, mapping: dict[str, Any]) -> str:
    """The mapping as a file."""
    path = folder / "map.yaml"
    path.write_text(yaml.safe_dump(mapping, allow_unicode=True), encoding="utf-8")
    return str(path)


def bring(folder: Path, content: bytes, mapping: str, *, name: str = "old.csv", **options: Any) -> str:
    """Import this file; what the command says."""
    path, said = folder / name, io.StringIO()
    path.write_bytes(content)
    call_command("import_cases", str(path), mapping=mapping, stdout=said, **options)
    return said.getvalue()


def reasons(folder: Path, name: str = "old-refused.csv") -> list[list[str]]:
    """The rows of the report, without its headings."""
    text = (folder / name).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]
