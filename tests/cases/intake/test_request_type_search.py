"""Everyday words find the kind of request that is meant; words about something else find nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from cases.intake.request_type_search import find
from cases.models import RequestType, SynonymRow
from cases.reference import municipality
from cases.text.normalization import toneless
from tests.factories import CategoryFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
PHRASES = [
    line.split("\t")
    for line in Path(__file__).with_name("request_type_phrases.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture
def request_types(db: None) -> list[RequestType]:
    """The sample municipality's kinds, without the rest of its reference data."""
    data = municipality.read()
    words = {row["code"]: {"name_th": row["th"], "name_en": row["en"]} for row in data["categories"]}
    categories = {code: CategoryFactory.build(code=code, **names) for code, names in words.items()}
    SynonymRow.objects.bulk_create(SynonymRow(words=row) for row in data["search_synonyms"])
    return [
        RequestType(
            code=row["code"],
            name_th=row["th"],
            name_en=row["en"],
            category=categories[row["category"]],
            synonyms=row["synonyms"],
        )
        for row in data["request_types"]
    ]


def codes(query: str, request_types: list[RequestType]) -> list[str]:
    return [request_type.code for request_type in find(query, request_types)]


def missed(request_types: list[RequestType], spelt: Any = str) -> list[str]:
    """The phrases whose kind is not among the first three."""
    return [phrase for phrase, code in PHRASES if code not in codes(spelt(phrase), request_types)[:3]]


def test_there_are_a_hundred_phrases_and_none_of_them_is_a_synonym_row() -> None:
    assert len(PHRASES) == 100
    rows = [word for row in municipality.read()["search_synonyms"] for word in row]
    assert not {phrase for phrase, _ in PHRASES} & set(rows)


def test_95_of_100_everyday_phrases_find_their_kind_in_the_first_three(
    request_types: list[RequestType],
) -> None:
    assert len(missed(request_types)) <= 5


def test_a_missing_tone_mark_does_not_matter(request_types: list[RequestType]) -> None:
    assert len(missed(request_types, toneless)) <= 5


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("street_light", "street_light"),
        ("Street light OUT", "street_light"),
        ("pothole", "road_damage"),
        ("stray dog", "stray_dog"),
        ("trash", "garbage_bin"),
        ("sidewalk", "footpath"),
        ("น้ำ\u200bท่วม", "flooding"),
        ("นํ้าประปาไม่ไหล", "tap_water"),
        ("PM2.5", "smell_smoke"),
    ],
)
def test_codes_and_english_and_odd_spellings_are_understood(
    request_types: list[RequestType], query: str, code: str
) -> None:
    assert code in codes(query, request_types)[:3]


def test_the_name_of_a_category_finds_all_of_its_kinds_and_nothing_else(
    request_types: list[RequestType],
) -> None:
    found = find("สัตว์", request_types)
    assert {request_type.category.code for request_type in found} == {"animals"}
    assert len(found) == 3


@pytest.mark.parametrize(
    "query",
    ["", "   ", "asdfgh", "12345", "สวัสดีครับ", "pizza", "ดูดวงราคาทองวันนี้", "กินข้าวหรือยัง", "🙂", "/", "%"],
)
def test_words_about_something_else_find_nothing(request_types: list[RequestType], query: str) -> None:
    assert codes(query, request_types) == []


def test_words_that_mean_the_same_stand_for_each_other(db: None) -> None:
    dog = RequestTypeFactory(name_th="จับสุนัข")
    assert codes("หมา", [dog]) == []
    SynonymRow.objects.create(words=["สุนัข", "หมา"])
    assert codes("หมา", [dog]) == [dog.code]


def test_a_new_synonym_of_a_kind_is_found_at_once(db: None) -> None:
    request_type = RequestTypeFactory(name_th="ถนนชำรุด", synonyms=[])
    assert codes("หลุมบ่อ", [request_type]) == []
    request_type.synonyms = ["หลุมบ่อ"]
    assert codes("หลุมบ่อ", [request_type]) == [request_type.code]


def test_a_search_takes_one_statement(
    request_types: list[RequestType], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        find("ถนนพัง", request_types)


def test_a_search_without_kinds_finds_nothing(db: None) -> None:
    assert find("ถนน", []) == []


def test_a_very_long_query_is_cut(request_types: list[RequestType]) -> None:
    assert codes("ถนนพัง" + " ก" * 5000, request_types)[:1] == ["road_damage"]


def test_the_language_of_the_page_does_not_matter(request_types: list[RequestType]) -> None:
    with override("en"):
        assert codes("ฟุตบาทพัง", request_types)[:1] == ["footpath"]


@pytest.mark.parametrize("typed", ["นํ้าไม่ไหล", "น้ําไม่ไหล", "น้ำไม่ไหล"])
def test_water_is_found_in_whatever_order_its_marks_were_typed(
    request_types: list[RequestType], typed: str
) -> None:
    assert codes(typed, request_types) == codes("น้ำไม่ไหล", request_types) != []
