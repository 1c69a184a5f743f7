"""What people type is understood where it can be, and refused with a reason where it cannot."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cases.fields.text import Degrees, Digits, EmailAddress, IdentityNumber, Line, Paragraphs, Telephone
from cases.text.case_number import user_id


@pytest.mark.parametrize(
    "typed",
    ["2569-00014", "2569-14", "14/2569", "๑๔/๒๕๖๙", "๒๕๖๙-๐๐๐๑๔", "256900014", " 2569 – 00014 ", "14 / 2569"],
)
def test_a_user_id_is_understood_in_every_spelling(typed: str) -> None:
    assert user_id(typed) == "2569-00014"


@pytest.mark.parametrize("typed", ["hello", "2569", "a@b.example", "2569-00014x", ""])
def test_what_is_no_user_id_stays_as_it_was_typed(typed: str) -> None:
    assert user_id(typed) == typed


def test_a_line_joins_blanks_and_loses_what_cannot_be_seen() -> None:
    assert Line().clean(" สม\u200bชาย \t\x00 ใจดี\n") == "สมชาย ใจดี"


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\x00", "\u00a0\n\t"])
def test_only_blanks_are_empty(blank: str) -> None:
    with pytest.raises(ValidationError, match="required"):
        Paragraphs().clean(blank)


def test_paragraphs_keep_their_line_breaks() -> None:
    assert Paragraphs().clean("one\r\n\r\ntwo ") == "one\n\ntwo"


def test_text_that_is_too_long_is_told_the_limit_and_is_not_cut_by_the_browser() -> None:
    field = Line(max_length=5)
    assert "maxlength" not in field.widget.attrs
    with pytest.raises(ValidationError, match="5"):
        field.clean("123456")


@pytest.mark.parametrize("typed", ["17.415", "+17.415", "๑๗.๔๑๕", " 17.4150001 "])
def test_degrees_are_kept_to_six_digits(typed: str) -> None:
    assert Degrees(limit=90).clean(typed) == Decimal("17.415000")


@pytest.mark.parametrize(
    "typed", ["90.1", "-91", "nan", "NaN", "inf", "-Infinity", "1e1", "17,4", "abc", "999999"]
)
def test_degrees_outside_the_world_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        Degrees(limit=90).clean(typed)


@pytest.mark.parametrize("typed", ["0812345678", "๐๘๑ ๒๓๔ ๕๖๗๘", "081-234-5678", "+66812345678"])
def test_a_telephone_number_is_understood(typed: str) -> None:
    assert Telephone().clean(typed).as_e164 == "+66812345678"


@pytest.mark.parametrize("typed", ["123", "abc", "081234567", "0" * 300, "08123456789012"])
def test_a_wrong_telephone_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="telephone"):
        Telephone().clean(typed)


def test_an_address_loses_what_is_around_it_and_its_domain_is_in_small_letters() -> None:
    assert EmailAddress().clean(" Som.Chai@Example.COM\u200b ") == "Som.Chai@example.com"


@pytest.mark.parametrize(
    "typed", ["somchai", "a@b", "a b@c.example", "а@example.com", "a@exаmple.com", "a@b.ไทย", "@"]
)
def test_what_is_no_address_and_look_alikes_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="e-mail"):
        EmailAddress().clean(typed)


@pytest.mark.parametrize("typed", ["1101700230708", "1-1017-00230-70-8", "๑๑๐๑๗๐๐๒๓๐๗๐๘"])
def test_a_national_id_is_understood(typed: str) -> None:
    assert IdentityNumber().clean(typed) == "1101700230708"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("aa 123-4567", "AA1234567"), ("533380006", "533380006"), ("C01X00T47", "C01X00T47")],
)
def test_a_passport_number_is_understood_in_capitals(typed: str, number: str) -> None:
    assert IdentityNumber().clean(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["1101700230700", "110170023070", "11017002307080", "abc", "ABCDEFGH", "A1", "AB12345678", "ก1234567"],
)
def test_what_is_neither_a_national_id_nor_a_passport_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="national ID"):
        IdentityNumber().clean(typed)


def test_digits_may_be_grouped() -> None:
    assert Digits().clean("๑๒๓ 4-56") == "123456"
