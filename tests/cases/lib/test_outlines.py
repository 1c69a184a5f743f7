"""Outlines: read and written as WKT, and points within, against shapely."""

import random

import pytest
import shapely

from cases.lib.geography import Point
from cases.lib.outlines import NoOutline, Outline

RING = "102.78 17.41, 102.80 17.41, 102.80 17.43, 102.78 17.43, 102.78 17.41"
HOLE = "102.785 17.415, 102.795 17.415, 102.795 17.425, 102.785 17.425, 102.785 17.415"
ISLAND = "102.81 17.41, 102.82 17.41, 102.82 17.42, 102.81 17.41"


def test_what_is_written_is_read_again() -> None:
    outline = Outline.parse(f"MULTIPOLYGON ((({RING}), ({HOLE})), (({ISLAND})))")
    assert [len(rings) for rings in outline.polygons] == [2, 1]
    assert Outline.parse(str(outline)) == outline
    assert shapely.from_wkt(str(outline)).equals(
        shapely.from_wkt(f"MULTIPOLYGON ((({RING}),({HOLE})),(({ISLAND})))")
    )
    assert tuple(outline.box) == (17.41, 102.78, 17.43, 102.82)


def test_size_and_points_within_are_those_of_shapely() -> None:
    text = f"MULTIPOLYGON ((({RING}), ({HOLE})), (({ISLAND})))"
    outline, shape = Outline.parse(text), shapely.from_wkt(text)
    assert outline.size == pytest.approx(shape.area)
    rng = random.Random(3)
    for _n in range(500):
        x, y = rng.uniform(102.77, 102.83), rng.uniform(17.40, 17.44)
        assert outline.holds(Point(y, x)) == shape.contains(shapely.Point(x, y))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "POLYGON ((102 17, 103 17, 103 18, 102 17))",
        "MULTIPOLYGON (((102 17, 103 17, 103 18, 102 19)))",
        "MULTIPOLYGON (((102 17, 103 17, 102 17)))",
        "MULTIPOLYGON (((102 97, 103 97, 103 98, 102 97)))",
        "MULTIPOLYGON (((102 17, 103 nan, 103 18, 102 17)))",
        "MULTIPOLYGON (((102 17, 103 17, 103 18, 102 17))",
        "MULTIPOLYGON EMPTY",
        "MULTIPOLYGON ((R))",
        "MULTIPOLYGON (((" + "102 17, " * 80_000 + "102 17)))",
        "(" * 1000,
    ],
)
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(NoOutline):
        Outline.parse(text)
