"""Text as it is stored."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.text.normalization import ascii_digits, cleaned, compared, compared_closely


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


@pytest.mark.parametrize(
    "joined",
    [
        "👨\u200d👩\u200d👧",
        "👩🏽\u200d🚒",
        "🏳\ufe0f\u200d🌈",
        "❤\ufe0f\u200d🔥",
        "क्\u200dष",
        "क्\u200cष",
        "र\u200d्",
        "শ্\u200dর",
        "ශ්\u200dරී",
        "ന്\u200d",
        "می\u200cخواهم",
        "ه\u200d",
        "ប៉\u200cិ",
        "ង៊\u200c",
        "ᠬᠠᠷ\u180eᠠ",
    ],
)
def test_joiners_stay_where_they_join(joined):
    assert cleaned(joined) == joined


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ("สม\u200dชาย", "สมชาย"),
        ("น้\u200cำ", "น้ำ"),
        ("pay\u200dpal", "paypal"),
        ("\u200dabc\u200c", "abc"),
        ("081\u200d234", "081234"),
        ("👨\u200dก", "👨ก"),
        ("क्\u200d\u200dष", "क्\u200dष"),
        ("ลาว\u0eba\u200d", "ลาว\u0eba"),
        ("ប៉\u200dិ", "ប៉ិ"),
        ("ก\u180eข", "กข"),
        ("ᠬ\u180e\u180eᠠ", "ᠬᠠ"),
        ("\u180eᠠ\u180e", "ᠠ"),
    ],
)
def test_joiners_go_where_they_join_nothing(hidden, seen):
    assert cleaned(hidden) == seen


@given(st.text(alphabet="กa1 \u200c\u200d\u094d\u0915\u0301👨\ufe0f\u0645\u064b\n", max_size=12))
def test_joiners_are_judged_once_and_for_all(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@pytest.mark.parametrize("order", ["".join(one) for one in itertools.permutations("ํ้า")])
def test_water_is_one_word_in_whatever_order_its_marks_were_typed(order):
    assert compared(f"น{order}") == compared("น้ำ") == "น้ำ"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเม่นํ้า", "แม่น้ำ"),
        ("ชุมชนคํากลิ้ง ๑", "ชุมชนคำกลิ้ง 1"),
        ("ที่ี่", "ที่"),
        ("บา้น", "บ้าน"),
        ("สิํง", "สึง"),
        ("ＡＢＣ １２", "abc 12"),
        ("STRASSE", "straße"),
        ("พันธ์ุ", "พันธุ์"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("เก่็ง", "เก็่ง"),
        ("เเเม่", "แม่"),
        ("กํๅ", "กำ"),
        ("บๅ้น", "บ้าน"),
        ("ฤาษี", "ฤๅษี"),
        ("ນໍ້າ", "ນ້ຳ"),
        ("ນ້ໍາ", "ນ້ຳ"),
        ("ນໍາ", "ນຳ"),
        ("ເເມ່", "ແມ່"),
        ("ຫນອງ", "ໜອງ"),
        ("ເບື່່ອ", "ເບື່ອ"),
    ],
)
def test_what_reads_the_same_is_compared_the_same(typed, meant):
    assert compared(typed) == compared(meant)


@pytest.mark.parametrize("behind", ["ฤ", "ฦ"])
def test_the_long_sign_stays_where_it_belongs(behind: str) -> None:
    assert compared(f"{behind}ๅ") == f"{behind}ๅ"


def test_signs_that_a_blank_kept_apart_are_spelt_too() -> None:
    assert compared_closely("เ เม่ นํ ้า") == "แม่น้ำ"


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("กฤนເແນเแไำาๅํ้่๊็์ัิุ๎ฺໍ້ິາຳ 1Aß"))))
def test_the_one_spelling_is_its_own(text: str) -> None:
    assert compared(compared(text)) == compared(text)
    assert compared_closely(compared_closely(text)) == compared_closely(text)
