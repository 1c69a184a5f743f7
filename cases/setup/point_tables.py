"""Tables of points, each row with what is needed and a place in the municipality's box."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.lib.geography import SIX_DIGITS, Box, Point, parse
from cases.models import Municipality
from cases.setup import office_tables
from cases.setup.office_tables import LONGEST, MOST_PROBLEMS, Unusable, cell, places

# How the columns of a point are called; `point` has both numbers.
LATITUDE = ("latitude", "lat", "ละติจูด", "y")
LONGITUDE = ("longitude", "lng", "lon", "long", "ลองจิจูด", "x")
POINT = ("point", "พิกัด", "location")


# Its number in the file, its known columns, and its point, if that is one.
Row = tuple[int, Mapping[str, str], Point | None]


@dataclass(frozen=True)
class Line:
    """A row of the table: its number in the file, its known columns, and its point."""

    number: int
    columns: Mapping[str, str]
    point: Point

    def wrong(self, text: str) -> str:
        """Return what is wrong with the row, with where that is."""
        where = _("Line %(line)s") % {"line": self.number}
        return f"{where}: {text}"


def read(
    upload: "UploadedFile[Any]", known: Mapping[str, Sequence[str]], *, most: int, needed: Sequence[str]
) -> list[Line]:
    """Return the rows of a table with the columns `known`, each by the names under which it may stand; all
    have what is `needed` and a point in the municipality's box. Raises Unusable."""
    rows = office_tables.rows(upload)
    try:
        head = next(rows, (0, []))[1]
        place = places(head, {**known, "latitude": LATITUDE, "longitude": LONGITUDE, "point": POINT})
        _check_head(head, place, needed)
        return checked(_placed(rows, place), most=most, needed=needed)
    except csv.Error as error:
        raise office_tables.no_table() from error


def checked(rows: Iterable[Row], *, most: int, needed: Sequence[str]) -> list[Line]:
    """Return the rows of a file as lines, if all have what is needed, and a point in the municipality's box.
    Raises Unusable."""
    found, problems = list[Line](), list[str]()
    box = Box.of(Municipality.current())
    for number, columns, point in rows:
        if len(found) + len(problems) >= most:
            raise Unusable([_("There are more than %(most)s rows in this file.") % {"most": most}])
        line = Line(number, columns, point or Point(0, 0))
        if text := _wrong(columns, point, box, needed):
            problems.append(line.wrong(text))
        else:
            found.append(line)
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise Unusable(problems)
    if not found:
        raise Unusable([_("There is no row in this file.")])
    return found


def _placed(rows: Iterator[tuple[int, list[str]]], place: Mapping[str, int]) -> Iterator[Row]:
    """The rows that are not empty, with their columns by name and their points."""
    for number, row in rows:
        columns = {name: cell(row, at) for name, at in place.items()}
        if any(columns.values()):
            yield number, columns, _point(columns)


def _wrong(columns: Mapping[str, str], point: Point | None, box: Box | None, needed: Sequence[str]) -> str:
    """What is wrong with a row; empty where it is right."""
    if missing := [name for name in needed if not columns.get(name)]:
        return _("The column “%(name)s” is empty.") % {"name": missing[0]}
    if long := [name for name, text in columns.items() if len(text) > LONGEST]:
        return _("The column “%(name)s” is too long.") % {"name": long[0]}
    if point is None:
        return _("The point is no pair of degrees, such as 17.4150 and 102.7870.")
    if box and not box.holds(point):
        return _("The point %(point)s lies outside the municipality's box on the map.") % {"point": point}
    return ""


def _point(columns: Mapping[str, str]) -> Point | None:
    text = columns.get("point") or f"{columns.get('latitude', '')}, {columns.get('longitude', '')}"
    point = parse(text)
    if point is None:
        return None
    return Point(*(Decimal(number).quantize(SIX_DIGITS) for number in point))


def _check_head(head: list[str], place: Mapping[str, int], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in place]
    if "point" not in place and not {"latitude", "longitude"} <= place.keys():
        missing += ["latitude", "longitude"]
    office_tables.need_columns(head, missing)
