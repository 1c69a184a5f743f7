"""A file of areas on its way into the tables: refused in plain words, or taken in place of those before."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from cases.models import Area, Municipality, RoutingRule
from cases.setup import area_files
from cases.setup.files import written
from cases.setup.imports import bring_in
from cases.setup.office_tables import Unusable
from cases.setup.safe_yaml import Unreadable
from tests.factories import AreaFactory, CaseFactory, DepartmentFactory
from tests.map_files import UTM48, feature, geojson, shapes, square

pytestmark = pytest.mark.django_db


def read(content: bytes, sort: str = "community") -> Any:
    return area_files.read(SimpleUploadedFile("areas", content), sort=sort)


def replaced(*features: Any) -> area_files.Replaced:
    return area_files.replace(read(geojson(*features)))


def problem_of(content: bytes) -> str:
    with override("en"), pytest.raises(Unusable) as refused:
        read(content)
    return refused.value.problems[0]


def test_a_file_becomes_areas_with_names_kinds_and_codes() -> None:
    done = replaced(feature("บ้านเหนือ", name_en="North", code="N-1", sort="ตำบล"), feature("ข", square(1)))
    first, second = Area.objects.all()
    assert (first.code, first.name_en, first.sort) == ("N-1", "North", "subdistrict")
    assert (second.code[:5], second.sort, second.position) == ("area-", "community", 1)
    assert done.added == [first, second]
    assert second.shape.box.west == pytest.approx(102.79)
    first.full_clean()


def test_an_area_is_known_again_by_code_or_name_and_the_rest_goes_out_of_use() -> None:
    replaced(feature("ก", code="a"), feature("ข", square(1)), feature("ค", square(2)))
    before = {area.name_th: area.pk for area in Area.objects.all()}
    done = replaced(feature("ก ใหม่", code="a"), feature("ข", square(1)))
    assert [len(some) for some in (done.added, done.changed, done.same, done.gone)] == [0, 1, 1, 1]
    now = {area.name_th: (area.pk, area.active) for area in Area.objects.all()}
    assert now == {"ก ใหม่": (before["ก"], True), "ข": (before["ข"], True), "ค": (before["ค"], False)}
    assert not replaced(feature("ค", square(2))).added
    assert Area.objects.get(active=True).pk == before["ค"]


def test_names_may_be_exchanged() -> None:
    replaced(feature("ก", code="a"), feature("ข", square(1), code="b"))
    done = replaced(feature("ข", code="a"), feature("ก", square(1), code="b"))
    assert [(area.code, area.name_th) for area in done.changed] == [("a", "ข"), ("b", "ก")]


def test_one_area_is_not_taken_for_two() -> None:
    replaced(feature("ก", code="a"))
    done = replaced(feature("ก", square(1)), feature("ข", code="a"))
    assert [(area.code, area.name_th) for area in done.changed] == [("a", "ข")]
    assert [area.name_th for area in done.added] == ["ก"]


def test_codes_are_made_where_the_files_own_cannot_be_one_or_is_taken() -> None:
    replaced(feature("ก", code="รหัส ๑"), feature("ข", square(1)))
    first, second = Area.objects.all()
    assert (first.code[:5], second.code[:5]) == ("area-", "area-")
    Area.objects.filter(pk=second.pk).update(name_th="ค")
    done = replaced(feature("ก", code="รหัส ๑"), feature("ข", square(1)))
    assert (done.same, [area.code for area in done.added]) == ([first], [f"{second.code}-2"])


def test_looking_at_a_file_changes_nothing() -> None:
    area = AreaFactory()
    done = area_files.rehearse(read(geojson(feature("ใหม่"))))
    assert (len(done.added), done.gone, Area.objects.get().active) == (1, [area], True)


def test_what_lies_outside_the_municipality_is_named() -> None:
    Municipality.objects.create(code="x", name_th="x", south=17.3, west=102.7, north=17.5, east=102.9)
    far = [[longitude - 2, latitude - 3] for longitude, latitude in square()]
    assert "Feature 2 (ไกล): It lies outside" in problem_of(geojson(feature("ใกล้"), feature("ไกล", far)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (geojson(feature("ก", square()[:2])), "Feature 1 (ก): Its border is not sound"),
        (geojson(feature("", village="x")), "The columns here are: name_th, village"),
        (shapes("ก", prj=UTM48), "in metres of a map projection (WGS_1984_UTM_ZONE_48N)"),
        (b"hello", "neither GeoJSON nor a Shapefile"),
        (b" " * (area_files.MOST_BYTES + 1), "larger than 8 MB"),
        (
            geojson(feature("ก", sort="เขต"), feature("ก", square(1), sort="ward")),
            "Feature 1 (ก): An area of this",
        ),
    ],
)
def test_a_refusal_says_what_to_do(content: bytes, said: str) -> None:
    assert said in problem_of(content)


def test_a_file_that_swells_is_refused_by_number_or_by_memory() -> None:
    """Small parts, each of which takes far more memory than letters."""
    swollen = b'{"type": "FeatureCollection", "features": [' + b"[]," * 2_600_000 + b"[]]}"
    said = problem_of(swollen)
    assert "There are more than 200 entries" in said or "too much memory" in said


def test_the_set_ups_file_carries_areas_and_the_rules_that_ask_for_them() -> None:
    area = AreaFactory(code="north")
    rule = RoutingRule.objects.create(name="North", department=DepartmentFactory())
    rule.areas.set([area])
    case = CaseFactory(latitude=17.415, longitude=102.785)
    text = written()
    Area.objects.update(name_th="อื่น", outline="MULTIPOLYGON (((1 1, 2 1, 2 2, 1 1)))")
    rule.areas.clear()
    assert {line.table for line in bring_in(text, by=None)} == {"cases.area", "cases.routingrule"}
    assert (list(rule.areas.all()), Area.objects.get().name_th) == ([area], area.name_th)
    outline = area.outline
    Area.objects.update(outline="POINT (102 17)")
    broken = written()
    Area.objects.update(outline=outline)
    with pytest.raises(Unreadable):
        bring_in(broken, by=None)
    case.refresh_from_db()
    assert case.area == area
