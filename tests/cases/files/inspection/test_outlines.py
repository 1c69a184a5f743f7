"""What is read out of files of areas, and what of hostile ones: a plain word, never more than was allowed."""

import io
import json
import zipfile
from typing import Any

import pytest
import shapely

from cases.files.inspection import outlines
from tests.map_files import UTM48, feature, geojson, shapes, square, zipped

BOWTIE = [[102.78, 17.41], [102.79, 17.42], [102.79, 17.41], [102.78, 17.42], [102.78, 17.41]]


def read(content: bytes) -> tuple[list[dict[str, Any]], list[Any]]:
    answer = json.loads(outlines.areas(content).body)
    return answer["areas"], answer["problems"]


def words(content: bytes) -> list[str]:
    rows, problems = read(content)
    assert not (rows and problems)
    return [word for _number, _name, word, _about in problems]


def test_geojson_brings_names_and_rings() -> None:
    content = geojson(feature(" บ้านเหนือ ", name_en="North", code="n1", sort="ward"))
    (row,), problems = read(content)
    assert not problems
    assert row == {
        **{"code": "n1", "name_th": "บ้านเหนือ", "name_en": "North", "sort": "ward"},
        "polygons": row["polygons"],
    }
    ((ring,),) = row["polygons"]
    assert sorted(map(tuple, ring[1:])) == sorted(map(tuple, square()[1:]))


def test_points_that_nobody_sees_are_left_out_and_shared_borders_stay_shared() -> None:
    wavy = [[102.79 + (0.00001 if n % 2 else 0), 17.41 + n / 100_000] for n in range(1001)]
    west = [[102.78, 17.41], *wavy, [102.78, 17.42], [102.78, 17.41]]
    east = [[102.80, 17.41], *wavy, [102.80, 17.42], [102.80, 17.41]]
    rows, _problems = read(geojson(feature("ก", west), feature("ข", east)))
    one, two = (shapely.Polygon(row["polygons"][0][0]) for row in rows)
    assert max(len(row["polygons"][0][0]) for row in rows) < 30
    assert one.intersection(two).area == 0
    assert shapely.union(one, two).is_valid


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [("utf-8", "UTF-8"), ("utf-8", ""), ("cp874", "TIS-620"), ("cp874", ""), ("utf-8", "874")],
)
def test_a_shapefile_is_read_in_whichever_of_the_two_encodings_it_is(encoding: str, cpg: str) -> None:
    rows, problems = read(shapes("บ้านน้ำปี๊บ", "ตี๋", encoding=encoding, cpg=cpg))
    assert ([row["name_th"] for row in rows], problems) == (["บ้านน้ำปี๊บ", "ตี๋"], [])


def test_what_macos_adds_to_an_archive_is_left_out() -> None:
    made = io.BytesIO(shapes("ก"))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("__MACOSX/._ชุมชน.shp", b"x")
    assert [row["name_th"] for row in read(made.getvalue())[0]] == ["ก"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (shapes("ก", prj=UTM48), "projected"),
        (shapes("ก", prj='GEOGCS["GCS_Indian_1975",DATUM["D_Indian_1975"]]'), "datum"),
        (shapes("ก", without="dbf"), "parts"),
        (geojson(feature("ก"), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::32648"}}), "projected"),
        (geojson(), "nothing"),
        (geojson(*[feature(str(n)) for n in range(201)]), "many"),
        (b"", "format"),
        (b"\xff\xfe\x00", "format"),
        (b"GIF89a", "format"),
        (b"[" * 200_000, "format"),
        (b'{"type": "FeatureCollection", "features": {}}', "format"),
        (b'{"a":' * 90_000 + b"1" + b"}" * 90_000, "format"),
        (b"PK\x03\x04" + b"x" * 99, "archive"),
        (zipped({"shp": b"x" * 200, "dbf": b"y" * 200}), "broken"),
        (zipped({"shp": bytes(25 * 1024 * 1024), "dbf": b"y"}), "large"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(content: bytes, word: str) -> None:
    assert words(content) == [word]


@pytest.mark.parametrize(
    ("one", "word"),
    [
        ({"type": "Feature", "properties": {}, "geometry": None}, "shape"),
        (None, "shape"),
        ({"geometry": {"type": "Point", "coordinates": [1, 2]}}, "shape"),
        (feature("ก", BOWTIE), "rings"),
        (feature("ก", square()[:2]), "rings"),
        (feature("ก", [[[[1]]]]), "rings"),
        (feature("ก", [["x", "y"]] * 5), "rings"),
        (feature("ก", [[float("nan"), 17.4], *square()[1:4], [float("nan"), 17.4]]), "rings"),
        (feature("ก", [[float("inf"), 17.4], *square()[1:4], [float("inf"), 17.4]]), "numbers"),
        (feature("ก", [[1e308, 17.4], *square()[1:4], [1e308, 17.4]]), "degrees"),
        (
            feature("ก", [[264000, 1926000], [265000, 1926000], [265000, 1927000], [264000, 1926000]]),
            "degrees",
        ),
        (feature(""), "name"),
        (feature({"th": "ก"}), "name"),
        (feature("ก" * 201), "long"),
    ],
)
def test_what_is_wrong_with_a_feature_is_said_with_its_number(one: Any, word: str) -> None:
    rows, problems = read(geojson(feature("ดี"), one))
    assert (rows, [(number, word) for number, _name, word, _about in problems]) == ([], [(2, word)])


def test_names_and_codes_are_there_once() -> None:
    assert words(geojson(feature("ก"), feature("ก"))) == ["twice"]
    assert words(geojson(feature("ก", code="a"), feature("ข", code="a"))) == ["code"]
    assert words(geojson(feature("ก", sort="ward"), feature("ก", sort="community"))) == []


def test_only_so_many_mistakes_are_named() -> None:
    assert len(words(geojson(*[feature("") for _n in range(100)]))) == outlines.MOST_PROBLEMS


def test_too_many_points_are_refused_before_they_are_worked_on() -> None:
    ring = [[102.78 + n / 1e8, 17.41 + (n % 2) / 1e4] for n in range(outlines.MOST_POINTS)]
    assert words(geojson(feature("ก", [*ring, ring[0]]))) in (["points"], ["rings"])
