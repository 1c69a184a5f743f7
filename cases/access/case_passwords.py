"""The 12 digits that open one case: made, hashed and checked, with a cap on hashes at once."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from cases.errors import Busy
from cases.text.normalization import ascii_digits

DIGITS = 12
# One hash holds 19 MiB for 30 ms; more than this at once only slows everybody down.
AT_ONCE = 4
PATIENCE = 5.0
_slots = threading.BoundedSemaphore(AT_ONCE)


class CaseArgon2Hasher(Argon2PasswordHasher):
    """argon2id with OWASP's smallest recommended cost: 19 MiB, two passes, one lane."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1


def new_password() -> str:
    """Three groups of four digits: a Thai keyboard makes Latin letters hard."""
    digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


def canonical(typed: str) -> str:
    """The digits alone, whatever spaces, hyphens or Thai digits were typed."""
    return "".join(ch for ch in ascii_digits(typed) if ch in "0123456789")


def hashed(password: str) -> str:
    """The hash to store for a password."""
    with _slot():
        return make_password(canonical(password))


def matches(typed: str, stored: str | None) -> bool:
    """Whether the password is right; without a stored hash it takes the same time and says no."""
    with _slot():
        return check_password(canonical(typed)[: DIGITS + 1], stored or _dummy()) and stored is not None


@cache
def _dummy() -> str:
    return make_password(new_password())


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _slots.release()
