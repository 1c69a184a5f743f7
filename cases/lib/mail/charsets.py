"""Bytes of an e-mail as text, whatever character set it names: Thai programs name a wrong one, or none."""

import codecs
import re

# TIS-620, ISO 8859-11 and Windows-874 are one set with gaps; the last has the fewest.
THAI = "cp874"
THAI_NAMES = {"tis-620", "tis620", "iso-8859-11", "windows-874", "x-windows-874", "cp874", "ms874", "thai"}
# What a program names that has never asked which set it uses.
CARELESS = {"", "us-ascii", "ascii", "iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "8bit"}
# Three Thai letters in a row; in a Western text one accent stands among plain letters.
_THAI_RUN = re.compile(rb"[\xa1-\xda\xdf-\xfb]{3}")
_NO_THAI = re.compile(rb"[\x80-\xa0\xdb-\xde\xfc-\xff]")
_THAI_LETTER = re.compile("[\u0e01-\u0e5b]")


def decoded(content: bytes, charset: str = "") -> str:
    """Return the text of these bytes: in the named set where they fit it, else in the one that they look
    like; what fits none is replaced by the sign for that."""
    named = charset.strip("\"' ").lower()
    if named in THAI_NAMES:
        return content.decode(THAI, "replace")
    if named not in CARELESS:
        try:
            return content.decode(_known(named))
        except (UnicodeError, LookupError, ValueError):
            pass
    return _guessed(content)


def _guessed(content: bytes) -> str:
    thai = _THAI_RUN.search(content)
    try:
        text = content.decode("utf-8")
    except UnicodeError:
        return content.decode(THAI if thai else "cp1252", "replace")
    # A few Thai letters may be good UTF-8 by chance: of something that nobody writes here.
    by_chance = thai and not _NO_THAI.search(content) and not _THAI_LETTER.search(text)
    return content.decode(THAI) if by_chance else text


def _known(name: str) -> str:
    """The name of a set of characters, not of any other of Python's codecs; raises LookupError."""
    found = codecs.lookup(name)
    if not found._is_text_encoding:
        raise LookupError(name)
    return found.name
