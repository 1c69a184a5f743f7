"""A page by hand: what can be asked again is asked and written out; what writes anew is left alone."""

import os

import pytest

from tests.bench import hand

SELECTS = ["SELECT 1", "(SELECT 1) UNION (SELECT 2)", " with a as (select 1) select 2"]


@pytest.mark.parametrize("sql", [*SELECTS, "INSERT INTO a VALUES (1) ON CONFLICT DO NOTHING"])
def test_what_reads_or_finds_its_row_there_can_be_asked_again(sql: str) -> None:
    assert hand.repeatable(sql)


@pytest.mark.parametrize("sql", ["UPDATE a SET b = 1", "INSERT INTO a VALUES (1)", "SAVEPOINT a"])
def test_what_changes_something_cannot(sql: str) -> None:
    assert not hand.repeatable(sql)


def test_a_row_becomes_a_line_of_the_table_and_no_markup() -> None:
    assert hand.written([(1, "<b>"), (2, None)]) == (
        "<table><tr><td>1</td><td>&lt;b&gt;</td></tr><tr><td>2</td><td>None</td></tr></table>"
    )


def test_statements_are_asked_again_with_their_values() -> None:
    page = [("SELECT n, 'word' FROM generate_series(1, %s) n", (500,), 0.0), ("SELECT 1", None, 0.0)]
    assert (hand.cost(page, os.environ["DATABASE_URL"], seconds=0.2) or 0) > 0


@pytest.mark.parametrize("page", [[], [("SELECT 1", None, 0.0), ("DELETE FROM nothing", None, 0.0)]])
def test_a_page_that_asks_nothing_or_writes_has_no_cost_by_hand(page: list[tuple[str, None, float]]) -> None:
    assert hand.cost(page, os.environ["DATABASE_URL"], seconds=0.1) is None
