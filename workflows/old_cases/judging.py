"""A row becomes a case, with its history, or is refused for reasons: all of them, not the first alone."""

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.fields.text import EmailAddress
from cases.files.images import MAX_PHOTOS
from cases.models import OPEN, Attachment, Case, RequestType, Status
from cases.text import telephones
from cases.text.identity_numbers import identity_number
from cases.text.normalization import ascii_digits, cleaned
from workflows.old_cases import tables
from workflows.old_cases.history import Step, notes, steps
from workflows.old_cases.mapping import Field, Mapping
from workflows.old_cases.photos import PhotoFolder
from workflows.old_cases.problems import Problem, Wrong
from workflows.old_cases.vocabulary import Vocabulary

BROKEN: dict[str, Promise] = {
    tables.MIXED: _("Letters of this row cannot be read. Is the charset right?"),
    tables.SHORT: _("This row has fewer cells than there are headings."),
    tables.LONG: _("This row has more cells than there are headings."),
    tables.NO_FIELDS: _("This item has no fields."),
}
MISSING, TOO_LONG = _("This is missing."), _("This has more than %(most)s signs.")
UNKNOWN = _("This word means nothing here. Add it to the values of the mapping.")
TIMES = ("received_at", "assigned_at", "started_at", "ended_at", "closed_at")
PERSON = ("first_name", "last_name", "title_other", "line_id", "house_no", "moo", "soi", "road", "community")
LINES = ("place", "first_name", "last_name", "line_id", "house_no", "moo", "soi", "road", "community")
NAMESPACE = uuid.UUID("6f1d1c4e-52d9-4d0c-9a55-6a5d6a1f0d17")
LONGEST_NUMBER, LONGEST_TEXT = 60, 4000
NOWHERE = Decimal(0)


@dataclass
class OldCase:
    """A case that can be written: its columns without a number, what happened, its photos."""

    row: int
    number: str
    case: Case
    steps: list[Step]
    photos: list[Attachment] = field(default_factory=list)
    photos_after: list[Attachment] = field(default_factory=list)


@dataclass
class Judge:
    """Judges the rows of one source."""

    mapping: Mapping
    vocabulary: Vocabulary
    folder: PhotoFolder
    now: datetime.datetime

    def number(self, cells: tables.Row) -> str:
        """The number of a row in its old system, as it is kept."""
        spec = self.mapping.fields["number"]
        return " ".join(cleaned(spec.typed(cells) or spec.default).split())

    def judged(self, row: int, cells: tables.Row) -> tuple[OldCase | None, list[Problem]]:
        """The case of a row, or None; and everything that is wrong, or was left out."""
        if broken := cells.get(tables.BROKEN):
            return None, [Problem(row, "", BROKEN[broken])]
        reading = _Reading(self, row, cells)
        found = reading.case()
        if found is None or any(problem.refuses for problem in reading.problems):
            return None, reading.problems
        return found, reading.problems


