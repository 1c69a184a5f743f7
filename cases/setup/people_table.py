"""The table of people as it is read: its columns and words in Thai and English, and what no cell may hold."""

import csv
import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import EmailAddress
from cases.models import Department, Membership
from cases.setup import office_tables
from cases.setup.office_tables import LONGEST, Unusable
from cases.text.normalization import compared

MOST = 500
Line = dict[str, Any]
# Each column by the names under which it may stand; the first is the one of the template.
KNOWN = {
    "username": ("ชื่อผู้ใช้", "username", "user name", "login"),
    "first_name": ("ชื่อ", "first_name", "first name"),
    "last_name": ("นามสกุล", "last_name", "last name", "surname"),
    "email": ("อีเมล", "email", "e-mail"),
    "department": ("หน่วยงาน", "department", "สังกัด", "สำนัก/กอง", "กอง"),
    "unit": ("ฝ่าย/งาน", "unit", "ฝ่าย", "งาน"),
    "role": ("บทบาท", "role", "หน้าที่"),
}
NEEDED = ("username", "role")
TEXTS = {"first_name": gettext_lazy("First name"), "last_name": gettext_lazy("Last name")}
MAIL = gettext_lazy("E-mail")
# What a spreadsheet takes for the beginning of a formula, and what people write for nothing.
SIGNS, NOTHING = ("=", "+", "-", "@", "＝", "＋", "－", "＠"), ("-", "–", "—")
CLERK, EXECUTIVE = "clerk", "executive"
HEAD, OFFICER = Membership.Role.HEAD.value, Membership.Role.OFFICER.value
ROLE_WORDS = {
    HEAD: ("หัวหน้า", "head", "หัวหน้าหน่วยงาน", "ผู้อำนวยการ", "department head"),
    OFFICER: ("เจ้าหน้าที่", "officer"),
    CLERK: ("เจ้าหน้าที่รับเรื่อง", "clerk", "clerk at the counter"),
    EXECUTIVE: ("ผู้บริหาร", "executive"),
}
ROLES = {compared(word): role for role, words in ROLE_WORDS.items() for word in words}
OFFICES = (CLERK, EXECUTIVE)
ROLE_NAMES = {
    HEAD: Membership.Role.HEAD.label,
    OFFICER: Membership.Role.OFFICER.label,
    CLERK: gettext_lazy("Clerk at the counter"),
    EXECUTIVE: gettext_lazy("Executive"),
}


class Wrong(Exception):
    """Why a row is refused, in a sentence."""


def read(upload: "UploadedFile[Any]") -> list[Line]:
    """Return the rows that are not empty by their columns, with the numbers of their lines. Raises
    Unusable."""
    rows, found = office_tables.rows(upload), list[Line]()
    try:
        head = next(rows, (0, []))[1]
        places = office_tables.places(head, KNOWN)
        office_tables.need_columns(head, [KNOWN[name][0] for name in NEEDED if name not in places])
        for number, row in rows:
            cells = {name: _cell(row, at) for name, at in places.items()}
            if any(cells.values()):
                found.append({"line": number, **cells})
            if len(found) > MOST:
                raise Unusable([_("There are more than %(most)s rows in this file.") % {"most": MOST}])
    except csv.Error as error:
        raise office_tables.no_table() from error
    if not found:
        raise Unusable([_("There is no row in this file.")])
    return found


def template() -> str:
    """Return a file to fill in, as Excel opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([names[0] for names in KNOWN.values()])
    first = Department.objects.filter(active=True).first()
    code = first.code if first else "ENG"
    writer.writerow(["somchai.j", "สมชาย", "ใจดี", "somchai@example.go.th", code, "", ROLE_WORDS[HEAD][0]])
    writer.writerow(["malee.s", "มาลี", "สุขใจ", "", code, "", ROLE_WORDS[OFFICER][0]])
    return f"\ufeff{text.getvalue()}"


def check_cells(line: Line) -> None:
    """Raise Wrong for a cell that is a formula, too long, or no address, and for a row without a log-in
    name."""
    for name in KNOWN:
        text = line.get(name, "")
        if text.startswith(SIGNS):
            raise Wrong(
                _("The column “%(name)s” begins with a sign of a formula.") % {"name": KNOWN[name][0]}
            )
        if len(text) > LONGEST:
            raise Wrong(_("The column “%(name)s” is too long.") % {"name": KNOWN[name][0]})
    if not line["username"]:
        raise Wrong(_("The user name is missing."))
    if line.get("email"):
        try:
            line["email"] = EmailAddress().clean(line["email"])
        except ValidationError as error:
            raise Wrong(error.messages[0]) from error


def _cell(row: list[str], at: int) -> str:
    text = office_tables.cell(row, at)
    return "" if text in NOTHING else text
