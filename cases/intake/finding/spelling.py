"""Words that were meant: spelt as they sound, or with one letter wrong."""

import re
from collections.abc import Iterable, Iterator

from cases.text.normalization import toneless

# A letter with the sign above it is not said.
_SILENT = re.compile("[ก-ฮ][ิ-ู]?์")
# Letters that sound alike, and vowels that differ in length alone; people write one for the other.
_ALIKE = str.maketrans(
    {
        letter: row[0]
        for row in "คขฃฅฆ ชฉฌ สซศษ ทถธฐฑฒดฎตฏ นณ พผภ ฟฝ ยญ ลรฬ หฮ ไใ ิี ึื ุู".split()
        for letter in row
    }
)
# Of two consonants before a vowel the second is swallowed.
_SECOND = re.compile("(?<=[กคทปพ])ล(?=[ะัาำิึุู])")
_ENDINGS = {
    "ings": "",
    "ing": "",
    "ies": "y",
    "ees": "ee",
    "es": "",
    "ed": "",
    "ee": "ee",
    "e": "",
    "ss": "ss",
    "s": "",
}
SHORTEST = 3


def sound(word: str) -> str:
    """Return the word as it sounds, roughly: the same for `พาณิชย์` and `พานิช`, `ประปา` and `ปะปา`."""
    heard = toneless(_SILENT.sub("", word)).translate(_ALIKE).replace("ลล", "ั")
    return _SECOND.sub("", heard)


def stem(word: str) -> str:
    """Return an English word without its ending: `lights` is `light`."""
    for ending, instead in _ENDINGS.items():
        if len(word) - len(ending) >= SHORTEST and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


def is_near(one: str, other: str) -> bool:
    """Whether two different words part by one letter: another, one more, one less, or two that changed
    places."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    end = 0
    while end < min(len(one), len(other)) and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[: len(one) - end], other[: len(other) - end]
    return max(len(one), len(other)) <= 1 or (len(one) == len(other) == 2 and one == other[::-1])


class Misspelt:
    """Finds the known words that were meant by one that is none."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_sound: dict[str, list[str]] = {}
        self._by_rest: dict[str, set[str]] = {}
        for word in words:
            if len(heard := sound(word)) >= SHORTEST:
                self._by_sound.setdefault(heard, []).append(word)
        for heard in self._by_sound:
            for rest in (heard, *_one_less(heard)):
                self._by_rest.setdefault(rest, set()).add(heard)

    def meant(self, typed: str) -> tuple[list[str], bool]:
        """Return the words that sound like what was typed, and True; or those one letter away, and False.
        A short word has to begin with the same letter."""
        heard = sound(typed)
        if len(heard) < SHORTEST:
            return [], True
        if heard in self._by_sound:
            return self._by_sound[heard], True
        near = {
            other
            for rest in (heard, *_one_less(heard))
            for other in self._by_rest.get(rest, ())
            if (other[0] == heard[0] or len(heard) > 2 * SHORTEST)
            and len(other) + len(heard) > 2 * SHORTEST - 1
            and is_near(heard, other)
        }
        return [word for other in sorted(near) for word in self._by_sound[other]], False


def _one_less(word: str) -> Iterator[str]:
    if len(word) > SHORTEST - 1:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]
