"""Finding the request type from everyday words: runs of letters, weighed by how rare they are.

Thai has no blanks between words, and people leave out tone marks; runs of two to four letters need neither. A
request type's score is the share of the typed letters that occur in its names, synonyms and category (TF-IDF
weights), plus the best match of one of its own phrases. Words that mean the same (`SynonymRow`) are tried in
each other's place.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cases.models import RequestType, SynonymRow
from cases.text.normalization import compared, toneless

LENGTHS, LENGTHS_OF_LATIN = (2, 3, 4), (3, 4)
# A query is compared letter by letter: more than this says nothing new about the request type.
LONGEST = 100
# Below the first, nothing was found; after the best three, only what is not far behind the best is shown.
ENOUGH, NEAR_THE_BEST = 0.48, 0.6
PHRASE_WEIGHT, CATEGORY_WEIGHT, UNKNOWN_WEIGHT = 0.8, 0.5, 0.3
EXACT = 9.0
Grams = Counter[str]
Rows = tuple[tuple[str, ...], ...]


class Entry(NamedTuple):
    """What of a request type can be found: its code, its phrases and its category's, spelt plainly."""

    code: str
    phrases: tuple[str, ...]
    categories: tuple[str, ...]


def find(query: str, request_types: Iterable[RequestType]) -> list[RequestType]:
    """The request types that the words may mean, the best first; none where nothing is near enough. An exact
    code, name or category comes first. `request_types` are read with their category; one SQL statement."""
    typed = plain(query[:LONGEST])
    by_code = {request_type.code: request_type for request_type in request_types}
    if not typed or not by_code:
        return []
    rows = tuple(tuple(map(plain, words)) for words in SynonymRow.objects.values_list("words", flat=True))
    index = _index(tuple(map(_entry, by_code.values())), rows)
    return [by_code[code] for code in index.find(typed)]


def plain(text: str) -> str:
    """Small letters without tone marks; one blank for everything that is neither letter nor digit."""
    return re.sub(r"[^\w\u0e00-\u0e7f]+|_", " ", toneless(compared(text))).strip()


def grams(text: str) -> Grams:
    """The runs of letters of a plain text, counted."""
    return Counter(
        word[start : start + length]
        for word in text.split()
        for length in (LENGTHS_OF_LATIN if word.isascii() else LENGTHS)
        for start in range(len(word) - length + 1)
    )


def _entry(request_type: RequestType) -> Entry:
    own = [request_type.name_th, request_type.name_en, *request_type.synonyms]
    categories = (plain(request_type.category.name_th), plain(request_type.category.name_en))
    return Entry(request_type.code, tuple(_phrases(own)), categories)


def _phrases(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from filter(None, (plain(part) for part in text.split("/")))


@lru_cache(maxsize=4)
def _index(entries: tuple[Entry, ...], rows: Rows) -> "Index":
    """Built once; other request types or words make another one."""
    return Index(entries, rows)


class Index:
    """The letters of all request types, and their weights."""

    def __init__(self, entries: tuple[Entry, ...], rows: Rows) -> None:
        self.entries, self.rows = entries, rows
        self.phrases = [[grams(phrase) for phrase in entry.phrases] for entry in entries]
        self.own = [set().union(*phrases) for phrases in self.phrases]
        self.categories = [set(grams(" ".join(entry.categories))) for entry in entries]
        seen = Counter(gram for own, far in zip(self.own, self.categories, strict=True) for gram in own | far)
        self.weights = {gram: math.log(1 + len(entries) / often) * len(gram) for gram, often in seen.items()}
        self.unknown = math.log(1 + len(entries)) * UNKNOWN_WEIGHT

    def find(self, typed: str) -> list[str]:
        """Codes, the best first."""
        variants = [grams(variant) for variant in self._variants(typed)]
        scores = {
            entry.code: EXACT if self._is(entry, typed) else max(self._score(place, v) for v in variants)
            for place, entry in enumerate(self.entries)
        }
        found = sorted(scores, key=lambda code: -scores[code])
        near = max(ENOUGH, min(scores[found[0]], 2.0) * NEAR_THE_BEST)
        return [code for nth, code in enumerate(found) if scores[code] >= (ENOUGH if nth < 3 else near)]

    def _is(self, entry: Entry, typed: str) -> bool:
        return typed in (plain(entry.code), *entry.phrases, *entry.categories)

    def _variants(self, typed: str) -> Iterator[str]:
        yield typed
        for row in self.rows:
            for word in row:
                if len(word) > 2 and word in typed:
                    yield from (typed.replace(word, other) for other in row if other != word)

    def _score(self, place: int, typed: Grams) -> float:
        own = self.own[place]
        known = sum(self._weight(gram) * often for gram, often in typed.items() if gram in own)
        far = sum(
            self._weight(gram) * often
            for gram, often in typed.items()
            if gram in self.categories[place] and gram not in own
        )
        whole = sum(self._weight(gram) * often for gram, often in typed.items()) or 1
        best = max(self._contained(phrase, typed) for phrase in self.phrases[place])
        return (known + CATEGORY_WEIGHT * far) / whole + PHRASE_WEIGHT * best

    def _contained(self, phrase: Grams, typed: Grams) -> float:
        """The share of a phrase's letters that were typed."""
        shared = sum(self._weight(gram) for gram in phrase if gram in typed)
        return shared / (sum(self._weight(gram) * often for gram, often in phrase.items()) or 1)

    def _weight(self, gram: str) -> float:
        return self.weights.get(gram, self.unknown * len(gram))
