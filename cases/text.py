"""Text as it is stored (NFC, without what cannot be seen) and as it is compared (one spelling for all)."""

import re
import unicodedata

from cases.joiners import only_where_they_join

# Zero-width characters, direction marks, the byte-order mark, the soft hyphen; the two joiners are judged by
# what stands around them.
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
JOINERS = dict.fromkeys([0x200C, 0x200D])
TONE_MARKS = dict.fromkeys(range(0x0E47, 0x0E4D))
# What looks the same in Thai is written in several ways; each step is (pattern, replacement), applied in this
# order here and in the database (`cases.thai_order`): nothing in them differs between the two dialects.
ONE_SPELLING = (
    # Two of เ are แ.
    ("เเ", "แ"),
    # A tone mark or nikhahit typed behind า or ำ stands before it.
    ("([าำ])([่-๋ํ]+)", r"\2\1"),
    # The vowel above or below first, then the tone mark.
    ("([่-๋]+)([ัิ-ฺํ]+)", r"\2\1"),
    # The same mark twice is seen once.
    ("([ัิ-ฺ็-๎])\\1+", r"\1"),
    # Nikhahit and า are ำ; ิ with nikhahit is ึ.
    ("ํ([่-๋]*)[าำ]", r"\1ำ"),
    ("ิํ|ํิ", "ึ"),
)
# NFKC takes ำ apart.
_NOT_THAI = re.compile("[^\u0e00-\u0eff]+")
_STEPS = [(re.compile(pattern), replacement) for pattern, replacement in ONE_SPELLING]


def cleaned(text: str) -> str:
    """NFC without zero-width and control characters (line breaks and tabs stay, joiners where they join),
    blanks at the ends cut."""
    text = text.replace("\r\n", "\n").translate(INVISIBLE)
    text = "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cs"))
    while (joined := unicodedata.normalize("NFC", only_where_they_join(text.strip()))) != text:
        text = joined
    return text


def ascii_digits(text: str) -> str:
    """Thai digits, and those of every other script, as 0 to 9."""
    return text if text.isascii() else "".join(map(_ascii_digit, text))


def compared(text: str) -> str:
    """The one spelling under which texts are compared: small letters, Latin digits, forms of any width, and
    Thai as it is written (น + ํ + ้ + า in any order is น้ำ, two of เ are แ). For the eyes of nobody."""
    text = _NOT_THAI.sub(lambda found: unicodedata.normalize("NFKC", found[0]), cleaned(text))
    return thai_spelling(ascii_digits(text.translate(JOINERS)).casefold())


def compared_closely(text: str) -> str:
    """The same without any blanks: ชุมชน หนองบัว is ชุมชนหนองบัว."""
    return "".join(compared(text).split())


def thai_spelling(text: str) -> str:
    """Thai vowels and tone marks as one writes them, however they were typed."""
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text


def toneless(text: str) -> str:
    """Without tone marks, the sign that shortens a vowel, and the sign that silences a letter."""
    return text.translate(TONE_MARKS)


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))
