"""The initials of a person's name, as they stand where there is no room for the name."""

import re

# Thai vowels that are written before the consonant begin no name.
LETTER = re.compile("[ก-ฮ]|[^\\W\\d_ะ-๛]")


def initials(name: str) -> str:
    """Return the first letters of the first and the last part of a name; empty for one without letters."""
    found = [letter[0] for part in name.split() if (letter := LETTER.search(part))]
    return "".join(found[:1] + found[1:][-1:]).upper()
