"""The user ID of a case as people type it: 2569-00014, 2569-14, 14/2569, 256900014, with digits, dashes and
slashes of any keyboard."""

import re

from cases.text.normalization import ascii_digits, cleaned, compared
from cases.text.telephones import PARTS

RUNNING_FIRST = re.compile(r"([0-9]{1,7})\s*/\s*([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[\s\-/]*([0-9]{1,7})")


def user_id(typed: str) -> str:
    """The number as it is stored, year first; what cannot be read comes back as it was typed, cleaned."""
    text = compared(typed).translate(PARTS)
    if found := RUNNING_FIRST.fullmatch(text):
        running, year = found.groups()
    elif found := YEAR_FIRST.fullmatch(text):
        year, running = found.groups()
    else:
        return ascii_digits(cleaned(typed))
    return f"{year}-{int(running):05d}"
