"""Everyday words find the kind that is meant, as often as was promised."""

import time
from collections.abc import Callable

import pytest

from cases.intake.finding.index import Entry, Index, index_of
from cases.reference import municipality
from cases.text.normalization import toneless
from tests.cases.intake.everyday_phrases import SET_ASIDE, TO_CHOOSE_BY


def test_more_than_300_phrases_mean_every_kind_and_half_are_set_aside() -> None:
    phrases = TO_CHOOSE_BY + SET_ASIDE
    assert len({phrase for phrase, _ in phrases}) == len(phrases) > 300
    assert len(SET_ASIDE) == len(phrases) // 2
    kinds = {row["code"] for row in municipality.read()["request_types"]}
    assert {code for _, code in TO_CHOOSE_BY} == {code for _, code in SET_ASIDE} == kinds


@pytest.fixture(scope="module")
def index() -> Index:
    """The index of the sample municipality's words."""
    data = municipality.read()
    categories = {row["code"]: (row["th"], row["en"]) for row in data["categories"]}
    entries = [
        Entry(
            row["code"],
            tuple(name.strip() for name in (*row["th"].split("/"), *row["en"].split("/"))),
            tuple(row["synonyms"]),
            categories[row["category"]],
        )
        for row in data["request_types"]
    ]
    return index_of(tuple(entries), tuple(map(tuple, data["search_synonyms"])))


def rates(index: Index, spelt: Callable[[str], str] = str) -> tuple[float, float]:
    """The share of the phrases set aside whose kind is found first, and among three."""
    found = [(index.find(spelt(phrase)), code) for phrase, code in SET_ASIDE]
    first = sum(codes[:1] == [code] for codes, code in found)
    return first / len(found), sum(code in codes[:3] for codes, code in found) / len(found)


def test_of_the_phrases_set_aside_85_in_100_find_their_kind_first_and_97_among_three(index: Index) -> None:
    first, among_three = rates(index)
    assert first >= 0.85
    assert among_three >= 0.97


def test_without_any_tone_marks_nearly_as_many_find_their_kind(index: Index) -> None:
    first, among_three = rates(index, toneless)
    assert first >= 0.80
    assert among_three >= 0.92


@pytest.mark.parametrize("typed", ["ไฟเสีย", "ไฟดับหน้าบ้าน", "หลอดไฟ", "ไฟบ่ติด", "street lamp", "ไฟดับ 3 ดวง"])
def test_a_dead_lamp_is_a_street_light_however_it_is_said(index: Index, typed: str) -> None:
    assert index.find(typed)[0] == "street_light"


@pytest.mark.parametrize(
    ("typed", "code"), [("หมาเห่า", "noise"), ("รถติด", "traffic_device"), ("น้ำบ่ไหล", "tap_water")]
)
def test_what_was_not_found_before_is_found(index: Index, typed: str, code: str) -> None:
    assert index.find(typed)[0] == code


@pytest.mark.parametrize(
    ("typed", "not_meant"),
    [
        # น้ำเสีย, เสียง, ติดตั้ง and ลม stand in the letters alone.
        ("ไฟเสีย", "waste_water"),
        ("ไฟเสีย", "noise"),
        ("รถติด", "street_light_new"),
        ("ตากลม", "disaster_help"),
    ],
)
def test_nothing_is_found_across_the_borders_of_words(index: Index, typed: str, not_meant: str) -> None:
    assert not_meant not in index.find(typed)[:3]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ฟุดบาดพัง", "footpath"),
        ("ทะเบียนพานิช", "commercial_reg"),
        ("นำปะปาไม่ไหล", "tap_water"),
        ("วักซีนหมา", "rabies"),
        ("mosqito", "mosquito"),
        ("pothle", "road_damage"),
    ],
)
def test_a_word_spelt_as_it_sounds_or_one_letter_off_is_understood(
    index: Index, typed: str, code: str
) -> None:
    assert code in index.find(typed)[:3]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ก",
        "สวัสดีครับ",
        "โหลดเกม",
        "สั่งพิซซ่า",
        "รักเธอที่สุด",
        "ไปเที่ยวทะเล",
        "qwerty uiop",
        "elephant",
        "0812345678",
    ],
)
def test_an_unknown_word_finds_nothing_rather_than_nonsense(index: Index, typed: str) -> None:
    assert index.find(typed) == []


def test_a_denied_word_is_another_word(index: Index) -> None:
    assert index.find("ไม่มีถังขยะ")[0] == "garbage_bin"
    assert "ไม่ไหล" in index.features("น้ำบ่ไหล")


def test_a_search_takes_a_few_milliseconds(index: Index) -> None:
    index.find("ไฟเสีย")
    began = time.process_time()
    for phrase, _code in SET_ASIDE:
        index.find(phrase)
    assert (time.process_time() - began) / len(SET_ASIDE) < 0.01


@pytest.mark.parametrize("typed", ["road dam", "broken street lig", "noi"])
def test_a_word_that_is_being_typed_stands_for_those_that_begin_so(index: Index, typed: str) -> None:
    assert index.find(typed)


@pytest.mark.parametrize("typed", ["no", "xyz", "road damx"])
def test_what_begins_no_word_finds_nothing(index: Index, typed: str) -> None:
    assert index.find(typed) == []
