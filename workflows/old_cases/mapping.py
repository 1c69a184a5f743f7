"""The language of mappings: which column is which field, what words mean, how dates are written.

docs/integration.md explains it to keepers; every mistake is named, and nothing is read before all are mended.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from cases.setup.safe_yaml import Unreadable, compose, decoded
from cases.text.normalization import compared
from workflows.old_cases import moments, tables
from workflows.old_cases.moments import Clock
from workflows.old_cases.problems import BadFile
from workflows.old_cases.spelling import spelt

SHIPPED = Path(__file__).with_name("mappings")
# Each field of a case; the first four must be there.
NEEDED = ("number", "received_at", "kind", "status")
FIELDS = (
    *NEEDED,
    *("channel", "urgency", "department", "officer", "language", "details", "place"),
    *("title", "first_name", "last_name", "national_id", "phone", "email", "line_id"),
    *("house_no", "moo", "soi", "road", "community", "subdistrict", "district", "province", "postal_code"),
    *("latitude", "longitude", "point", "assigned_at", "started_at", "ended_at", "closed_at"),
    *("result", "result_details", "reason", "photos", "photos_after"),
)
# A wrong cell of these is never left out: without them there is no case.
NEVER_LEFT_OUT = (*NEEDED, "ended_at")
TOP = {
    *("source", "format", "charset", "delimiter", "time_zone", "dates", "era", "numbers", "photo_folder"),
    *("without_contact", "missing_columns", "point_order", "fields", "history"),
}
OF_FIELD = {"column", "join", "first", "constant", "values", "default", "other", "wrong", "strip", "split"}
OF_HISTORY = {"list", "at", "text", "label"}
CHOICES = {
    "format": ("csv", "json"),
    "charset": ("auto", *tables.CHARSETS),
    "delimiter": ("", ",", ";", "\t", "|"),
    "era": ("auto", "buddhist", "common"),
    "numbers": ("own", "keep"),
    "without_contact": ("refuse", "leave_name_out"),
    "missing_columns": ("refuse", "empty"),
    "point_order": ("lat lon", "lon lat"),
}
LONGEST_SOURCE, LONGEST_WORD = 60, 200


@dataclass(frozen=True)
class Field:
    """Where the value of a field stands, and what its words mean. `how` is one of column, join and first."""

    columns: tuple[str, ...] = ()
    how: str = "column"
    constant: str = ""
    values: dict[str, str] = field(default_factory=dict)
    default: str = ""
    other: str | None = None
    leaves_out: bool = False
    strip: str = ""
    split: str = ""

    def typed(self, row: tables.Row) -> str:
        """What stands in the row, before its words are looked up."""
        if self.constant:
            return self.constant
        found = [tables.plain(tables.inside(row, name)).strip() for name in self.columns]
        found = [text.strip(self.strip).strip() if self.strip else text for text in found]
        if self.how == "first":
            return next(filter(None, found), "")
        return " ".join(filter(None, found))

    def words(self, text: str) -> Iterator[str]:
        """The words that may mean something, by the table of values where they stand there."""
        for part in text.split(self.split) if self.split else (text,):
            word = part.strip()
            if len(word) <= LONGEST_WORD:
                yield self.values.get(spelt(word), word) if self.values else word


@dataclass(frozen=True)
class History:
    """Entries that become notes of the history: a column of text with its time, or in JSON a list of both."""

    text: Field
    at: Field | None
    entries: str = ""
    label: str = ""


@dataclass(frozen=True)
class Mapping:
    """Everything that a file says; see `NEEDED` and `FIELDS`."""

    source: str
    fields: dict[str, Field]
    history: tuple[History, ...] = ()
    format: str = "csv"
    charset: str = "auto"
    delimiter: str = ""
    clock: Clock = field(default_factory=Clock)
    keeps_numbers: bool = False
    photo_folder: str = ""
    leaves_name_out: bool = False
    lacks_columns: bool = False
    longitude_first: bool = False

    def missing(self, there: set[str]) -> list[str]:
        """The columns that a file with these lacks and must have."""
        needed = [spec for name, spec in self.fields.items() if name in NEEDED]
        others = [spec for name, spec in self.fields.items() if name not in NEEDED]
        for one in self.history:
            others += [] if one.entries else [spec for spec in (one.text, one.at) if spec]
        specs = needed if self.lacks_columns else needed + others
        # Of several that may each have it, one is enough.
        found = {
            name
            for spec in specs
            if spec.how != "first" or not there.intersection(spec.columns)
            for name in spec.columns
        }
        return sorted(found - there)


def load(name: str) -> Mapping:
    """The mapping of a file, or the shipped one of this name. Raises BadFile."""
    path = Path(name)
    if not path.exists() and (SHIPPED / f"{name}.yaml").exists():
        path = SHIPPED / f"{name}.yaml"
    try:
        found = compose(decoded(path.read_bytes())).plain()
    except OSError as error:
        there = ", ".join(sorted(one.stem for one in SHIPPED.glob("*.yaml")))
        raise BadFile(f"The mapping cannot be read: {error.strerror}. Shipped ones: {there}") from error
    except Unreadable as error:
        raise BadFile(*(f"Mapping, line {one.line}: {one.text}" for one in error.problems)) from error
    return read(found)


def read(found: Any) -> Mapping:
    """The mapping of what a file holds. Raises BadFile with all that is wrong."""
    if not isinstance(found, dict):
        raise BadFile("A mapping is a list of names and values.")
    if wrong := [*_wrong(found)]:
        raise BadFile(*wrong)
    as_csv = found.get("format", "csv") == "csv"
    return Mapping(
        source=found["source"].strip(),
        fields={name: _field(spec, as_csv=as_csv) for name, spec in found["fields"].items()},
        history=tuple(_history(one, as_csv=as_csv) for one in found.get("history", ())),
        format=found.get("format", "csv"),
        charset=found.get("charset", "auto"),
        delimiter=found.get("delimiter", ""),
        clock=Clock(
            tuple(found.get("dates", moments.FORMATS)),
            found.get("era", "auto"),
            ZoneInfo(found.get("time_zone", "Asia/Bangkok")),
        ),
        keeps_numbers=found.get("numbers") == "keep",
        photo_folder=found.get("photo_folder", ""),
        lacks_columns=found.get("missing_columns") == "empty",
        leaves_name_out=found.get("without_contact") == "leave_name_out",
        longitude_first=found.get("point_order") == "lon lat",
    )


def _wrong(found: dict[str, Any]) -> Iterator[str]:
    for name in sorted(found.keys() - TOP):
        yield f"“{name}” is not understood; there are {', '.join(sorted(TOP))}."
    source = found.get("source")
    if not isinstance(source, str) or not 0 < len(source.strip()) <= LONGEST_SOURCE:
        yield f"source: a name of the other system, up to {LONGEST_SOURCE} signs."
    for name, choices in CHOICES.items():
        if found.get(name, choices[0]) not in choices:
            yield f"{name}: one of {', '.join(choices)}."
    if str(found.get("time_zone", "Asia/Bangkok")) not in available_timezones():
        yield "time_zone: no such zone; it looks like Asia/Bangkok."
    if not isinstance(found.get("photo_folder", ""), str):
        yield "photo_folder: the name of a folder beside the file."
    formats = found.get("dates", [])
    if not isinstance(formats, list) or not all(isinstance(one, str) for one in formats):
        yield "dates: a list of formats such as “%d/%m/%Y %H:%M”."
    elif said := moments.unfit(formats, found.get("era", "auto")):
        yield said
    fields = found.get("fields")
    if not isinstance(fields, dict):
        yield "fields: which column is which field."
        return
    for name in NEEDED:
        if name not in fields:
            yield f"fields: {name} is missing."
    for name, spec in fields.items():
        if name not in FIELDS:
            yield f"fields: “{name}” is not understood; there are {', '.join(FIELDS)}."
        yield from _wrong_field(f"fields: {name}", spec, may_leave_out=name not in NEVER_LEFT_OUT)
    yield from _wrong_history(found.get("history", []))


def _wrong_field(where: str, spec: Any, *, may_leave_out: bool) -> Iterator[str]:
    if isinstance(spec, str) and spec.strip():
        return
    if not isinstance(spec, dict) or len({"column", "join", "first", "constant"} & spec.keys()) != 1:
        yield f"{where}: a column, or one of column, join, first and constant."
        return
    for key in sorted(spec.keys() - OF_FIELD):
        yield f"{where}: “{key}” is not understood."
    for key in ("join", "first"):
        listed = spec.get(key, [""])
        if not isinstance(listed, list) or not listed or not all(isinstance(one, str) for one in listed):
            yield f"{where}: {key} needs a list of columns."
    if not isinstance(spec.get("values", {}), dict):
        yield f"{where}: values is a table of words."
    if isinstance(spec.get("column", ""), dict | list):
        yield f"{where}: column is one name."
    if spec.get("wrong", "refuse") not in ("refuse", "leave_out"):
        yield f"{where}: wrong is refuse or leave_out."
    elif spec.get("wrong") == "leave_out" and not may_leave_out:
        yield f"{where}: this field cannot be left out."


def _wrong_history(found: Any) -> Iterator[str]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        yield "history: a list of entries with text, and at if there is a time."
        return
    for one in found:
        if "text" not in one or one.keys() - OF_HISTORY:
            yield f"history: an entry has text, and may have {', '.join(sorted(OF_HISTORY - {'text'}))}."
            continue
        yield from _wrong_field("history: text", one["text"], may_leave_out=True)
        if "at" in one:
            yield from _wrong_field("history: at", one["at"], may_leave_out=True)


def _field(spec: Any, *, as_csv: bool) -> Field:
    spec = {"column": spec} if isinstance(spec, str) else spec
    how = next(key for key in ("column", "join", "first", "constant") if key in spec)
    columns = () if how == "constant" else tuple([spec[how]] if how == "column" else spec[how])
    table = {spelt(str(word)): str(value) for word, value in spec.get("values", {}).items()}
    return Field(
        columns=tuple(compared(str(name)) if as_csv else str(name) for name in columns),
        how=how,
        constant=str(spec.get("constant", "")),
        values=table,
        default=str(spec.get("default", "")),
        other=None if spec.get("other") is None else str(spec["other"]),
        leaves_out=spec.get("wrong") == "leave_out",
        strip=str(spec.get("strip", "")),
        split=str(spec.get("split", "")),
    )


def _history(found: dict[str, Any], *, as_csv: bool) -> History:
    at = found.get("at")
    return History(
        text=_field(found["text"], as_csv=as_csv),
        at=None if at is None else _field(at, as_csv=as_csv),
        entries=str(found.get("list", "")),
        label=str(found.get("label", "")),
    )
