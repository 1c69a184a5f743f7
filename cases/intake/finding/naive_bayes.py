"""Naive Bayes: of which kind texts with such words were. Multinomial, over words and runs of letters in them.

What is learned are counts alone, and only of words that several citizens wrote in several cases: a name or a
telephone number that somebody typed is not among them.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, Self

from cases.intake.finding.index import ignored
from cases.intake.finding.segmentation import THAI, Lexicon
from cases.intake.finding.spelling import stem
from cases.text.normalization import compared, toneless

# So much of a text says what it is about.
LONGEST = 400
RUNS_OF_LETTERS = (3, 4)
# A word is learned that came in so many cases, of so many citizens; and so many words at most.
FEWEST_CASES, FEWEST_CITIZENS, MOST_FEATURES = 5, 3, 20_000
# A kind is learned from so many cases.
FEWEST_OF_A_KIND = 5
# What was never seen with a kind is taken to have been seen so often.
SMOOTHING = 0.3
MOST_WORDS, DECIDES = 3, 0.7
# Addresses of mail and of the web belong to somebody.
_ADDRESS = re.compile(r"\S+[@＠]\S+|https?://\S+|www\.\S+")
# Before a run of letters, so that it is never taken for a word.
_RUN = "~"


class Example(NamedTuple):
    """A text with its kind, and who wrote it."""

    text: str
    kind: str
    citizen: str


class Guess(NamedTuple):
    """The kind that is meant most likely, and the words that say so, in the order in which they came."""

    kind: str
    words: tuple[str, ...]


class Model:
    """How often each word came with each kind."""

    def __init__(self, cases: dict[str, int], counts: dict[str, dict[str, int]]) -> None:
        self.cases, self.counts = cases, counts
        whole = sum(cases.values())
        self._prior = {kind: math.log(number / whole) for kind, number in cases.items()}
        written = Counter[str]()
        for of_kinds in counts.values():
            written.update(of_kinds)
        self._whole = {kind: math.log(written[kind] + SMOOTHING * (len(counts) or 1)) for kind in cases}

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Self:
        """Return the model that `as_json` wrote."""
        return cls(data["cases"], data["counts"])

    def as_json(self) -> dict[str, Any]:
        """Return what can be stored: numbers of cases by kind, and by word and kind."""
        return {"cases": self.cases, "counts": self.counts}

    def guess(self, text: str) -> Guess | None:
        """Return the likeliest kind, and why; None where no word of the text is known."""
        words = list(words_of(text))
        known = {feature for word in words for feature in features_of(word) if feature in self.counts}
        if not known or not self.cases:
            return None
        scores = {
            kind: prior + sum(self._log(feature, kind) for feature in known)
            for kind, prior in self._prior.items()
        }
        kind = max(scores, key=lambda kind: (scores[kind], kind))
        return Guess(kind, self._deciding(kind, words))

    def _log(self, feature: str, kind: str) -> float:
        return math.log(self.counts[feature].get(kind, 0) + SMOOTHING) - self._whole[kind]

    def _deciding(self, kind: str, words: list[str]) -> tuple[str, ...]:
        """The words that speak most for this kind, beside what they say of the others on average."""
        others = [other for other in self.cases if other != kind]
        weight = {}
        for word in dict.fromkeys(words):
            known = [feature for feature in features_of(word) if feature in self.counts]
            weight[word] = sum(
                self._log(feature, kind)
                - sum(self._log(feature, other) for other in others) / (len(others) or 1)
                for feature in known
            )
        best = sorted((word for word in weight if weight[word] > DECIDES), key=lambda word: -weight[word])
        return tuple(word for word in weight if word in best[:MOST_WORDS])


def train(examples: Iterable[Example]) -> Model:
    """Return what these texts teach. Words of fewer cases or citizens than it takes are forgotten, and kinds
    of few cases."""
    cases = Counter[str]()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    citizens: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        cases[example.kind] += 1
        for feature in {feature for word in words_of(example.text) for feature in features_of(word)}:
            counts[feature][example.kind] += 1
            if len(citizens[feature]) < FEWEST_CITIZENS:
                citizens[feature].add(example.citizen)
    kept = {kind: number for kind, number in cases.items() if number >= FEWEST_OF_A_KIND}
    often = [
        (sum(of_kinds.values()), feature)
        for feature, of_kinds in counts.items()
        if sum(of_kinds.values()) >= FEWEST_CASES and len(citizens[feature]) >= FEWEST_CITIZENS
    ]
    often.sort(key=lambda one: (-one[0], one[1]))
    learned = {
        feature: {kind: number for kind, number in counts[feature].items() if kind in kept}
        for _number, feature in often[:MOST_FEATURES]
    }
    return Model(kept, learned)


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text by the dictionary, without numbers, addresses and what is said with
    everything."""
    plain = compared(_ADDRESS.sub(" ", text[:LONGEST]))
    for token in _dictionary().tokens(plain, guess=False):
        word = token.typed if THAI.search(token.typed) else stem(token.typed)
        if len(word) > 1 and word not in ignored() and not any(letter.isdecimal() for letter in word):
            yield word


def features_of(word: str) -> Iterator[str]:
    """Yield what is counted of a word: itself, and its runs of letters without tone marks."""
    yield word
    bare = toneless(word)
    for length in RUNS_OF_LETTERS:
        for start in range(len(bare) - length + 1):
            yield _RUN + bare[start : start + length]


@cache
def _dictionary() -> Lexicon:
    return Lexicon(())
