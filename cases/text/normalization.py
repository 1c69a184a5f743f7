"""Text as it is stored (NFC, without what cannot be seen) and as it is compared (one spelling for all)."""

import re
import unicodedata

from cases.text.joiners import only_where_they_join

# Zero-width characters, direction marks, the byte-order mark, the soft hyphen; the two joiners are judged by
# what stands around them.
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
JOINERS = dict.fromkeys([0x180E, 0x200C, 0x200D])
# The Mongolian separator of vowels parts letters of that script, and hides elsewhere.
_SEPARATOR = re.compile("(?<![\u1820-\u18aa])\u180e|\u180e(?![\u1820-\u18aa])")
TONE_MARKS = dict.fromkeys(range(0x0E47, 0x0E4D))
# What looks the same in Thai is written in several ways; each step is (pattern, replacement), applied in this
# order here and in the database (`cases.text.collation`) until nothing changes any more: nothing in them
# differs between the two dialects. Marks only move towards their consonant, in one order, or become fewer:
# that ends.
THAI_SPELLING = (
    # Two of เ are แ, and so are more of them: a key that was held down.
    ("เเ+", "แ"),
    # The long sign ๅ stands behind ฤ and ฦ alone, and า never does.
    ("(?<![ฤฦ])ๅ", "า"),
    ("(?<=[ฤฦ])า", "ๅ"),
    # A tone mark or nikhahit typed behind า or ำ stands before it.
    ("([าำๅ])([่-๋ํ]+)", r"\2\1"),
    # The vowel above or below first, then the tone mark or the silencer; the class goes on to U+0E3C, where
    # Lao has two signs more.
    ("([่-์]+)([ัิ-\u0e3c็ํ]+)", r"\2\1"),
    # The same mark twice is seen once.
    ("([ัิ-\u0e3c็-๎])\\1+", r"\1"),
    # Nikhahit and า are ำ; ิ with nikhahit is ึ.
    ("ํ([่-๋]*)[าำ]", r"\1ำ"),
    ("ิํ|ํิ", "ึ"),
)
# Lao stands in Unicode as Thai does, 128 code points on.
TO_LAO = {thai: thai + 0x80 for thai in range(0x0E00, 0x0E80)}
ONE_SPELLING = THAI_SPELLING + tuple(
    (one.translate(TO_LAO), other.translate(TO_LAO)) for one, other in THAI_SPELLING
)
# NFKC takes ำ and ຳ apart.
_NOT_AM = re.compile("[^\u0e33\u0eb3]+")
_SPELT = re.compile("[\u0e30-\u0e5b\u0eb0-\u0edb]")
_STEPS = [(re.compile(pattern), replacement) for pattern, replacement in ONE_SPELLING]


def cleaned(text: str) -> str:
    """NFC without zero-width and control characters (line breaks and tabs stay, joiners where they join),
    blanks at the ends cut."""
    text = text.replace("\r\n", "\n").translate(INVISIBLE)
    text = "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cs"))
    text = _SEPARATOR.sub("", text)
    while (joined := unicodedata.normalize("NFC", only_where_they_join(text.strip()))) != text:
        text = joined
    return text


def ascii_digits(text: str) -> str:
    """Thai digits, and those of every other script, as 0 to 9."""
    return text if text.isascii() else "".join(map(_ascii_digit, text))


def compared(text: str) -> str:
    """The one spelling under which texts are compared: small letters, Latin digits, forms of any width, and
    Thai and Lao as they are written (น + ํ + ้ + า in any order is น้ำ, two of เ are แ); the one spelling of
    that is itself. For the eyes of nobody."""
    while (plainer := _plainer(text)) != text:
        text = plainer
    return text


def compared_closely(text: str) -> str:
    """The same without any blanks: ชุมชน หนองบัว is ชุมชนหนองบัว."""
    # Marks that a blank kept apart now stand side by side.
    return compared("".join(compared(text).split()))


def thai_spelling(text: str) -> str:
    """Thai and Lao vowels and tone marks as one writes them, however they were typed."""
    if not _SPELT.search(text):
        return text
    while (spelt := _spelt_once(text)) != text:
        text = spelt
    return text


def toneless(text: str) -> str:
    """Without tone marks, the sign that shortens a vowel, and the sign that silences a letter."""
    return text.translate(TONE_MARKS)


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))


def _plainer(text: str) -> str:
    text = _NOT_AM.sub(lambda found: unicodedata.normalize("NFKC", found[0]), cleaned(text))
    return thai_spelling(ascii_digits(text.translate(JOINERS)).casefold())


def _spelt_once(text: str) -> str:
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text
