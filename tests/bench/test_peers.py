"""Beside the peer: what is compared, what is a miss, and what is said where there is no peer."""

from pathlib import Path
from typing import Any

import pytest

from tests.bench import report
from tests.bench.jobs import OUTBOX
from tests.bench.peers import environment, pairs
from tests.bench.peers.tickets import COPIES, Copy
from tests.bench.targets import EMPTY
from tests.bench.test_report import line, result


def beside(**theirs: float) -> dict[str, Any]:
    """Theirs by the milliseconds of each page."""
    costs = {EMPTY: 1.0, **{name.replace("_", " "): ms for name, ms in theirs.items()}}
    lines = {name: {"app_ms": ms, "db_ms": 0.0, "bad": 0} for name, ms in costs.items()}
    return {"peer": "django-helpdesk 1.0", "lines": lines}


@pytest.mark.parametrize(("theirs", "missed"), [(50.0, []), (40.0, ["case, beside the peer at 10"])])
def test_what_costs_more_than_its_share_of_the_peers_is_a_miss(theirs: float, missed: list[str]) -> None:
    found = {**result(10, **{"case page": line(40)}), "peers": beside(case=theirs)}
    assert [one.what for one in pairs.misses(found)] == missed


def test_filing_may_cost_more_than_theirs_besides_the_hash() -> None:
    found = {**result(10, **{"file a request": line(30 + 13, hashes=1)}), "peers": beside(file=10.0)}
    (one,) = pairs.compared(found)
    assert one.ratio == pytest.approx(1.3)
    assert list(pairs.misses(found)) == []


def test_a_letter_is_compared_without_the_request_that_sends_theirs() -> None:
    jobs = {OUTBOX: {"cpu": 30.0, "done": 10_000}}
    (one,) = pairs.compared({**result(10), "jobs": jobs, "peers": beside(letter_sent=7.0)})
    assert (one.ours, one.theirs) == (3.0, 6.0)


def test_a_page_that_one_side_lacks_is_not_compared() -> None:
    assert list(pairs.compared({**result(10, **{"case page": line(4)}), "peers": beside(search=5.0)})) == []
    assert list(pairs.compared(result(10, **{"case page": line(4)}))) == []


def test_a_wrong_answer_of_the_peer_is_a_miss() -> None:
    found = {**result(10), "peers": beside(case=40.0)}
    found["peers"]["lines"]["case"]["bad"] = 2
    assert [one.found for one in pairs.misses(found)] == ["2"]


def test_the_table_names_the_peer_and_what_is_compared(tmp_path: Path) -> None:
    report.write([{**result(10, **{"case page": line(20)}), "peers": beside(case=40.0)}], tmp_path)
    text = (tmp_path / "results.md").read_text()
    assert "| case | 10 | 20.0 | 40.0 | 0.50 | 0.8 |" in text
    assert "theirs is django-helpdesk 1.0" in text
    assert "- case: an open one" in text


def test_a_peer_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    said = environment.why(
        "Looking in indexes\nERROR: No matching distribution found for django-helpdesk==1.0"
    )
    report.write([{**result(10), "peers": {"said": said}}], tmp_path)
    text = (tmp_path / "results.md").read_text()
    assert "At 10 cases: django-helpdesk could not be installed, pip says: No matching distribution" in text


def test_a_run_without_the_peer_says_nothing_of_it(tmp_path: Path) -> None:
    report.write([result(10)], tmp_path)
    assert "helpdesk" not in (tmp_path / "results.md").read_text()


def test_a_copy_reads_what_it_writes_in_the_same_order() -> None:
    one = Copy("theirs", {"id": "pk", "title": "left(name, 5)"}, "ours")
    assert one.read == "COPY (SELECT pk, left(name, 5) FROM ours) TO STDOUT"
    assert one.write == "COPY theirs (id, title) FROM STDIN"
    assert len({copy.table for copy in COPIES}) == len(COPIES)


def test_the_peer_is_pinned_by_version_and_hash() -> None:
    assert environment.version().startswith("django-helpdesk ")
    pinned = [text for text in environment.LOCK.read_text().splitlines() if text[:1].isalpha()]
    assert pinned
    assert all("==" in text and text.endswith("\\") for text in pinned)


def test_the_product_knows_nothing_of_the_peer() -> None:
    root = environment.LOCK.parents[3]
    for name in ("pyproject.toml", "requirements.txt", "requirements-demo.txt", "requirements-dev.txt"):
        assert "helpdesk==" not in (root / name).read_text()