class _Reading:
    """The reading of one row."""

    def __init__(self, judge: Judge, row: int, cells: tables.Row) -> None:
        self.mapping, self.vocabulary, self.now = judge.mapping, judge.vocabulary, judge.now
        self.folder, self.row, self.cells = judge.folder, row, cells
        self.problems: list[Problem] = []

    def case(self) -> OldCase | None:
        """The case, as far as nothing is wrong; what is wrong stands in `problems`."""
        number = self.line("number", LONGEST_NUMBER, needed=True)
        kind, status = self.word("kind", needed=True), self.word("status", needed=True)
        times = {name: self.time(name) for name in TIMES}
        if not times["received_at"]:
            self.wrong("received_at", Wrong(MISSING), once=True)
        self._in_order(times)
        if not (number and kind and status and times["received_at"]):
            return None
        columns = {**self._person(), **self._place(), **self._work(kind, status)}
        status = _standing(status, columns["officer"])
        columns |= self._end(status, times) | self._due(kind, status, times)
        columns |= {name: self.word(name) or default for name, default in self._defaults(kind)}
        details = self.text("details") or columns["place"] or kind.name_th
        case = Case(
            **columns,
            details=details,
            request_type=kind,
            status=status,
            form_token=uuid.uuid5(NAMESPACE, f"{self.mapping.source}\n{number}"),
            channel_reference=number,
            received_at=times["received_at"],
            changed_at=self.now,
            password=make_password(None),
        )
        story = steps(case, times, now=self.now, source=self.mapping.source, number=number)
        story += notes(self.mapping.history, self.cells, times, self.note_time)
        found = OldCase(self.row, number, case, sorted(story, key=lambda step: step.at))
        if not any(problem.refuses for problem in self.problems):
            # A picture takes a tenth of a second: not for a row that is refused anyway.
            self._take_photos(found)
        return found

    def wrong(self, name: str, why: Wrong, *, once: bool = False) -> None:
        """Note what is wrong with a field: the row is refused, or the cell left out, as the mapping says."""
        spec = self.mapping.fields.get(name, Field())
        column = " / ".join(spec.columns) or name
        if once and any(problem.column == column for problem in self.problems):
            return
        self.problems.append(Problem(self.row, column, why.text, why.values, refuses=not spec.leaves_out))

    def typed(self, name: str) -> str:
        """What stands in the row for a field; the default where nothing does."""
        spec = self.mapping.fields.get(name)
        return (spec.typed(self.cells) or spec.default) if spec else ""

    def word(self, name: str, *, needed: bool = False) -> Any:
        """What the set-up has of this word."""
        text = self.typed(name)
        if not text:
            if needed:
                self.wrong(name, Wrong(MISSING))
            return None
        spec = self.mapping.fields[name]
        found = self.vocabulary.known(name, spec.words(text))
        if found is None and spec.other is not None:
            found = self.vocabulary.known(name, [spec.other])
        if found is None:
            self.wrong(name, Wrong(UNKNOWN))
        return found

    def line(self, name: str, most: int, *, needed: bool = False) -> str:
        """A text in one line, of so many signs at most."""
        return self._short(name, " ".join(cleaned(self.typed(name)).split()), most, needed=needed)

    def text(self, name: str) -> str:
        """A text of several lines."""
        return self._short(name, cleaned(self.typed(name)), LONGEST_TEXT)

    def time(self, name: str) -> datetime.datetime | None:
        """A moment of the case."""
        text = self.typed(name)
        try:
            return self.mapping.clock.read(text, now=self.now) if text else None
        except Wrong as why:
            self.wrong(name, why)
            return None

    def note_time(self, spec: Field, cells: tables.Row) -> datetime.datetime | None:
        """The moment of an entry of the history."""
        text = spec.typed(cells)
        try:
            return self.mapping.clock.read(text, now=self.now) if text else None
        except Wrong as why:
            column = " / ".join(spec.columns)
            self.problems.append(Problem(self.row, column, why.text, refuses=not spec.leaves_out))
            return None

    def _short(self, name: str, text: str, most: int, *, needed: bool = False) -> str:
        if needed and not text:
            self.wrong(name, Wrong(MISSING))
        if len(text) > most:
            self.wrong(name, Wrong(TOO_LONG, most=most))
            return ""
        return text

    def _in_order(self, times: dict[str, datetime.datetime | None]) -> None:
        """Nothing happens before what comes before it."""
        last = None
        for name in TIMES:
            at = times[name]
            if at and last and at < last:
                self.wrong(name, Wrong(_("This is earlier than what happened before it.")))
                times[name] = None
            last = times[name] or last

    def _person(self) -> dict[str, Any]:
        found: dict[str, Any] = {name: self.line(name, _length(name)) for name in LINES}
        found |= {
            "email": self._judged("email", EmailAddress().clean),
            "phone": self._judged("phone", _phone),
        }
        found["national_id"] = self._judged("national_id", identity_number)
        found |= self._title()
        home = self._home()
        has_name = any(found[name] for name in PERSON) or found["title"] or home
        if found["phone"] or found["email"]:
            return found | home | ({"house_no": found["house_no"] or "-"} if home else {})
        if has_name:
            text = _("A case with a name needs a telephone number or an e-mail address.")
            column = " / ".join(self.mapping.fields.get("phone", Field()).columns)
            self.problems.append(Problem(self.row, column, text, refuses=not self.mapping.leaves_name_out))
        # The database keeps it so: who cannot be answered has no name here.
        return found | dict.fromkeys(PERSON, "") | {"title": None, "national_id": "", "unnamed": True}

    def _title(self) -> dict[str, Any]:
        text = self.line("title", _length("title_other"))
        if not text:
            return {"title": None, "title_other": ""}
        known = self.vocabulary.known("title", self.mapping.fields["title"].words(text))
        if known is not None:
            return {"title": known, "title_other": ""}
        return {"title": self.vocabulary.other_title, "title_other": text}

    def _judged(self, name: str, judge: Any) -> Any:
        text = self.line(name, 254)
        try:
            return judge(text) if text else ""
        except (ValidationError, ValueError):
            self.wrong(name, Wrong(INVALID[name]))
            return ""

    def _place(self) -> dict[str, Any]:
        latitude, longitude = self._point()
        found: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
        around = self.vocabulary.areas.around(found)
        return found | {"area": around[0] if around else None}

    def _home(self) -> dict[str, Any]:
        name = self.line("subdistrict", 100)
        if not name:
            return {}
        try:
            home = self.vocabulary.subdistrict(name, self.line("district", 100), self.line("province", 100))
        except Wrong as why:
            self.wrong("subdistrict", why)
            return {}
        return {
            "subdistrict": home,
            "subdistrict_name": home.name_th,
            "district_name": home.district.name_th,
            "province_name": home.district.province.name_th,
            "postal_code": _postal_code(self.typed("postal_code")) or home.postal_codes[0],
        }

    def _point(self) -> tuple[Decimal | None, Decimal | None]:
        name = "point" if self.typed("point") else "latitude"
        if name == "point":
            typed = self.typed("point").replace(";", ",").strip("()[] ").split(",")
            if self.mapping.longitude_first:
                typed.reverse()
        else:
            typed = [self.typed("latitude"), self.typed("longitude")]
        if not any(text.strip() for text in typed):
            return None, None
        try:
            latitude, longitude = (_degrees(text, most) for text, most in zip(typed, (90, 180), strict=True))
        except (ValueError, ArithmeticError):
            self.wrong(name, Wrong(_("This is no place on earth.")))
            return None, None
        # What programs write for a place that nobody has given.
        return (None, None) if latitude == longitude == NOWHERE else (latitude, longitude)

    def _work(self, kind: RequestType, status: Status) -> dict[str, Any]:
        """Who has it."""
        department, unit = self.vocabulary.offices[kind.pk]
        named = self.word("department")
        if named is not None and named.pk != department.pk:
            department, unit = named, None
        if status in OPEN and not department.active:
            self.wrong("department", Wrong(_("This department is switched off.")))
        officer = self.word("officer")
        if officer and (officer.pk, department.pk) not in self.vocabulary.members:
            self.wrong("officer", Wrong(_("This person does not work in the department of the case.")))
            officer = None
        return {"department": department, "unit": unit, "officer": officer}

    def _end(self, status: Status, times: dict[str, datetime.datetime | None]) -> dict[str, Any]:
        """The columns of the result, or of another end."""
        if status in OPEN:
            return {}
        if not times["ended_at"]:
            self.wrong(
                "ended_at", Wrong(_("This case is over, and the row does not say since when.")), once=True
            )
            return {}
        details = self.text("result_details")
        if status == Status.REJECTED:
            details = details or self.text("reason")
            if not details:
                self.wrong("reason", Wrong(_("What was not taken on needs a reason.")))
        found: dict[str, Any] = {"ended_at": times["ended_at"], "result_details": details}
        if status == Status.CLOSED:
            from_day = times["ended_at"].astimezone(self.mapping.clock.zone).date()
            found |= {"result": self.word("result", needed=True), "result_on": from_day}
            found |= {"resolved_at": times["ended_at"], "ended_at": times["closed_at"] or times["ended_at"]}
        return found

    def _due(
        self, kind: RequestType, status: Status, times: dict[str, datetime.datetime | None]
    ) -> dict[str, Any]:
        received = times["received_at"]
        assert received
        begins, due = self.vocabulary.due(kind, received, now=self.now, is_open=status in OPEN)
        # What is worked on already has left the beginning of a plan behind.
        plan = self.vocabulary.plans[kind.pk] if status in (Status.RECEIVED, Status.ASSIGNED) else None
        return {"counted_from": begins, "due_on": due, "plan_version": plan}

    def _defaults(self, kind: RequestType) -> tuple[tuple[str, Any], ...]:
        web = self.vocabulary.tables["channel"].get("web")
        if "channel" not in self.mapping.fields and web is None:
            self.wrong("channel", Wrong(MISSING))
        return ("channel", web), ("urgency", kind.urgency), ("language", "th")

    def _take_photos(self, found: OldCase) -> None:
        for name, kept in (("photos", found.photos), ("photos_after", found.photos_after)):
            spec = self.mapping.fields.get(name)
            names = self.folder.named(spec.typed(self.cells)) if spec else None
            if names is None and name == "photos":
                names = self.folder.beside(found.number)
            for one in (names or ())[: MAX_PHOTOS + 1]:
                try:
                    kept.append(self.folder.prepared(one, so_far=len(kept)))
                except Wrong as why:
                    self.wrong(name, why)


