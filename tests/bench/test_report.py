"""What the bench says of what it found: misses are named, and nobody's words stand in a document."""

from pathlib import Path
from typing import Any

import pytest

from tests.bench import report
from tests.bench.drawing import drawn
from tests.bench.statements import _without_values
from tests.bench.targets import EMPTY, FIFTY, INSERT, growth, misses
from tests.bench.web import allocator

PAGE = "inbox, first page (head)"


def line(ms: float, *, floor: str = EMPTY, **other: Any) -> dict[str, Any]:
    level = {"answered": 10, "per_second": 9.0, "times": {"50": 1, "95": 2, "99": 3}}
    rest = {"python_ms": ms, "bytes": 1, "peak_mb": 1.0, "levels": [level], "bad": 0, "hashes": 0}
    costs = {"app_ms": ms, "db_ms": 0.0, "hand_ms": None}
    return {"floor": floor, "statements": 1, **costs, **rest, **other}


def result(size: int, **lines: dict[str, Any]) -> dict[str, Any]:
    floors = {EMPTY: line(0.5), INSERT: line(2.0), FIFTY: line(10.0)}
    found = {"size": size, "hash": 30.0, "loaded": {"seconds": 1}}
    return {**found, "rows": {**floors, **lines}}


@pytest.mark.parametrize(("ms", "missed"), [(29.0, []), (31.0, [PAGE])])
def test_a_page_beyond_its_share_of_the_floor_is_a_miss(ms: float, missed: list[str]) -> None:
    found = misses([result(10, **{PAGE: line(ms, floor=FIFTY)})])
    assert [one.what for one in found] == missed


def test_a_wrong_answer_is_a_miss() -> None:
    (miss,) = misses([result(10, **{PAGE: line(1, floor=FIFTY, bad=3)})])
    assert miss.found == "3 of 10"


def test_a_hash_is_priced_apart() -> None:
    assert misses([result(10, **{"log in": line(40, hashes=1)})]) == []
    assert misses([result(10, **{"log in": line(44, hashes=1)})]) != []


def test_what_grows_with_the_cases_is_a_miss() -> None:
    small, large = result(10, home=line(2)), result(1000, home=line(4))
    assert growth(small, large, "home") == 2
    assert [one.what for one in misses([small, large])] == ["home, growth"]


def test_the_figures_replace_those_of_the_last_run(tmp_path: Path) -> None:
    (tmp_path / "results.md").write_text("old")
    report.write([result(10, home=line(2))], tmp_path)
    text = (tmp_path / "results.md").read_text()
    assert "| home | an empty view | 4.0 | – |" in text
    assert "old" not in text


def test_how_far_a_page_is_from_the_same_by_hand_stands_beside_its_floor(tmp_path: Path) -> None:
    report.write([result(10, home=line(6, hand_ms=1.5))], tmp_path)
    text = (tmp_path / "results.md").read_text()
    assert "| home | an empty view | 12.0 | 4.0 |" in text
    assert "| home | 1 | 6.0 | 0.0 | 1.5 |" in text


def test_memory_by_a_library_that_is_not_there_is_refused() -> None:
    assert allocator("") == {}
    with pytest.raises(LookupError, match="libjemalloc2"):
        allocator("no-such-library")


def test_the_plans_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    plan = {"page": "home", "ms": 4.0, "sql": "SELECT 1", "plan": "Result"}
    report.write([{**result(10), "plans": [plan]}], tmp_path)
    assert "SELECT 1" in (tmp_path / "plans.md").read_text()
    assert "SELECT 1" not in (tmp_path / "results.md").read_text()


def test_the_drawing_can_be_read_without_being_seen() -> None:
    text = drawn([("home & form", 2.0, 1.0, 0.5)], title="Costs")
    assert '<title id="title">Costs</title>' in text
    assert '<desc id="desc">home &amp; form 3.0 ms</desc>' in text


def test_plans_name_nobody() -> None:
    plan = "Filter: (((phone)::text = '+66812345678'::text) AND (x = ANY ('{สมชาย,ใจดี}'::text[])))"
    assert _without_values(plan) == "Filter: (((phone)::text = $) AND (x = ANY ($)))"
