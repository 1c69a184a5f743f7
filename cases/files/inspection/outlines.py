"""Outlines of areas out of a GeoJSON file or a zipped Shapefile: read, checked and simplified; and points.

What is wrong is named by a short word with the number and the name of its feature; `cases.setup.area_files`
puts it into sentences.
"""

import io
import json
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import shapefile
import shapely
from shapely.geometry import shape

from cases.files.inspection.verdicts import Verdict

# The shapes that are taken, what one part of an archive may swell to, and the parts of an archive.
MOST_FEATURES, MOST_INFLATED, MOST_PARTS = 200, 24 * 1024 * 1024, 100
# The points of all outlines together, before and after they are simplified; and the mistakes that are named.
MOST_POINTS, KEPT_POINTS, MOST_PROBLEMS = 400_000, 15_000, 30
# In degrees: some five metres, which nobody sees on the map of a town. Doubled until few enough points stay.
TOLERANCE, DOUBLED = 0.00005, 8
DIGITS, LONGEST = 5, 200
# Of a file of points: the rows that are taken, and what no degree exceeds.
MOST_ROWS, LARGEST = 10_000, 180
# How the columns are called by those who make such files, the likeliest first.
COLUMNS = {
    # Not "id": programs number their features anew at each export.
    "code": ("code", "รหัส"),
    "name_th": ("name_th", "name_t", "ชื่อ", "ชุมชน", "ตำบล", "เขต", "name"),
    "name_en": ("name_en", "name_e"),
    "sort": ("sort", "kind", "ประเภท"),
}
ENCODINGS = ("utf-8", "cp874")
# What coordinates that are none can raise on their way to a shape.
UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, shapely.GEOSException)
THAI_CODE_PAGES = ("874", "tis620", "iso885911")


class Refused(Exception):
    """A file or a feature that is not taken: a short word, and what it is about."""

    def __init__(self, word: str, about: object = "") -> None:
        super().__init__(word)
        self.word, self.about = word, str(about)[:LONGEST]


@dataclass
class Feature:
    """A shape of the file with its columns; `geometry` is as GeoJSON has it."""

    number: int
    columns: dict[str, Any]
    geometry: Any

    def column(self, name: str) -> str:
        """What the first known column of this meaning says; empty where there is none."""
        known = self.texts()
        return next((known[one] for one in COLUMNS[name] if known.get(one)), "")

    def texts(self) -> dict[str, str]:
        """All columns as text, by their names in small letters."""
        return {str(key).strip().lower(): _plain(value) for key, value in self.columns.items()}


def _plain(value: Any) -> str:
    """A value as a line of text; nothing for lists and fields."""
    text = " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""
    return "".join(letter for letter in text if letter.isprintable())


def areas(content: bytes) -> Verdict:
    """Return the areas of the file and what is wrong with it, as JSON; with anything wrong there are none."""
    try:
        read = _shapefile if content.startswith(b"PK") else _geojson
        rows, problems = _judged(read(content))
    except Refused as refused:
        rows, problems = [], [[0, "", refused.word, refused.about]]
    except RecursionError:
        rows, problems = [], [[0, "", "format", ""]]
    return Verdict(body=json.dumps({"areas": rows, "problems": problems}).encode())


def points(content: bytes) -> Verdict:
    """Return the points of a GeoJSON file with their columns, as JSON, or why there are none."""
    rows: list[list[Any]] = []
    problem: list[str] | None = None
    try:
        for feature in _geojson(content, most=MOST_ROWS):
            rows.append([feature.number, feature.texts(), _position(feature.geometry)])
    except Refused as refused:
        rows, problem = [], [refused.word, refused.about]
    except RecursionError:
        rows, problem = [], ["format", ""]
    return Verdict(body=json.dumps({"rows": rows, "problem": problem}).encode())


def _position(geometry: Any) -> list[float] | None:
    """Latitude and longitude of a point; None for what is none."""
    pair = (
        geometry.get("coordinates")
        if isinstance(geometry, dict) and geometry.get("type") == "Point"
        else None
    )
    if not isinstance(pair, list) or len(pair) < 2:
        return None
    degrees = pair[1], pair[0]
    sound = all(isinstance(one, (int, float)) and -LARGEST <= one <= LARGEST for one in degrees)
    return [round(float(one), 6) for one in degrees] if sound else None


