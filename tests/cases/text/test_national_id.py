"""The national ID and its check digit."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.text.national_id import national_id

RIGHT = "1101700230708"


@pytest.mark.parametrize("typed", [RIGHT, "1-1017-00230-70-8", "1 1017 00230 70 8", "๑๑๐๑๗๐๐๒๓๐๗๐๘"])
def test_a_right_national_id_is_taken_however_it_is_typed(typed):
    assert national_id(typed) == RIGHT


@pytest.mark.parametrize(
    "typed", ["", "1101700230707", "110170023070", "11017002307080", "1101700230 7o8", "²" * 13]
)
def test_a_wrong_national_id_is_refused(typed):
    with pytest.raises(ValidationError):
        national_id(typed)


@given(st.integers(0, 10**12 - 1))
def test_exactly_one_check_digit_fits(number):
    assert sum(_is_right(f"{number:012d}{digit}") for digit in range(10)) == 1


def _is_right(digits: str) -> bool:
    try:
        return bool(national_id(digits))
    except ValidationError:
        return False
