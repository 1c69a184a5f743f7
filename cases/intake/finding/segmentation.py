"""Cuts what was typed into words: as few as can be, those of the kinds before those of the dictionary.

A word is found from one border of words to the next, never across: `ไฟเสีย` has neither `เสียง` nor `น้ำเสีย`
in it. What is no word may be a misspelt one of the kinds.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from cases.intake.finding.spelling import SHORTEST, Misspelt, stem
from cases.text.normalization import TONE_MARKS, toneless
from cases.text.thai_dictionary import Words, bare_words, written_words

THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+")
RUN = re.compile(THAI.pattern + r"|[^\W_\u0e00-\u0e7f]+")
# These hang on the letter before them; behind those a letter has to follow.
_HANGING, _LEADING = frozenset("ะัาำิีึืฺุู็่้๊๋์ํๅ"), frozenset("เแโใไ")
# What a word costs: the way through a text that costs least is taken.
_OF_A_KIND, _OF_THE_DICTIONARY, _BARE, _BARE_OF_THE_DICTIONARY = 1.0, 1.05, 1.2, 1.35
_AS_IT_SOUNDS, _ONE_LETTER_OFF, _FOR_EACH_RIGHT, _LETTER = 1.6, 2.75, 0.12, 1.3
# How far what was typed may be trusted to be the word.
WRITTEN, TONES_ASIDE, SOUNDS, NEARLY, HARDLY = 1.0, 0.85, 0.8, 0.65, 0.35


class Token(NamedTuple):
    """A word that was typed, and the words of the kinds that it may be; none for any other word."""

    typed: str
    words: tuple[str, ...] = ()
    trust: float = WRITTEN
    is_word: bool = True


Ways = dict[int, dict[int, tuple[float, Token]]]
LONGEST_GUESS = 14


class Lexicon:
    """The words of the kinds, by which texts are cut."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        self._bare: dict[str, list[str]] = {}
        for word in sorted(self._words):
            self._bare.setdefault(toneless(word), []).append(word)
        self._trie, self._bare_trie = Words(self._words), Words(self._bare)
        self._misspelt = Misspelt(word for word in sorted(self._words) if not word.isascii())
        self._misspelt_latin = Misspelt(word for word in sorted(self._words) if word.isascii())

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def tokens(self, text: str, *, guess: bool = True) -> Iterator[Token]:
        """Yield the words of a plain text in their order; `guess` says whether one may be misspelt."""
        for run in RUN.findall(text):
            yield from (
                self._thai(run, guess=guess) if THAI.fullmatch(run) else [self._latin(run, guess=guess)]
            )

    def parts(self, word: str) -> list[str]:
        """Return the words of the kinds of which a longer one consists. What else is in it has to be in the
        dictionary, and in one of the kinds' own words there is nothing else."""
        own = word in self._words
        ways: dict[int, list[str]] = {0: []}
        for end in range(2, len(word) + 1):
            found = [
                at
                for at in ways
                if at <= end - 2
                and (at or end < len(word))
                and _is_border(word, end)
                and (word[at:end] in self._words or (not own and word[at:end] in written_words()))
            ]
            if found:
                at = max(found, key=lambda at: (word[at:end] in self._words, at == 0, end - at))
                ways[end] = [*ways[at], word[at:end]]
        return [part for part in ways.get(len(word), []) if part in self._words]

    def _latin(self, run: str, *, guess: bool) -> Token:
        if (word := stem(run)) in self._words:
            return Token(run, (word,))
        guess = guess and len(word) > SHORTEST and word.isascii()
        words, sounds = self._misspelt_latin.meant(word) if guess else ([], True)
        return Token(run, tuple(words), SOUNDS if sounds else NEARLY) if words else Token(run)

    def _thai(self, run: str, *, guess: bool) -> list[Token]:
        ways = self._dictionary_ways(run, marked=run != toneless(run))
        found = _cheapest(run, ways)
        if not guess or all(token.words for token in found):
            return found
        self._guess(run, ways, found)
        return _cheapest(run, ways)

    def _dictionary_ways(self, run: str, *, marked: bool) -> Ways:
        """From each border in the run the words that begin there, by where they end. A word of the dictionary
        may be one of the kinds without its tone marks, above all where nothing is `marked`."""
        bare, places = _bare_with_places(run)
        back = {place: at for at, place in enumerate(places)}
        borders = [at for at in range(len(run) + 1) if _is_border(run, at)]
        ways: Ways = {}
        for at, following in pairwise(borders):
            unknown = run[at:following]
            found = {following: (_LETTER * len(unknown), Token(unknown, is_word=False))}
            ways[at] = found
            for word in bare_words().prefixes(bare, back[at]):
                self._offer(found, run, at, places[back[at] + len(word)], _BARE_OF_THE_DICTIONARY, ())
            for word in self._bare_trie.prefixes(bare, back[at]):
                words = tuple(self._bare[word])
                self._offer(found, run, at, places[back[at] + len(word)], _BARE, words, TONES_ASIDE)
            for word in written_words().prefixes(run, at):
                if len(word) > 1:
                    near = tuple(self._bare.get(word, ()))
                    trust = (HARDLY if marked else NEARLY) if near else WRITTEN
                    self._offer(found, run, at, at + len(word), _OF_THE_DICTIONARY, near, trust)
            for word in self._trie.prefixes(run, at):
                self._offer(found, run, at, at + len(word), _OF_A_KIND, (word,))
        return ways

    @staticmethod
    def _offer(
        found: dict[int, tuple[float, Token]],
        run: str,
        at: int,
        end: int,
        cost: float,
        words: tuple[str, ...],
        trust: float = WRITTEN,
    ) -> None:
        if _is_border(run, end) and (end not in found or cost < found[end][0]):
            found[end] = (cost, Token(run[at:end], words, trust))

    def _guess(self, run: str, ways: Ways, tokens: list[Token]) -> None:
        """Add the words of the kinds that may have been meant where other words, or none, were found."""
        strange = [not token.words for token in tokens for _letter in token.typed]
        ends = sorted({*ways, len(run)})
        for at, found in ways.items():
            for end in ends[bisect_left(ends, at + SHORTEST) : bisect_right(ends, at + LONGEST_GUESS)]:
                if any(strange[at:end]) and (end not in found or not found[end][1].is_word):
                    words, sounds = self._misspelt.meant(run[at:end])
                    if words:
                        cost = _AS_IT_SOUNDS if sounds else _ONE_LETTER_OFF - _FOR_EACH_RIGHT * (end - at)
                        trust = SOUNDS if sounds else NEARLY
                        self._offer(found, run, at, end, cost, tuple(words), trust)


