"""Numbers as they are looked for: digits, as one dials them within the country, however they are grouped.

A text is found under the digits of each number in it (telephones, national IDs, numbers of cases), and a
search asks for digits: 081-234-5678, ๐๘๑ ๒๓๔ ๕๖๗๘ and +66 (0)81 234 5678 are 0812345678 to both.
"""

import re
from contextlib import suppress

from cases.text import telephones
from cases.text.normalization import compared

# Groups of digits as people part them; Thai words stand beside them without a blank.
NUMBER = re.compile(r"(?<![0-9])\+?(?:\(\+?)?[0-9]+(?:[ ().-]{1,3}[0-9]+){0,8}(?![0-9])")
GROUP = re.compile(r"(?<![0-9])[0-9]")
# A telephone number of any country with its extension has no more digits.
LONGEST = 22
# So many digits are a number of their own beside other words: less may be a house, a year, an hour.
COMPLETE = 9
# In so few digits 66 and 00 are no country's.
SHORT = 9
HOME = re.compile("(?:00[14-9]?)?660?")


def indexed_forms(text: str) -> set[str]:
    """Return the digits under which the numbers of a text are found: from the beginning of each group on, so
    that any groups of a number that follow each other find it, and as one dials the whole."""
    found = set[str]()
    for number in NUMBER.findall(_plain(text)):
        parts = [number, *(number[group.start() :] for group in GROUP.finditer(number))]
        found.update(form(part)[:LONGEST] for part in parts for form in (_digits, national))
    return found


def query_prefixes(typed: str) -> list[str]:
    """Return the digits with which a number begins that was typed, whole or in part: in each way to dial it;
    none for what has other words."""
    text = _plain(typed)
    ways = [national(text)] if NUMBER.fullmatch(text) and len(_digits(text)) > 3 else []
    with suppress(ValueError):
        ways += telephones.digits(telephones.read(typed))
    return list(dict.fromkeys(ways))


def among_words(typed: str) -> tuple[list[str], str]:
    """Return the digits of each whole number that was typed among other words, and these words."""
    text = _plain(typed)
    numbers = [one for one in NUMBER.findall(text) if len(_digits(one)) >= COMPLETE]
    for one in numbers:
        text = text.replace(one, " ", 1)
    return [national(one) for one in numbers], text


def national(typed: str) -> str:
    """Return the digits of a number as one dials it within the country, or as far as they were typed."""
    digits = _digits(typed)
    if typed.lstrip("(").startswith("+"):
        return re.sub("^660?", "0", digits)
    if len(digits) <= SHORT:
        return digits
    return f"0{digits[home.end() :]}" if (home := HOME.match(digits)) else digits.removeprefix("00")


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _plain(text: str) -> str:
    return compared(text).translate(telephones.PARTS)
