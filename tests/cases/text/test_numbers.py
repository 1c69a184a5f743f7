"""A number from an address: ASCII digits, and no larger than the database's integer."""

import pytest

from cases.text.numbers import LARGEST, whole_number


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("7", 7), ("007", 7), (str(LARGEST), LARGEST)])
def test_digits_are_a_number(typed: str, number: int) -> None:
    assert whole_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["", " 1", "1\n", "-1", "+1", "1.0", "1_0", "๑", "²", "x", "\x00", str(LARGEST + 1), "9" * 5000],
)
def test_all_else_is_none(typed: str) -> None:
    assert whole_number(typed) is None
