"""Whole numbers as an address or a form carries them."""

import re

# PostgreSQL's integer, in which every id is kept.
LARGEST = 2**31 - 1


def whole_number(typed: str) -> int | None:
    """Return the number that ASCII digits spell; None for everything else, and for a number that no integer
    column of the database holds."""
    if not re.fullmatch(r"[0-9]{1,10}", typed):
        return None
    number = int(typed)
    return number if number <= LARGEST else None
