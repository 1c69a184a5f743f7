"""Telephone numbers: what is typed, what is stored, what is shown."""

import phonenumbers
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case
from cases.text.telephones import digits, read, shown, stored, takes_sms
from tests.factories import CaseFactory

NONE = [
    *("081-ABC-DEFG", "1-800-FLOWERS", "191", "081 234", "+999 1234567", "", "+66 12", "9" * 99),
    *("081 234 5678 / 082 345 6789", "042 211 234 ext", "042 211 234 ต่อ ช่าง", "โทร 081 234 5678 นะ"),
    *("081 234 5678/9", "042 211 234/17", "โทร", "ต่อ 17", "8562 0555", "856 20 5555 1234 5678 9"),
]
SAMPLES = [
    phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    if (example := phonenumbers.example_number(region))
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("081 234 5678", "+66812345678"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "+66812345678"),
        ("０８１ ２３４ ５６７８", "+66812345678"),
        ("(+66) 81 234 5678", "+66812345678"),
        ("042 211 234 ext. 17", "+6642211234;ext=17"),
        ("042 211 234 ต่อ 12", "+6642211234;ext=12"),
        ("042-211-234 #12", "+6642211234;ext=12"),
        ("042211234 กด 3", "+6642211234;ext=3"),
        ("042 211 234 (เบอร์ภายใน ๑๗)", "+6642211234;ext=17"),
        ("+44 7700 900123", "+447700900123"),
        ("0044 20 7946 0958", "+442079460958"),
        ("001 44 20 7946 0958", "+442079460958"),
        ("00856 20 5555 1234", "+8562055551234"),
        ("+39 06 698 12345 ext 4", "+390669812345;ext=4"),
        ("+ 856 20 55551234", "+8562055551234"),
        ("856 20 5555 1234", "+8562055551234"),
        ("66812345678", "+66812345678"),
        ("(+ 66) 81 234 5678", "+66812345678"),
        ("tel:+66-81-234-5678", "+66812345678"),
        ("Tel: 081 234 5678", "+66812345678"),
        ("เบอร์โทร 0812345678", "+66812345678"),
        ("โทร. 081 234 5678", "+66812345678"),
        ("081·234·5678", "+66812345678"),
        ("081/234/5678", "+66812345678"),
        ("081\t234\t5678", "+66812345678"),
        ("０８１ー２３４ー５６７８", "+66812345678"),
    ],
)
def test_a_number_is_understood_as_people_write_it(typed: str, kept: str) -> None:
    assert stored(read(typed)) == kept


@pytest.mark.parametrize(
    "behind",
    [
        *("หมายเลขต่อ 17", "ต่อเบอร์ 17", "ต่อภายใน 17", "ต่อหมายเลข 17", "แล้วกด 17", "ต่อ (17)", "[ต่อ 17]"),
        *("ต่อ-17", "ext no. 17", "ext. 17.", "(ext 17).", "เบอร์ภายใน: ๑๗", "- ต่อ 17", "x17"),
    ],
)
def test_an_extension_is_understood_as_people_write_it(behind: str) -> None:
    assert stored(read(f"042 211 234 {behind}")) == "+6642211234;ext=17"


@pytest.mark.parametrize("typed", NONE)
def test_letters_and_what_is_no_number_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="telephone"):
        read(typed)


def test_the_numbers_of_every_country_are_taken_and_shown_with_it() -> None:
    for sample in SAMPLES:
        number = read(sample)
        assert shown(number).startswith("0" if sample.startswith("+66") else "+")
        assert stored(read(shown(number))) == stored(number)


@given(st.sampled_from(SAMPLES), st.text("0123456789", min_size=0, max_size=7), st.sampled_from(["th", "en"]))
def test_what_is_shown_reads_as_what_is_stored(sample: str, extension: str, language: str) -> None:
    number = read(f"{sample} ต่อ {extension}" if extension else sample)
    with override(language):
        assert stored(read(shown(number))) == stored(number)
    assert stored(read(stored(number))) == stored(number)


def test_an_extension_is_named_in_the_readers_language() -> None:
    number = read("042211234#17")
    with override("th"):
        assert shown(number) == "042 211 234 ต่อ 17"
    with override("en"):
        assert shown(number) == "042 211 234 ext. 17"


def test_a_message_reaches_nobody_behind_a_switchboard() -> None:
    assert [takes_sms(read(typed)) for typed in ("0812345678", "0812345678 ต่อ 2", "042211234")] == [
        True,
        False,
        False,
    ]


def test_a_number_is_looked_for_with_and_without_its_country() -> None:
    assert digits(read("+856 20 5555 1234")) == ["02055551234", "8562055551234"]
    assert digits(read("081 234 5678")) == ["0812345678"]


@pytest.mark.django_db
def test_two_people_behind_one_switchboard_are_two() -> None:
    one, other = (CaseFactory(phone=f"+6642211234;ext={number}") for number in (17, 18))
    assert Case.objects.filter(phone=one.phone).get() == one
    assert Case.objects.get(pk=other.pk).phone.extension == "18"
