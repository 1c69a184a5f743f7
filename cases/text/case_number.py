"""The user ID of a case as people type it: 2569-00014, 2569-14, 14/2569, 256900014, with Thai digits."""

import re

from cases.text.normalization import ascii_digits, cleaned

RUNNING_FIRST = re.compile(r"([0-9]{1,7})\s*/\s*([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[\s\-\u2010-\u2015\u2212/]*([0-9]{1,7})")


def user_id(typed: str) -> str:
    """The number as it is stored, year first; what cannot be read comes back as it was typed, cleaned."""
    text = ascii_digits(cleaned(typed))
    if found := RUNNING_FIRST.fullmatch(text):
        running, year = found.groups()
    elif found := YEAR_FIRST.fullmatch(text):
        year, running = found.groups()
    else:
        return text
    return f"{year}-{int(running):05d}"
