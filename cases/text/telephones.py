"""Telephone numbers: read as people type them, stored in one way, shown in one way.

A number of Thailand is shown as one dials it here, any other one with its country; an extension is part of
the number: two people behind one switchboard are two.
"""

import re

import phonenumbers
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import PhoneNumberFormat, ValidationResult
from phonenumbers.phonenumberutil import NumberParseException

from cases.text.normalization import compared

HOME, HOME_CODE = "TH", 66
# “ext. 17”, “ต่อ 12”, “หมายเลขต่อ 17”, “แล้วกด 12”, “[ต่อ-12]”, “ext no. 17.”, “#12”, “;ext=17”.
WORD = r"(?:extension|extn?|ext|number|no|x|แล้ว|หมายเลข|เบอร์|ภายใน|ต่อ|กด|#)"
EXTENSION = re.compile(
    rf"[\s,;(\[{{-]*(?:;?ext=|{WORD}(?:[\s.:=-]*{WORD})*)[\s.:=(\[-]*([0-9]{{1,7}})[\s)\]}}]*\.?[\s)\]}}]*"
)
# What people write before a number.
BEFORE = re.compile(r"(?:(?:telephone|phone|mobile|tel|โทรศัพท์|โทร|เบอร์|มือถือ|หมายเลข)[\s.:]*)+(?=[+(0-9])")
NUMBER = re.compile(r"\(?\+?[0-9][0-9 ().-]*")
# Dashes, the long sign of Japanese keyboards, dots of any height part digits as a hyphen does,
# and a slash between groups of them.
PARTS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x30FC, 0x00B7, 0x2022, 0x2027, 0x30FB], "-")
SLASH = re.compile("(?<=[0-9]{2})/(?=[0-9]{3})")
# Without a plus, so many digits that no number of Thailand has as many.
WITH_COUNTRY = 11
LONGEST = 60


def read(typed: str) -> PhoneNumber:
    """The number that was typed. Raises ValueError for what is none: letters, too few digits, two numbers."""
    text = " ".join(compared(typed[: LONGEST + 1]).translate(PARTS).replace("\u2060", "").split())
    begin = BEFORE.match(text)
    number, extension = _split(SLASH.sub("-", text[begin.end() :] if begin else text))
    number = re.sub(r"^(\(?)\+ ", r"\1+", number)
    if len(typed) > LONGEST or not NUMBER.fullmatch(number):
        raise ValueError("no telephone number")
    found = _found(number.replace("(+", "+(") if number.startswith("(+") else number)
    if extension:
        found.extension = extension
    return found


def stored(number: PhoneNumber) -> str:
    """As a column holds it: +6642211234;ext=17. Numbers are the same where this is."""
    extension = f";ext={number.extension}" if number.extension else ""
    return f"{phonenumbers.format_number(number, PhoneNumberFormat.E164)}{extension}"


def shown(number: PhoneNumber | str | None) -> str:
    """As people read it, in the reader's language: 042 211 234 ext. 17, or +856 20 55 551 234; nothing for
    nothing."""
    if not isinstance(number, phonenumbers.PhoneNumber):
        return str(number or "")
    home = number.country_code == HOME_CODE
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    text = phonenumbers.format_number(_without_extension(number), style)
    if not number.extension:
        return text
    return _("%(number)s ext. %(extension)s") % {"number": text, "extension": number.extension}


def grouped(typed: str) -> str:
    """A number that somebody of the office wrote, as all are shown; a hotline, and what is no number, as it
    was written."""
    try:
        return shown(read(typed))
    except ValueError:
        return typed


def digits(number: PhoneNumber | str | None) -> list[str]:
    """The digits by which it is looked for: as one dials it in its country, and with the country where that
    is another one."""
    try:
        number = PhoneNumber.from_string(number, region=HOME) if isinstance(number, str) else number
    except NumberParseException:
        return []
    if number is None:
        return []
    extension = number.extension or ""
    styles = [PhoneNumberFormat.NATIONAL]
    styles += [] if number.country_code == HOME_CODE else [PhoneNumberFormat.E164]
    bare = _without_extension(number)
    return [re.sub(r"[^0-9]", "", phonenumbers.format_number(bare, style)) + extension for style in styles]


def takes_sms(number: PhoneNumber | str | None) -> bool:
    """Whether a message reaches it: a mobile number, and nobody behind a switchboard."""
    if not isinstance(number, phonenumbers.PhoneNumber) or number.extension:
        return False
    number_type = phonenumbers.number_type(number)
    mobile = phonenumbers.PhoneNumberType
    return number_type in (mobile.MOBILE, mobile.FIXED_LINE_OR_MOBILE)


def _without_extension(number: phonenumbers.PhoneNumber) -> phonenumbers.PhoneNumber:
    bare = phonenumbers.PhoneNumber()
    bare.merge_from(number)
    bare.extension = None
    return bare


def _split(text: str) -> tuple[str, str]:
    for found in EXTENSION.finditer(text):
        if found.end() == len(text):
            return text[: found.start()].rstrip(), found[1]
    return text, ""


def _found(number: str) -> PhoneNumber:
    """The one number that is meant; 00 is dialled before a country in many, and is 001, 004 to 009 here."""
    if number.startswith("+"):
        ways = [number]
    elif re.match(r"0\W*0", number):
        ways = ["+" + re.sub(r"^0\W*0", "", number), number]
    else:
        ways = [number]
    found = {stored(one): one for one in (_parsed(way) for way in ways) if one is not None}
    sure = [one for one in found.values() if one.is_valid()]
    meant = sure if len(sure) == 1 else [*found.values()] or _abroad(number)
    if len(meant) != 1:
        raise ValueError("no telephone number, or several")
    return meant[0]


def _abroad(number: str) -> list[PhoneNumber]:
    """The valid number of another country that was typed without its plus: 856 20 5555 1234."""
    if number.startswith("0") or len(re.sub(r"[^0-9]", "", number)) < WITH_COUNTRY or "+" in number:
        return []
    found = _parsed(f"+{number}")
    return [found] if found is not None and found.is_valid() else []


def _parsed(number: str) -> PhoneNumber | None:
    try:
        found = PhoneNumber.from_string(number, region=HOME)
    except NumberParseException:
        return None
    return found if exists(found) else None


def exists(number: PhoneNumber) -> bool:
    """Whether it fits its country's plan. Of other countries only the length is asked: their plans change,
    and what is new there must not keep anybody away here."""
    if number.country_code == HOME_CODE:
        return bool(phonenumbers.is_valid_number(number))
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == ValidationResult.IS_POSSIBLE)
