"""Text as it is stored."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.text import ascii_digits, cleaned


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  ถนนพัง \n", "ถนนพัง"),
        ("ถนน\u200bพัง\ufeff", "ถนนพัง"),
        ("หลุม\x00ลึก", "หลุมลึก"),
        ("one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("\u202eกลับหัว", "กลับหัว"),
        ("cafe\u0301", "caf\u00e9"),
        ("น้ำ", "น้ำ"),
        ("ก\u00adข", "กข"),
        (" \u200b\u2060 ", ""),
    ],
    ids=[
        "blanks",
        "zero width",
        "NUL",
        "line breaks",
        "direction",
        "NFC",
        "sara am",
        "soft hyphen",
        "nothing",
    ],
)
def test_what_cannot_be_seen_is_not_stored(typed, stored):
    assert cleaned(typed) == stored


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(
    st.text(alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, categories=["L", "M", "N"]))
)
def test_thai_letters_vowels_and_marks_all_stay(text):
    assert cleaned(text) == unicodedata.normalize("NFC", text)


def test_thai_digits_become_digits():
    assert ascii_digits("๐๑๒๓๔๕๖๗๘๙ ซอย ๓") == "0123456789 ซอย 3"
