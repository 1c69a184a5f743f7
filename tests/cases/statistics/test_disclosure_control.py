"""Small counts stay hidden, also from a reader who can subtract and knows the method."""

from collections import defaultdict
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from cases.statistics.disclosure_control import FEW, Cell, published

COUNTS = st.lists(st.integers(0, 60), max_size=12)


def test_large_counts_are_shown() -> None:
    assert published([5, 17, 0]) == [Cell(5), Cell(17), Cell(0)]


def test_a_small_count_is_shown_as_few_and_another_is_withheld() -> None:
    assert published([3, 40, 9]) == [Cell(None, few=True), Cell(40), Cell(None)]


def test_nothing_is_shown_where_one_small_count_is_all_there_is() -> None:
    assert published([3]) == []
    assert published([0, 3]) == []


def test_no_counts_are_no_cells() -> None:
    assert published([]) == []


@given(COUNTS)
def test_no_small_count_is_ever_shown(counts: list[int]) -> None:
    assert all(cell.count is None or cell.count == 0 or cell.count >= FEW for cell in published(counts))


@given(COUNTS)
def test_what_is_shown_is_true(counts: list[int]) -> None:
    for count, cell in zip(counts, published(counts), strict=False):
        assert cell.count in (None, count)
        assert cell.few == (0 < count < FEW)


@given(COUNTS)
def test_a_single_hidden_count_never_stands_alone(counts: list[int]) -> None:
    hidden = [cell for cell in published(counts) if cell.count is None]
    assert len(hidden) != 1


def test_no_small_count_can_be_worked_out() -> None:
    """Every table of three cells up to a total of 20 is published; then the reader collects all tables that
    would have been published in the same way. Each small cell has at least three possible values."""
    published_as = defaultdict(list)
    for table in product(range(21), repeat=3):
        if sum(table) <= 20:
            published_as[sum(table), tuple(published(table))].append(table)
    for (_, cells), tables in published_as.items():
        for place, cell in enumerate(cells):
            if cell.few:
                assert len({table[place] for table in tables}) >= 3