def _cheapest(run: str, ways: Ways) -> list[Token]:
    """The words on the way through the run that costs least."""
    best: dict[int, tuple[float, int]] = {0: (0.0, -1)}
    for at in sorted(ways):
        for end, (cost, _token) in ways[at].items():
            if end not in best or best[at][0] + cost < best[end][0]:
                best[end] = (best[at][0] + cost, at)
    found, end = list[Token](), len(run)
    while end:
        at = best[end][1]
        found.append(ways[at][end][1])
        end = at
    return _joined(found[::-1])


def _bare_with_places(run: str) -> tuple[str, list[int]]:
    """The run without tone marks, and where each of its letters, and its end, stood before. A mark belongs to
    the letter before it."""
    places = [at for at, letter in enumerate(run) if ord(letter) not in TONE_MARKS]
    return "".join(run[at] for at in places), [*places, len(run)]


def _is_border(run: str, at: int) -> bool:
    """Whether a word can end and another begin here."""
    return at in (0, len(run)) or (run[at] not in _HANGING and run[at - 1] not in _LEADING)


def _joined(tokens: list[Token]) -> list[Token]:
    """Letters that belong to no word, taken together."""
    found = list[Token]()
    for token in tokens:
        if not token.is_word and found and not found[-1].is_word:
            found[-1] = Token(found[-1].typed + token.typed, is_word=False)
        else:
            found.append(token)
    return found