def _judged(features: Iterator[Feature]) -> tuple[list[dict[str, Any]], list[list[Any]]]:
    """The areas, and what is wrong in the order of the file."""
    rows, polygons, problems = [], [], []
    names, codes = set[tuple[str, str]](), set[str]()
    points = 0
    for feature in features:
        row: dict[str, Any] = {name: feature.column(name) for name in COLUMNS}
        try:
            polygon = _polygon(feature.geometry)
            points += int(shapely.get_num_coordinates(polygon))
            _check_names(feature, row, names, codes)
        except Refused as refused:
            problems.append([feature.number, row["name_th"][:LONGEST], refused.word, refused.about])
        else:
            rows.append(row)
            polygons.append(polygon)
        if points > MOST_POINTS:
            raise Refused("points", MOST_POINTS)
        if len(problems) >= MOST_PROBLEMS:
            break
    if not rows and not problems:
        raise Refused("nothing")
    if problems:
        return [], problems
    for row, outline in zip(rows, _simplified(polygons), strict=True):
        row["polygons"] = outline
    return rows, []


def _check_names(feature: Feature, row: dict[str, str], names: set[tuple[str, str]], codes: set[str]) -> None:
    """Note the names of a feature. Raises Refused without a name, and for one that was there before."""
    name, code = (row["sort"], row["name_th"]), row["code"]
    if not row["name_th"]:
        raise Refused("name", ", ".join(map(str, feature.columns)))
    if max(map(len, row.values())) > LONGEST:
        raise Refused("long")
    if name in names:
        raise Refused("twice")
    if code and code in codes:
        raise Refused("code", code)
    names.add(name)
    codes.add(code)


