"""Files of things with numbers: tables and GeoJSON, refused in plain words, taken as a whole."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from cases.models import Asset, Municipality
from cases.setup import asset_files
from cases.setup.office_tables import Unusable
from tests.factories import AssetFactory, CaseFactory
from tests.map_files import geojson

pytestmark = pytest.mark.django_db
HEAD = "number,latitude,longitude\n"


def read(content: str | bytes) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return asset_files.read(SimpleUploadedFile("things", data))


def point(number: Any, longitude: Any = 102.78, latitude: Any = 17.41) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "properties": {"NUMBER": number}, "geometry": geometry}


def test_a_table_and_geojson_say_the_same() -> None:
    rows = [{"number": "4-127", "latitude": "17.410000", "longitude": "102.780000"}]
    assert read(HEAD + "4-127,17.41,102.78") == read(geojson(point("4-127"))) == rows
    assert read(b"\xef\xbb\xbf" + geojson(point(127)))[0]["number"] == "127"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (geojson(point("a"), point("b", "x")), "Line 2: The point is no pair of degrees"),
        (geojson(point("a", 264000, 1926000)), "Line 1: The point is no pair of degrees"),
        (geojson(point("a", float("nan"))), "Line 1: The point is no pair of degrees"),
        (geojson(point("a", 10**400)), "Line 1: The point is no pair of degrees"),
        (geojson(point("a", 100.0, 14.0)), "outside the municipality"),
        (geojson(point(None)), "The column “number” is empty"),
        (geojson(point({"x": 1})), "The column “number” is empty"),
        (geojson(point("x" * 41)), "The column “number” is too long"),
        (geojson(point("๔-๑"), point("4 - 1")), "Line 2: The number 4 - 1 was there before"),
        (geojson({"geometry": {"type": "Point"}}), "The column “number” is empty"),
        (geojson(), "There is no row"),
        (geojson(*[point(n) for n in range(10_001)]), "more than 10000"),
        ("{" * 5000, "neither GeoJSON"),
        (b"{" + b" " * asset_files.MOST_BYTES, "larger than 4 MB"),
        (HEAD + "4-1,17.41,102.78\n4-1,17.41,102.78", "Line 3: The number 4-1 was there before"),
    ],
)
def test_a_refusal_says_where_and_why(content: str | bytes, said: str) -> None:
    Municipality.objects.create(code="x", name_th="x", south=17.3, west=102.7, north=17.5, east=102.9)
    with override("en"), pytest.raises(Unusable) as refused:
        read(content)
    assert said in refused.value.problems[0]


def test_those_of_one_kind_are_replaced_and_what_a_case_names_keeps_its_history() -> None:
    kept, moved, gone, named = (AssetFactory(number=number) for number in ("1", "2", "3", "4"))
    tree = AssetFactory(sort="tree", number="1")
    case = CaseFactory(asset=named, latitude=named.latitude, longitude=named.longitude)
    rows = read(HEAD + "1,17.414,102.786\n2,17.42,102.78\n5,17.43,102.78")
    for done in (asset_files.rehearse("lamp", rows), asset_files.replace("lamp", rows, by=None)):
        counts = [[one.number for one in some] for some in (done.added, done.changed, done.same, done.gone)]
        assert counts == [["5"], ["2"], ["1"], ["3", "4"]]
    assert set(Asset.objects.filter(active=True)) == {kept, moved, tree, Asset.objects.get(number="5")}
    assert not Asset.objects.filter(pk=gone.pk).exists()
    case.refresh_from_db()
    assert (case.asset, case.asset.active) == (named, False)
    assert asset_files.replace("lamp", rows, by=None).is_nothing
    back = asset_files.replace("lamp", [{"number": "4", "latitude": "17.41", "longitude": "102.78"}], by=None)
    assert (back.changed, Asset.objects.get(pk=named.pk).active) == ([named], True)


def test_numbers_of_other_types_are_texts() -> None:
    content = json.dumps({"type": "FeatureCollection", "features": [point(4.5), point(True, 102.79)]})
    assert [row["number"] for row in read(content)] == ["4.5", "True"]
