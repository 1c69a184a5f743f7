"""How far each kind is meant by the words that were typed.

A word counts the more, the fewer kinds have it, and the more of a kind's phrases have it. A phrase of an
object and its trouble ("lamp", "out") counts once more as far as its words were typed, in whatever order.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from cases.intake.finding.segmentation import RUN, THAI, Lexicon, Token
from cases.intake.finding.spelling import stem
from cases.text.normalization import compared

Features = dict[str, float]
Rows = tuple[tuple[str, ...], ...]
# Not: what follows it is meant the other way round.
NOT = frozenset(("ไม่", "บ่", "ไม่ได้", "ยังไม่", "ไม่ค่อย", "อย่า", "no", "not"))
BEFORE_A_PLACE = frozenset(
    "หน้า ใน ข้าง ตรง แถว บน ใกล้ หลัง ริม ที่ ใต้ เข้า ลง จาก ใส่ in on at near behind outside inside under".split()
)
WHERE = 0.7
LEFT_OF_THE_DENIED, OF_A_PART, OF_A_STRANGERS_PART, OF_A_CATEGORY, OF_A_NAME = 0.4, 0.6, 0.45, 0.35, 2.0
PHRASE, FEW = 1.2, 1.0
# Found is of what most of one of its phrases was typed, or nearly two of its words that are not everybody's.
MOST_OF_A_PHRASE, TWO_WORDS, COMMON, SHARE = 0.65, 1.5, 1.2, 0.15
NEAR_THE_BEST, AMONG_THREE = 0.5, 0.15
EXACT = 1000.0
SHORTEST_BEGINNING, MOST_COMPLETIONS = 3, 12


class Entry(NamedTuple):
    """What of a request type can be found: its code, its names, its everyday phrases, its category."""

    code: str
    names: tuple[str, ...]
    phrases: tuple[str, ...]
    categories: tuple[str, ...]


@cache
def _language() -> dict[str, Any]:
    """What the file says of words that mean the same, and of those that mean nothing."""
    found: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("same_meaning.yaml").read_text(encoding="utf-8")
    )
    return found


@cache
def ignored() -> frozenset[str]:
    """Return the words that are said with everything."""
    return frozenset(form for word in _language()["ignored"] for form in (word, stem(word)))


@lru_cache(maxsize=4)
def index_of(entries: tuple[Entry, ...], rows: Rows) -> "Index":
    """Return the index of these request types; built once, other words make another one."""
    return Index(entries, rows)


class Index:
    """The words of all request types, and what each is worth."""

    def __init__(self, entries: tuple[Entry, ...], rows: Rows) -> None:
        self._entries = entries
        self._first: dict[str, list[str]] = defaultdict(list)
        self._sequences: dict[str, str] = {}
        for row in (*map(tuple, _language()["alike"]), *rows):
            self._take_row(row)
        texts = {
            text: self._with_sequences(text)
            for entry in entries
            for text in (*entry.names, *entry.phrases, *entry.categories)
        }
        # As people write them, in order.
        self._typed = sorted({*self._first, *(word for text in texts.values() for word in RUN.findall(text))})
        first_cut = Lexicon({word for word in self._first if THAI.fullmatch(word)})
        cut = {
            token.words[0] if token.words else _form(token.typed)
            for text in texts.values()
            for token in first_cut.tokens(text, guess=False)
        }
        self.lexicon = Lexicon({word for word in (*self._first, *cut) if len(word) > 1})
        self._named: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            for name in {_spelt(name) for name in (entry.code, *entry.names, *entry.categories)}:
                self._named[name].append(entry.code)
        self._weigh({text: self._of_text(plain, guess=False) for text, plain in texts.items()})

    def _take_row(self, row: Sequence[str]) -> None:
        runs = [RUN.findall(compared(word)) for word in row]
        single = [_form(words[0]) for words in runs if len(words) == 1]
        for word in single:
            self._first[word].append(single[0])
        for words in runs:
            if len(words) > 1:
                self._sequences[" ".join(words)] = " ".join(runs[0])

    def _weigh(self, features: dict[str, Features]) -> None:
        phrases_of = list[tuple[int, Features]]()
        counted: list[dict[str, float]] = []
        for kind, entry in enumerate(self._entries):
            phrases = [features[text] for text in (*entry.names, *entry.phrases)]
            counts: dict[str, float] = defaultdict(float)
            for place, phrase in enumerate(phrases):
                for word, worth in phrase.items():
                    counts[word] += worth * (OF_A_NAME if place < len(entry.names) else 1.0)
            for text in entry.categories:
                for word, worth in features[text].items():
                    counts[word] += 0.0 if word in counts else worth * OF_A_CATEGORY
            phrases_of += [(kind, phrase) for phrase in phrases if phrase]
            counted.append(counts)
        # How much of a kind a word is, of those that come once, twice, …
        self._much = [{word: times / (times + FEW) for word, times in counts.items()} for counts in counted]
        spread: dict[str, float] = defaultdict(float)
        for much in self._much:
            for word, share in much.items():
                spread[word] += share
        self._rare = {
            word: math.log((len(self._entries) + 1) / (shared + 0.4)) for word, shared in spread.items()
        }
        self._unknown = 0.35 * math.log(len(self._entries) + 1)
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, much in enumerate(self._much):
            for word in much:
                self._having[word].append(place)
        # Of each phrase its kind and what all of its words are worth; of each word the phrases that have it.
        self._phrases: list[tuple[int, float]] = []
        self._in_phrases: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, phrase in phrases_of:
            whole = sum(worth * self._rare[word] for word, worth in phrase.items())
            for word, worth in phrase.items():
                self._in_phrases[word].append((len(self._phrases), worth))
            self._phrases.append((place, whole))

    def features(self, text: str) -> Features:
        """Return the words of a text, each in the form that stands for all that mean the same, with what it
        is worth. What follows a "not" becomes a word of its own, and where it happens counts less. Words that
        are said with everything are left out where there are others."""
        return self._of_text(self._with_sequences(text), guess=True)

    def _of_text(self, plain: str, *, guess: bool) -> Features:
        found: Features = {}
        said_with_all: Features = {}
        weight, denied = 1.0, False
        for token in self.lexicon.tokens(plain, guess=guess):
            if token.typed.isdecimal():
                continue
            if token.typed in NOT:
                denied = True
                continue
            for word, worth in self._of_token(token):
                if denied:
                    _put(found, f"ไม่{word}", worth)
                kept = said_with_all if word in ignored() else found
                _put(kept, word, worth * weight * (LEFT_OF_THE_DENIED if denied else 1.0))
            weight, denied = WHERE if token.typed in BEFORE_A_PLACE else 1.0, False
        return found or said_with_all

    def _with_sequences(self, text: str) -> str:
        plain = f" {compared(text)} "
        for sequence, first in self._sequences.items():
            if f" {sequence} " in plain:
                plain = plain.replace(f" {sequence} ", f" {first} ")
        return plain

    def _of_token(self, token: Token) -> Iterator[tuple[str, float]]:
        words = token.words or (_form(token.typed),)
        for word in words:
            trust = token.trust / len(words) if len(words) > 1 else token.trust
            for first in self._first.get(word, [word]):
                yield first, trust
            of_a_part = OF_A_PART if word in self.lexicon else OF_A_STRANGERS_PART
            for part in self.lexicon.parts(word):
                for first in self._first.get(part, [part]):
                    yield first, trust * of_a_part

    def find(self, typed: str) -> list[str]:
        """Return codes, the best first; none where too little was said of any. A last word of which the
        beginning was typed stands for the words that begin so."""
        scores, enough = self.scores(typed)
        if not enough:
            scores = self._completed(typed)
        if not scores:
            return []
        found = sorted(scores, key=lambda code: -scores[code])
        best = min(scores[found[0]], EXACT)
        return [
            code
            for nth, code in enumerate(found)
            if scores[code] >= best * (AMONG_THREE if nth < 3 else NEAR_THE_BEST)
        ]

    def scores(self, typed: str) -> tuple[dict[str, float], bool]:
        """Return what was said for each request type, by its code, and whether that is enough for any."""
        words = self.features(typed)
        said = sum(worth * self._rare.get(word, self._unknown) for word, worth in words.items())
        found: dict[int, float] = defaultdict(float)
        evidence: dict[int, float] = defaultdict(float)
        for word, worth in words.items():
            for place in self._having.get(word, ()):
                found[place] += worth * self._rare[word] * self._much[place][word]
                evidence[place] += worth if self._rare[word] > COMMON else 0.0
        phrases = self._best_phrases(words)
        enough = any(
            score >= SHARE * said and (phrases[place][1] >= MOST_OF_A_PHRASE or evidence[place] >= TWO_WORDS)
            for place, score in found.items()
        )
        scores = {
            self._entries[place].code: score + PHRASE * phrases[place][0] for place, score in found.items()
        }
        named = self._named.get(_spelt(typed), ())
        for code in named:
            scores[code] = scores.get(code, 0.0) + EXACT
        return scores, enough or bool(named)

    def _completed(self, typed: str) -> dict[str, float]:
        """Return what `scores` gives for the words that begin as the last one typed, of those few that there
        are; nothing where it is too short, a whole word, or none begins so."""
        begun = RUN.findall(compared(typed))[-1:]
        if not begun or len(begun[0]) < SHORTEST_BEGINNING or begun[0] in self._typed:
            return {}
        plain = compared(typed)
        before = plain[: plain.rindex(begun[0])]
        words = [word for word in self._typed if word.startswith(begun[0]) and word not in ignored()]
        found: dict[str, float] = {}
        for word in words if len(words) <= MOST_COMPLETIONS else ():
            scores, enough = self.scores(before + word)
            for code, score in scores.items() if enough else ():
                found[code] = max(found.get(code, 0.0), score)
        return found

    def _best_phrases(self, typed: Features) -> dict[int, tuple[float, float]]:
        """What the phrase of each kind is worth of which most was typed, and how much of it that is."""
        there: dict[int, float] = defaultdict(float)
        for word, trust in typed.items():
            for nth, worth in self._in_phrases.get(word, ()):
                there[nth] += min(trust, worth) * self._rare[word]
        best: dict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for nth, worth in there.items():
            place, whole = self._phrases[nth]
            share = worth / whole
            so_far, most = best[place]
            best[place] = (max(so_far, worth * share**2), max(most, share))
        return best


def _put(found: Features, word: str, worth: float) -> None:
    found[word] = max(found.get(word, 0.0), worth)


def _form(word: str) -> str:
    return word if THAI.search(word) else stem(word)


def _spelt(text: str) -> str:
    return " ".join(compared(text).replace("_", " ").split())
