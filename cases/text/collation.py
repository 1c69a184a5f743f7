"""The order of a Thai dictionary, the same in Python and in the database, which may know no Thai collation.

A vowel that is written before its consonant comes after it; tone marks decide only where all else is equal
(after ICU's root order for Thai, by a key that needs no library).
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Func, TextField

from cases.text.normalization import thai_spelling

Thing = TypeVar("Thing")
MARKS = "็-๎"
LEADING = "([เ-ไ])([ก-ฮ])"
CAPITALS, SMALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
# Lower than everything that names are written with.
BETWEEN = "\x01"
_LOWERED = str.maketrans(CAPITALS, SMALL)


def order_key(text: object) -> str:
    """What to sort by, code point by code point."""
    spelt = thai_spelling(str(text).translate(_LOWERED))
    letters = re.sub(LEADING, r"\2\1", re.sub(f"[{MARKS}]", "", spelt))
    return f"{letters}{BETWEEN}{re.sub(f'[^{MARKS}]', ' ', spelt)}"


def in_order(things: Iterable[Thing], name: Callable[[Thing], object] = str) -> list[Thing]:
    """The things by their names."""
    return sorted(things, key=lambda thing: order_key(name(thing)))


class ThaiOrder(Func):
    """`order_by(ThaiOrder("first_name"))`: by `order_key` of a column, which a function of the database
    computes (`cases/sql/thai_order_key.sql`)."""

    function = "thai_order_key"
    # The bytes of UTF-8 are in the order of the code points, whatever the database's own order is.
    template = '%(function)s(%(expressions)s) COLLATE "C"'
    output_field: Any = TextField()


# People by their names, in the database and in Python.
BY_NAME = (ThaiOrder("first_name"), ThaiOrder("last_name"), "pk")


def by_name(person: Any) -> tuple[str, str, int]:
    """What to sort people by."""
    return order_key(person.first_name), order_key(person.last_name), person.pk
