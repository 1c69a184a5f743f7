"""The Thai national ID: 13 digits, the last one checks the others."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.text.normalization import ascii_digits


def national_id(typed: str) -> str:
    """The 13 digits of what was typed (Thai digits, blanks and hyphens are fine); raises ValidationError.
    Check digit = (11 − Σ digit × weight mod 11) mod 10, weights 13 down to 2 (Department of Provincial
    Administration)."""
    digits = ascii_digits(typed).replace("-", "").replace(" ", "")
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("Enter the 13 digits of the national ID."), code="national_id")
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    if int(digits[12]) != (11 - total % 11) % 10:
        raise ValidationError(
            _("This national ID is not right. Please check the digits."), code="national_id"
        )
    return digits
