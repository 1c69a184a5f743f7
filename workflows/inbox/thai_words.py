"""The words by which a text is found: those of newmm, the words inside them, and both without tone marks.

Thai has no blanks between words. A text is stored under each dictionary word that begins and ends between two
letter clusters; what is typed is cut into as few words as can be, each of which the text must have.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

# First, since it says to PyThaiNLP that nothing may be written.
from cases.text.thai_dictionary import LONGEST_WORD, bare_words, written_words  # isort: skip
from pythainlp.tokenize import newmm
from pythainlp.tokenize.tcc_p import tcc_pos_array

from cases.text.normalization import compared, toneless
from workflows.inbox import numbers

# Letters and marks that make words; digits were made Latin, the sign of repetition parts words.
THAI = re.compile(r"[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]+")
RUN = re.compile(THAI.pattern + r"|[^\W_\u0e00-\u0e7f]+")
# Before a word without tone marks, so that it is never taken for one that is written so.
BARE = "~"
LONGEST = 60
PREFIX_FROM = 3


def lexemes(texts: Iterable[str]) -> set[str]:
    """Everything under which these texts can be found."""
    plain = [compared(text) for text in texts]
    runs = {run for text in plain for run in RUN.findall(text)}
    words = (_thai(run) if THAI.fullmatch(run) else {run[:LONGEST]} for run in runs)
    return set().union(*words, *map(numbers.indexed_forms, plain))


def query_conditions(text: str, *, bare: bool = False) -> list[str]:
    """What was typed as conditions in the language of `tsquery`, each of which must hold; `bare` compares
    without tone marks. Empty where nothing can be searched for."""
    conditions = list[str]()
    for run in RUN.findall(compared(text)):
        if not THAI.fullmatch(run):
            conditions.append(_begins(run) if len(run) >= PREFIX_FROM else _is(run))
        else:
            conditions += _conditions_bare(toneless(run)) if bare else _conditions(run)
    return list(dict.fromkeys(conditions))


# Request types, roads and subdistricts come again with every other request.
@lru_cache(maxsize=4096)
def _thai(run: str) -> frozenset[str]:
    bare = toneless(run)
    spelt = {*_cut(run), *_inside(run)}
    without = {*_inside_bare(bare), *map(toneless, spelt)}
    found = {word[:LONGEST] for word in spelt} | {BARE + word[:LONGEST] for word in without}
    return frozenset(word for word in found if len(word.removeprefix(BARE)) > 1)


def _conditions(run: str) -> list[str]:
    words = [word for word in _cut(run) if len(word) > 1]
    return [_is(word) if word in written_words() else _unknown(word) for word in words or [run]]


def _unknown(word: str) -> str:
    """A name, say: what begins so, or what has every word inside it."""
    inside = _longest(_inside(word))
    return f"({_begins(word)} | ({' & '.join(map(_is, inside))}))" if inside else _begins(word)


def _conditions_bare(run: str) -> list[str]:
    words = [word for word in _cut_bare(run) if len(word) > 1]
    return [_is(BARE + word) for word in words] or [_begins(BARE + run)]


def _inside(run: str) -> set[str]:
    """The words of the dictionary that begin and end between two clusters."""
    known, ends = written_words(), tcc_pos_array(run)
    starts = [start for start in range(len(run)) if start == 0 or ends[start]]
    found = {word for start in starts for word in known.prefixes(run, start) if ends[start + len(word)]}
    return {word for word in found if len(word) > 1}


def _inside_bare(run: str) -> set[str]:
    found = {word for start in range(len(run)) for word in bare_words().prefixes(run, start)}
    return {word for word in found if 1 < len(word) <= LONGEST_WORD}


def _longest(words: set[str]) -> list[str]:
    return sorted(word for word in words if not any(word != other and word in other for other in words))


def _cut_bare(run: str) -> list[str]:
    """Cut into words without tone marks: as few letters as can be left over, then as few words."""
    known = bare_words()
    best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    for end in range(1, len(run) + 1):
        ways = []
        for start in range(max(0, end - LONGEST_WORD), end):
            word, (left, count, words) = run[start:end], best[start]
            if word in known or len(word) == 1:
                ways.append((left + (word not in known), count + 1, (*words, word)))
        best.append(min(ways))
    return [*best[-1][2]]


def _cut(run: str) -> list[str]:
    words: list[str] = newmm.segment(run, cast(Any, written_words()))
    return words


def _is(word: str) -> str:
    return f"'{word[:LONGEST]}'"


def _begins(word: str) -> str:
    return f"'{word[:LONGEST]}':*"
