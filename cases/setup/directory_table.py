"""The municipality's directory as a file: a CSV of people, or JSON in the shape of SCIM 2.0 (RFC 7643)."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from cases.setup import office_tables
from cases.setup.office_tables import Unusable

MOST_BYTES = 20 * 1024 * 1024
# Each column by the names under which directories write it.
KNOWN = {
    "username": ("username", "user name", "samaccountname", "uid", "login", "ชื่อผู้ใช้"),
    "principal": ("userprincipalname", "upn", "user principal name"),
    "email": ("email", "e-mail", "mail", "email address", "primaryemail", "อีเมล"),
    "active": ("active", "enabled", "accountenabled", "account enabled", "ใช้งาน"),
}
OFF = ("false", "0", "no", "n", "disabled", "inactive", "suspended", "ไม่", "ไม่ใช้งาน")


@dataclass(frozen=True)
class Entry:
    """One account of the directory: the names and addresses by which it is known, in small letters, and
    whether it is switched on there."""

    names: frozenset[str]
    active: bool


def read(content: bytes) -> list[Entry]:
    """Return the accounts of a file. Raises Unusable."""
    if len(content) > MOST_BYTES:
        raise Unusable([_("This file is larger than 20 MB.")])
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    found = _from_json(content) if begins in (b"{", b"[") else _from_csv(content)
    if not found:
        raise Unusable([_("There is nobody in this file.")])
    return found


def _from_csv(content: bytes) -> list[Entry]:
    rows = office_tables.rows(SimpleUploadedFile("directory.csv", content))
    found = []
    try:
        head = next(rows, (0, []))[1]
        places = office_tables.places(head, KNOWN)
        if not {"username", "principal", "email"} & places.keys():
            office_tables.need_columns(head, ["username / email"])
        for _number, row in rows:
            cells = {name: office_tables.cell(row, at) for name, at in places.items()}
            names = [text for name, text in cells.items() if name != "active"]
            if entry := _entry(names, active=cells.get("active", "").casefold() not in OFF):
                found.append(entry)
    except csv.Error as error:
        raise office_tables.no_table() from error
    return found


def _from_json(content: bytes) -> list[Entry]:
    """A list of users, or a ListResponse of SCIM; one page of several is no directory."""
    try:
        said = json.load(io.BytesIO(content))
    except (ValueError, RecursionError) as error:
        raise Unusable([_("This is no JSON: it cannot be read.")]) from error
    users = said.get("Resources") if isinstance(said, dict) else said
    if not isinstance(users, list) or not all(isinstance(one, dict) for one in users):
        raise Unusable([_("This JSON is no list of users as in SCIM (“Resources” with “userName”).")])
    total = said.get("totalResults") if isinstance(said, dict) else None
    if isinstance(total, int) and total > len(users):
        text = _("This file holds %(there)s of %(total)s users: it is one page of several.")
        raise Unusable([text % {"there": len(users), "total": total}])
    return [entry for user in users if (entry := _of_scim(user))]


def _of_scim(user: dict[str, Any]) -> Entry | None:
    emails = user.get("emails")
    listed = emails if isinstance(emails, list) else []
    names = [user.get("userName"), *(one.get("value") if isinstance(one, dict) else one for one in listed)]
    return _entry(names, active=user.get("active") not in (False, "false", "False"))


def _entry(names: list[Any], *, active: bool) -> Entry | None:
    known = frozenset(name.strip().lower() for name in names if isinstance(name, str) and name.strip())
    return Entry(known, active) if known else None
