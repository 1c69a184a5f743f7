"""The number of a person's paper: a Thai national ID, or the passport of somebody who has none."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.text.national_id import national_id
from cases.text.normalization import ascii_digits

# Up to nine letters and digits, with a digit among them (ICAO Doc 9303, part 4: document number).
PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,9}")


def identity_number(typed: str) -> str:
    """The 13 digits of a national ID, or the passport number in capitals, of what was typed, blanks and
    hyphens apart; raises ValidationError for what is neither. Digits too long for a passport are a national
    ID with a slip of the finger, and are told as one."""
    found = re.sub(r"[\s\-]", "", ascii_digits(typed)).upper()
    if PASSPORT.fullmatch(found):
        return found
    if found.isdigit():
        return national_id(found)
    raise ValidationError(
        _("Enter the 13 digits of the national ID, or the number of the passport."), code="identity_number"
    )


def is_passport(number: str) -> bool:
    """Whether a stored number is that of a passport."""
    return PASSPORT.fullmatch(number) is not None
