"""The 12 digits that open a case."""

import re
import statistics
import threading
import time
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cases.access import case_passwords
from cases.access.case_passwords import CaseArgon2Hasher
from cases.errors import Busy

# As the product stores it; the tests' own hash costs nothing.
STORED = CaseArgon2Hasher().encode("318402955760", "somesaltsomesalt")


@pytest.fixture(autouse=True)
def product_hash(settings: Settings) -> Iterator[None]:
    """The product's own hash, which nobody else waits for."""
    settings.PASSWORD_HASHERS = ["cases.access.case_passwords.CaseArgon2Hasher"]
    case_passwords._dummy.cache_clear()
    yield
    case_passwords._dummy.cache_clear()


def test_a_new_password_is_three_groups_of_four_digits():
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", case_passwords.new_password())


def test_no_two_new_passwords_are_the_same():
    assert len({case_passwords.new_password() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    "typed",
    [
        "3184 0295 5760",
        "318402955760",
        "3184-0295-5760",
        " 3184 0295  5760 ",
        "๓๑๘๔ ๐๒๙๕ ๕๗๖๐",
        "3184\u20110295\u00a05760",
    ],
)
def test_a_password_is_right_however_it_is_typed(typed):
    assert case_passwords.matches(typed, STORED)


@pytest.mark.parametrize(
    "typed", ["3184 0295 5761", "3184 0295 576", "3184 0295 57600", "", "สามหนึ่งแปดสี่", "9" * 5000]
)
def test_a_wrong_password_is_wrong(typed):
    assert not case_passwords.matches(typed, STORED)


def test_nothing_matches_where_no_hash_is_stored():
    assert not case_passwords.matches("3184 0295 5760", None)


def test_the_hash_is_argon2id_and_does_not_hold_the_password():
    assert STORED.startswith("argon2$argon2id$")
    assert "3184" not in STORED.split("$")[-1]


def test_an_unknown_number_takes_as_long_as_a_wrong_password():
    case_passwords.matches("1", None)
    known, unknown = (statistics.median(_seconds(stored) for _ in range(7)) for stored in (STORED, None))
    assert 0.4 < known / unknown < 2.5


def _seconds(stored: str | None) -> float:
    # The processor's time in this thread: what other programs take does not count.
    begin = time.thread_time()
    case_passwords.matches("3184 0295 5761", stored)
    return time.thread_time() - begin


def test_too_many_hashes_at_once_are_refused_after_a_while(monkeypatch):
    monkeypatch.setattr(case_passwords, "PATIENCE", 0.01)
    monkeypatch.setattr(case_passwords, "_slots", threading.BoundedSemaphore(1))
    with case_passwords._slot(), pytest.raises(Busy):
        case_passwords.hashed("3184 0295 5760")
