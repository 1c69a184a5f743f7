"""The Thai dictionary in PyThaiNLP's wheel, read once by each process: nothing is downloaded or written."""

import os
from collections.abc import Iterable
from functools import cache

# Read when it is imported: it would make a folder in the home directory otherwise.
os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
os.environ.setdefault("PYTHAINLP_OFFLINE", "1")

from marisa_trie import Trie
from pythainlp.corpus import thai_words

from cases.text.normalization import toneless

LONGEST_WORD = 20


class Words:
    """Words by what a text begins with, as `newmm` asks for them. PyThaiNLP's own tree of Python objects
    takes 70 MB in each process."""

    def __init__(self, words: Iterable[str]) -> None:
        self._trie = Trie(words)
        self._longest = max(map(len, self._trie), default=0)

    def __contains__(self, word: str) -> bool:
        return word in self._trie

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """Those with which the text begins at this place, the shortest first."""
        found: list[str] = self._trie.prefixes(text[start : start + self._longest])
        return found


@cache
def written_words() -> Words:
    """Return the words as they are written."""
    return Words(word.strip() for word in thai_words())


@cache
def bare_words() -> Words:
    """Return the words without tone marks, those of one letter and the very long ones left out."""
    return Words(toneless(word) for word in thai_words() if 1 < len(word) <= LONGEST_WORD + 2)
