"""Text as it is stored: NFC, without what cannot be seen."""

import unicodedata

# Zero-width characters, direction marks, the byte-order mark, the soft hyphen.
INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def cleaned(text: str) -> str:
    """NFC without zero-width and control characters (line breaks and tabs stay), blanks at the ends cut."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(INVISIBLE)
    return "".join(ch for ch in text if ch in "\n\t" or unicodedata.category(ch) != "Cc").strip()


def ascii_digits(text: str) -> str:
    """Thai digits as 0 to 9."""
    return text.translate(THAI_DIGITS)
