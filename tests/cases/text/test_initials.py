"""The initials of a name: the first letters of its first and its last part, as people here would say them."""

import pytest

from cases.text.initials import initials


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("มานพ ใจดี", "มจ"),
        ("เอกชัย แสงทอง", "อส"),
        ("Anna Maria Smith", "AS"),
        ("head", "H"),
        ("ดร.โสภา", "ด"),
        ("(ต่าย) ณ เชียงใหม่", "ตช"),
        ("-", ""),
        ("", ""),
    ],
)
def test_the_initials_of_a_name(name: str, found: str) -> None:
    assert initials(name) == found
