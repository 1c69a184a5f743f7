"""The order of a Thai dictionary, the same in Python and in the database."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import User
from cases.text.collation import BY_NAME, in_order, order_key
from tests.factories import UserFactory

NAMES = ["เกษม", "แก้ว", "ขจร", "ไชยา", "ธนา", "สมบูรณ์", "สมบูรณ์ชัย", "เสาวลักษณ์", "โสภา", "หนู", "อำนาจ"]
ANYTHING = st.one_of(
    st.characters(codec="utf-8", exclude_characters="\0"), st.sampled_from("กฤนสอเแไำาๅํ้่๊็์ัิุ๎ฺເແນໍ້໌ິຼາຳ")
)


def test_a_vowel_before_its_consonant_comes_after_it() -> None:
    assert in_order(["สมบูรณ์", "เกษม"]) == ["เกษม", "สมบูรณ์"]


def test_tone_marks_decide_last() -> None:
    words = ["เก้า", "เก่า", "เกา", "เกาะ", "เก้าอี้", "ก็", "ปา", "ป่า", "ป้า"]
    assert in_order(words) == ["ก็", "เกา", "เก่า", "เก้า", "เก้าอี้", "เกาะ", "ปา", "ป่า", "ป้า"]


@pytest.mark.django_db
def test_people_are_sorted_by_the_database_as_by_python() -> None:
    for name in reversed(NAMES):
        UserFactory(first_name=name, last_name="ใจดี")
    stored = User.objects.filter(first_name__in=NAMES).order_by(*BY_NAME)
    assert list(stored.values_list("first_name", flat=True)) == in_order(NAMES) == NAMES


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.text(ANYTHING))
def test_the_database_computes_the_same_key(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT thai_order_key(%s)", [text])
        assert cursor.fetchone()[0] == order_key(text)


def test_one_word_has_one_place_however_it_was_typed() -> None:
    assert order_key("พันธ์ุ") == order_key("พันธุ์")
    assert order_key("กํๅ") == order_key("กำ")
    assert order_key("ນໍ້າ") == order_key("ນ້ຳ")