def _standing(status: Status, officer: Any) -> Status:
    """Where the case stands here: in work is what an officer has; what nobody here has is with the head."""
    if status == Status.IN_PROGRESS and officer is None:
        return Status.ASSIGNED
    return Status.ASSIGNED if status == Status.RECEIVED and officer is not None else status


INVALID: dict[str, Promise] = {
    "email": _("This is no e-mail address."),
    "phone": _("This is no telephone number."),
    "national_id": _("This is neither a national ID nor the number of a passport."),
}


def _length(column: str) -> int:
    return int(Case._meta.get_field(column).max_length or 0)


def _phone(text: str) -> Any:
    """The number, of several the first that is one."""
    for part in [text, *text.replace("/", ",").replace(";", ",").split(",")]:
        try:
            return telephones.read(part.strip())
        except ValueError:
            continue
    raise ValueError("no telephone number")


def _postal_code(text: str) -> str:
    code = ascii_digits(text).strip()
    return code if len(code) == 5 and code.isascii() and code.isdigit() else ""


def _degrees(text: str, most: int) -> Decimal:
    found = Decimal(ascii_digits(text[:LONGEST_NUMBER]).strip())
    if not found.is_finite() or abs(found) > most:
        raise ValueError("no degrees")
    return found.quantize(Decimal("0.000001"))
