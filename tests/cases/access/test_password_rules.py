"""Passwords of the staff: what everybody in the municipality would guess first is refused."""

import datetime

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cases.models import Municipality, User
from tests.factories import DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    Municipality.objects.create(
        code="udon",
        name_th="เทศบาลนครอุดรธานี",
        name_en="Udon Thani City Municipality",
        district=DistrictFactory(),
    )
    return UserFactory(
        username="wipa.s", first_name="Wipawee", last_name="สุขสันต์", email="w.suksan@office.example"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "password",
        "qwertyuiop",
        "udonthani-forever",
        "UdonThani-forever",
        "Udon.Thani+forever",
        "Ud0nth4n1-forever",
        "อุดรธานีบ้านเรา",
        "เทศบาลของเรา",
        "gmL[k]ของเรา",
        "tessaban-forever",
        "the-municipality-1",
        "RapRueang-secret",
        "r@pru3ang-secret",
        "รับเรื่องทุกวัน",
        "sunny-side-2569",
        "sunny-side-2026",
        "sunny-side-๒๕๖๙",
        "s2u5n6n9y-2568",
        "wipawee-loves-tea",
        "WIPAWEE-loves-tea",
        "w1paw33-loves-tea",
        "ครอบครัวสุขสันต์",
        "suksan-loves-tea",
        "mak-wipa-khaeng",
    ],
)
def test_what_is_guessed_first_is_refused(person: User, typed: str, freeze: None) -> None:
    with pytest.raises(ValidationError):
        validate_password(typed, person)


@pytest.mark.parametrize(
    "typed",
    ["quiet-river-2570", "correct horse battery", "แมวสามตัวกินปลา", "capacity-tower-8", "xK7#pq9!Lm2$"],
)
def test_another_one_is_taken(person: User, typed: str, freeze: None) -> None:
    validate_password(typed, person)


@pytest.mark.parametrize(("name", "keys"), [("ดาว", "fk;"), ("Joy", "j0y"), ("Ann", "4nn")])
def test_an_own_name_of_three_letters_neither_begins_nor_ends_it(name: str, keys: str) -> None:
    person = UserFactory(username="xq.zk", first_name=name, last_name="", email="")
    for typed in (
        f"{name}-quiet-river",
        f"quiet-river-{name.upper()}",
        f"{keys}quiet-river",
        f"river-side.{keys}",
    ):
        with pytest.raises(ValidationError):
            validate_password(typed, person)
    validate_password(f"quiet-{name}-river", person)


def test_the_refusal_names_the_word_and_not_the_password(person: User) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("Ud0nTh@ni-and-more", person)
    assert "Udon" in str(refused.value.messages)
    assert "and-more" not in str(refused.value.messages)


def test_without_a_municipality_and_a_person_it_asks_no_less(db: None, freeze: None) -> None:
    validate_password("quiet-river-2570")
    with pytest.raises(ValidationError):
        validate_password("raprueang-river")


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the year 2569."""
    monkeypatch.setattr(
        "cases.access.password_rules.timezone.localdate", lambda: datetime.date(2026, 11, 28), raising=True
    )
