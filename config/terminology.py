"""One term for one thing: the words that no message may hold, by the second table of docs/glossary.md."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polib

# Under this heading stand the rows: what to write, what not to, and the phrases in which it may stand.
HEADING = "## Words that are not written"
ROW = re.compile(r"^\| (.+) \| (.+) \| (.*)\|$", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{[\w.]*\}")


@dataclass(frozen=True)
class Rule:
    """One word that is not written, and the term that stands in its place."""

    term: str
    wrong: str
    # Phrases in which the word may stand all the same.
    allowed: tuple[str, ...] = ()

    @property
    def is_english(self) -> bool:
        """Whether it is looked for in the source of a message; else in its translation."""
        return self.wrong.isascii()

    def is_broken_by(self, text: str) -> bool:
        """Whether the word stands in the text: an English one as whole words, a Thai one anywhere."""
        for phrase in self.allowed:
            text = text.replace(phrase, " ")
        if self.is_english:
            words = PLACEHOLDER.sub(" ", text)
            return bool(re.search(rf"\b{re.escape(self.wrong)}\b", words, re.IGNORECASE))
        return self.wrong in text


def rules(glossary: str) -> list[Rule]:
    """The rules of a glossary, one for each word; raise ValueError where it has none."""
    _, _, table = glossary.partition(HEADING)
    rows = [tuple(cell.strip() for cell in row) for row in ROW.findall(table)]
    found = [
        Rule(term, wrong, _listed(allowed)) for term, words, allowed in rows[1:] for wrong in _listed(words)
    ]
    if not found:
        raise ValueError(f"The glossary has no table under “{HEADING}”.")
    return found


def offences(book: Iterable[polib.POEntry], kept: list[Rule]) -> Iterator[str]:
    """Each message of a catalogue that holds such a word, with what to write instead; one line each."""
    for entry in book:
        sources = [entry.msgid, entry.msgid_plural]
        translations = [entry.msgstr, *entry.msgstr_plural.values()]
        for rule in kept:
            texts = sources if rule.is_english else translations
            if any(rule.is_broken_by(text) for text in texts if text):
                yield f"“{entry.msgid}”: write {rule.term}, not {rule.wrong}"


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())