def _polygon(geometry: Any) -> Any:
    """The shape, flat. Raises Refused for one that is no sound area in degrees."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise Refused("shape")
    try:
        made = shapely.force_2d(shape(geometry))
    except UNFIT as error:
        raise Refused("rings") from error
    if made.is_empty:
        raise Refused("shape")
    west, south, east, north = made.bounds
    if not all(map(math.isfinite, (west, south, east, north))):
        raise Refused("numbers")
    if max(-west, east) > 180 or max(-south, north) > 90:
        raise Refused("degrees", f"{east:.0f}, {north:.0f}")
    if not made.is_valid or not made.area:
        raise Refused("rings", shapely.is_valid_reason(made))
    return made


def _simplified(polygons: list[Any]) -> list[list[Any]]:
    """The rings of each area with few enough points; borders that areas share stay shared."""
    for step in range(DOUBLED):
        tolerance = TOLERANCE * 2**step
        fewer = _with_shared_borders(polygons, tolerance)
        if sum(map(int, map(shapely.get_num_coordinates, fewer))) <= KEPT_POINTS:
            return [_rings(one) for one in fewer]
    raise Refused("points", KEPT_POINTS)


def _with_shared_borders(polygons: list[Any], tolerance: float) -> list[Any]:
    if shapely.coverage_is_valid(polygons):
        fewer = shapely.coverage_simplify(polygons, tolerance)
    else:
        fewer = [one.simplify(tolerance) for one in polygons]
    # What is smaller than the tolerance stays as it is.
    pairs = zip(fewer, polygons, strict=True)
    return [made if made.is_valid and not made.is_empty else before for made, before in pairs]


def _rings(area: Any) -> list[Any]:
    parts = area.geoms if area.geom_type == "MultiPolygon" else [area]
    return [[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in parts]


def _ring(ring: Any) -> list[list[float]]:
    return [[round(x, DIGITS), round(y, DIGITS)] for x, y in ring.coords]


def _geojson(content: bytes, most: int = MOST_FEATURES) -> Iterator[Feature]:
    data = _json(content)
    if not isinstance(data, dict) or data.get("type") not in ("FeatureCollection", "Feature"):
        raise Refused("format")
    _check_reference(str(data.get("crs") or ""))
    found = data.get("features") if data["type"] == "FeatureCollection" else [data]
    if not isinstance(found, list):
        raise Refused("format")
    if len(found) > most:
        raise Refused("many", most)
    for number, one in enumerate(found, start=1):
        one = one if isinstance(one, dict) else {}
        columns = one.get("properties")
        yield Feature(number, columns if isinstance(columns, dict) else {}, one.get("geometry"))


def _json(content: bytes) -> Any:
    """The data; a file of Windows is read too."""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp874"):
        try:
            return json.loads(content.decode(encoding), parse_constant=_no_number)
        except UnicodeDecodeError:
            continue
        except ValueError as error:
            raise Refused("format") from error
    raise Refused("format")


def _no_number(word: str) -> float:
    """NaN and Infinity, which are no JSON, come to the check of the numbers."""
    return float(word.replace("Infinity", "inf"))


def _check_reference(said: str) -> None:
    """Raises Refused for the old member `crs`, where it names anything but degrees of WGS 84."""
    if said and not any(name in said.upper() for name in ("CRS84", "4326")):
        raise Refused("projected", said)


def _shapefile(content: bytes) -> Iterator[Feature]:
    parts = _parts(content)
    if "shp" not in parts or "dbf" not in parts:
        raise Refused("parts")
    if projection := parts.get("prj", b"").decode("ascii", "replace").upper().replace(" ", "_"):
        if projection.startswith("PROJ"):
            raise Refused("projected", projection.split('"')[1] if '"' in projection else "")
        if "WGS" not in projection:
            raise Refused("datum", projection.split('"')[1] if '"' in projection else "")
    return iter(_features(parts))


def _parts(content: bytes) -> dict[str, bytes]:
    """The files of the first layer in the archive, by their endings; each is read no further than allowed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_PARTS:
                raise Refused("archive")
            # Archives of macOS have a second file beside each.
            names = [one.filename for one in listed if not one.filename.startswith("__MACOSX")]
            layers = [name[:-4] for name in names if name.lower().endswith(".shp")]
            if len(layers) > 1:
                raise Refused("layers", ", ".join(layers))
            wanted = {
                one.filename.rsplit(".", 1)[1].lower(): one
                for one in listed
                if layers and one.filename.startswith(f"{layers[0]}.") and one.filename.count(".")
            }
            return {
                ending: _inflated(archive, one)
                for ending, one in wanted.items()
                if ending in ("shp", "dbf", "prj", "cpg")
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refused("archive") from error


def _inflated(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as opened:
        read = opened.read(MOST_INFLATED + 1)
    if len(read) > MOST_INFLATED:
        raise Refused("large", part.filename)
    return read


def _features(parts: dict[str, bytes]) -> list[Feature]:
    """The shapes with their columns, in the first encoding in which all texts can be read."""
    found, said = _read(parts), parts.get("cpg", b"").decode("ascii", "replace").lower()
    named = "".join(sign for sign in said if sign.isalnum())
    first = ("cp874",) if any(name in named for name in THAI_CODE_PAGES) else ()
    for encoding in (*first, *ENCODINGS):
        try:
            return [replace(one, columns=_decoded(one.columns, encoding)) for one in found]
        except UnicodeDecodeError:
            continue
    raise Refused("encoding")


def _read(parts: dict[str, bytes]) -> list[Feature]:
    """The shapes; each letter of their texts stands for one byte."""
    found = []
    try:
        files = {name: io.BytesIO(parts[name]) for name in ("shp", "dbf")}
        with shapefile.Reader(**files, encoding="latin-1") as reader:
            for number, one in enumerate(reader.iterShapeRecords(), start=1):
                if number > MOST_FEATURES:
                    raise Refused("many", MOST_FEATURES)
                found.append(Feature(number, one.record.as_dict(), _as_geojson(one.shape)))
    except (Refused, MemoryError):
        raise
    # A broken table leads the library astray in many ways; the file alone is at fault.
    except Exception as error:
        raise Refused("broken") from error
    return found


def _decoded(columns: dict[str, Any], encoding: str) -> dict[str, Any]:
    return {_text(name, encoding): _text(value, encoding) for name, value in columns.items()}


def _text(value: Any, encoding: str) -> Any:
    return value.encode("latin-1").decode(encoding) if isinstance(value, str) else value


def _as_geojson(one: Any) -> Any:
    return one.__geo_interface__ if one.shapeTypeName.startswith("POLYGON") else None
